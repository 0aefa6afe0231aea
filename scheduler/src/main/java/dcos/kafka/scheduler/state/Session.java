package dcos.kafka.scheduler.state;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * How things stand with Mesos. Not durable: it begins anew with each start of the scheduler.
 *
 * @param connection the connection's number; empty while there is none
 * @param since when it began; empty while there is none
 * @param operationIds whether the master takes ids on operations
 * @param suppressed whether Mesos was told, last, to send no offers
 * @param unanswered ids of the tasks whose state was asked for and not yet answered over this
 *     connection
 * @param attempt how often they were asked for, 0 before the first time
 * @param reconciled whether all of them have been answered once since the connection began
 * @param maintenance by agent, what is planned for it
 * @param ended why there will be no more connections; empty while there may be
 * @param removed whether that is because Mesos has removed the framework
 */
public record Session(
    OptionalLong connection,
    Optional<Instant> since,
    boolean operationIds,
    boolean suppressed,
    PSet<String> unanswered,
    int attempt,
    boolean reconciled,
    PMap<String, Maintenance> maintenance,
    Optional<String> ended,
    boolean removed) {

  /** Before the first connection. */
  public static final Session NONE =
      new Session(
          OptionalLong.empty(),
          Optional.empty(),
          true,
          true,
          HashTreePSet.empty(),
          0,
          false,
          HashTreePMap.empty(),
          Optional.empty(),
          false);

  /** A connection has begun. */
  public Session connected(long number, boolean takesOperationIds, Instant now) {
    return new Session(
        OptionalLong.of(number),
        Optional.of(now),
        takesOperationIds,
        suppressed,
        HashTreePSet.empty(),
        0,
        false,
        HashTreePMap.empty(),
        Optional.empty(),
        false);
  }

  /** The connection has ended. */
  public Session disconnected() {
    return new Session(
        OptionalLong.empty(),
        Optional.empty(),
        operationIds,
        suppressed,
        HashTreePSet.empty(),
        0,
        false,
        HashTreePMap.empty(),
        ended,
        removed);
  }

  /** There will be no more connections. */
  public Session endedFor(String reason, boolean isRemoved) {
    Session rest = disconnected();
    return new Session(
        rest.connection,
        rest.since,
        operationIds,
        suppressed,
        rest.unanswered,
        0,
        false,
        HashTreePMap.empty(),
        Optional.of(reason),
        isRemoved);
  }

  /** Mesos was told whether to send offers. */
  public Session suppressing(boolean now) {
    return new Session(
        connection,
        since,
        operationIds,
        now,
        unanswered,
        attempt,
        reconciled,
        maintenance,
        ended,
        removed);
  }

  /** So many tasks have been asked for once more. */
  public Session asked(PSet<String> tasks) {
    return new Session(
        connection,
        since,
        operationIds,
        suppressed,
        tasks,
        attempt + 1,
        reconciled,
        maintenance,
        ended,
        removed);
  }

  /** A task was answered. */
  public Session answered(String task) {
    return new Session(
        connection,
        since,
        operationIds,
        suppressed,
        unanswered.minus(task),
        attempt,
        reconciled,
        maintenance,
        ended,
        removed);
  }

  /** All were answered. */
  public Session isReconciled() {
    return new Session(
        connection,
        since,
        operationIds,
        suppressed,
        unanswered,
        attempt,
        true,
        maintenance,
        ended,
        removed);
  }

  /** What is planned for an agent. */
  public Optional<Maintenance> maintenance(String agent) {
    return Optional.ofNullable(maintenance.get(agent));
  }

  /** Something is planned for an agent. */
  public Session maintained(String agent, Maintenance planned) {
    return maintaining(maintenance.plus(agent, planned));
  }

  /** Nothing is planned for an agent any more. */
  public Session unmaintained(String agent) {
    return maintaining(maintenance.minus(agent));
  }

  private Session maintaining(PMap<String, Maintenance> next) {
    return new Session(
        connection,
        since,
        operationIds,
        suppressed,
        unanswered,
        attempt,
        reconciled,
        next,
        ended,
        removed);
  }

  /** Whether {@code number} is the connection there is. */
  public boolean isOn(long number) {
    return connection.isPresent() && connection.getAsLong() == number;
  }
}
