package dcos.kafka.scheduler.broker;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Everything that is recorded of one broker; the plan is computed from it. Durable.
 *
 * @param id Kafka's broker id, from 0
 * @param reservationId the ledger's reservation that it lives on; empty before its first launch and
 *     while it is being replaced
 * @param retiringId the reservation that it lived on before it was replaced, kept until the new
 *     broker is registered
 * @param task the task that it was launched as last
 * @param begun the configuration that its step was begun for last
 * @param deployed the configuration with which it was complete last; a crash doesn't change it
 * @param request what an operator asked for and is not done yet
 * @param crashes how often it ended unasked
 * @param applied settings that Kafka took over without a restart, by Kafka's names; it keeps them
 *     in its ZooKeeper, where they win over what the broker is launched with. The value is empty
 *     where Kafka was asked to set or remove one and has not said yet that it did
 * @param downSince since when it has been failing: set when its task ends or its agent doesn't
 *     answer, and not forgotten before the broker has served for a while; says nothing of a broker
 *     that serves. See {@link #with(BrokerTask)}
 * @param replaced when its volume was given up last, and why; empty when it never was
 */
public record Broker(
    int id,
    Optional<String> reservationId,
    Optional<String> retiringId,
    Optional<BrokerTask> task,
    Optional<String> begun,
    Optional<String> deployed,
    Optional<Request> request,
    Crashes crashes,
    SortedMap<String, String> applied,
    Optional<Instant> downSince,
    Optional<Replaced> replaced) {

  public Broker {
    applied = Collections.unmodifiableSortedMap(new TreeMap<>(applied));
  }

  /**
   * A replacement.
   *
   * @param at when it was decided
   * @param reason by whom and why, a sentence
   */
  public record Replaced(Instant at, String reason) {}

  /**
   * What an operator, or a policy, asked for.
   *
   * @param kind what
   * @param reason who asked and why, a sentence
   * @param since when it was asked
   * @param forced whether the gate is to be passed over
   * @param taskId the task that it is about; done when that has ended
   */
  public record Request(Kind kind, String reason, Instant since, boolean forced, String taskId) {
    /** What can be asked for. */
    public enum Kind {
      /** Stop it and start it again where it is. */
      RESTART,
      /** Stop it, and start it on another reservation with an empty volume. */
      REPLACE
    }
  }

  /** A broker of which nothing is known but its id. */
  public static Broker unborn(int id) {
    return new Broker(
        id,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Crashes.NONE,
        new TreeMap<>(),
        Optional.empty(),
        Optional.empty());
  }

  /** A copy in the making: what isn't touched stays. */
  private static final class Copy {
    private final int id;
    private Optional<String> reservationId;
    private Optional<String> retiringId;
    private Optional<BrokerTask> task;
    private Optional<String> begun;
    private Optional<String> deployed;
    private Optional<Request> request;
    private Crashes crashes;
    private SortedMap<String, String> applied;
    private Optional<Instant> downSince;
    private Optional<Replaced> replaced;

    Copy(Broker from) {
      id = from.id;
      reservationId = from.reservationId;
      retiringId = from.retiringId;
      task = from.task;
      begun = from.begun;
      deployed = from.deployed;
      request = from.request;
      crashes = from.crashes;
      applied = from.applied;
      downSince = from.downSince;
      replaced = from.replaced;
    }

    Broker broker() {
      return new Broker(
          id,
          reservationId,
          retiringId,
          task,
          begun,
          deployed,
          request,
          crashes,
          applied,
          downSince,
          replaced);
    }
  }

  private Broker copy(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.broker();
  }

  /**
   * The same with another task, or with its task in another phase.
   *
   * <p>When that has failed (ended, gone, or out of sight), the time since which the broker is down
   * is this moment, but for a broker that fails again and again: as long as it doesn't serve for
   * {@link Crashes#FORGIVEN_AFTER} in between, its first failure counts. One whose agent was out of
   * sight and is back has a new chance, and so has one that we stopped ourselves.
   */
  public Broker with(BrokerTask next) {
    Optional<TaskPhase> before =
        task.filter(known -> known.id().equals(next.id())).map(BrokerTask::phase);
    boolean fails =
        next.phase().hasFailed() && !before.equals(Optional.of(next.phase())) && before.isPresent();
    boolean anew = fails && failsAnew(task.orElseThrow(), next);
    return copy(
        it -> {
          it.task = Optional.of(next);
          if (fails && (anew || downSince.isEmpty())) {
            it.downSince = Optional.of(next.since());
          }
        });
  }

  private static boolean failsAnew(BrokerTask before, BrokerTask next) {
    boolean forgiven =
        before.phase() == TaskPhase.RUNNING
            && (next.phase() == TaskPhase.UNREACHABLE
                || Crashes.isForgiven(before.since(), next.since()));
    return forgiven || before.phase() == TaskPhase.UNREACHABLE || before.stop().isPresent();
  }

  /** The same on a reservation. */
  public Broker on(String reservation) {
    return copy(it -> it.reservationId = Optional.of(reservation));
  }

  /** The same without a reservation. */
  public Broker onNothing() {
    return copy(it -> it.reservationId = Optional.empty());
  }

  /** The same with its reservation set aside, to be released when its successor is registered. */
  public Broker retiring() {
    return copy(
        it -> {
          it.retiringId = reservationId;
          it.reservationId = Optional.empty();
        });
  }

  /** The same with nothing set aside. */
  public Broker retired() {
    return copy(it -> it.retiringId = Optional.empty());
  }

  /** The same, its volume given up; what fails from now on is another broker. */
  public Broker replaced(Instant now, String reason) {
    return copy(
        it -> {
          it.replaced = Optional.of(new Replaced(now, reason));
          it.downSince = downSince.isPresent() ? Optional.of(now) : downSince;
        });
  }

  /** The same, its step begun for a configuration. */
  public Broker begun(String configuration) {
    return copy(it -> it.begun = Optional.of(configuration));
  }

  /** The same, its step waiting for its turn again. */
  public Broker notBegun() {
    return copy(it -> it.begun = Optional.empty());
  }

  /** The same, complete with a configuration. */
  public Broker deployed(String configuration) {
    return copy(it -> it.deployed = Optional.of(configuration));
  }

  /** The same with a request, in place of any earlier one. */
  public Broker requested(Request next) {
    return copy(it -> it.request = Optional.of(next));
  }

  /** The same with nothing asked for. */
  public Broker served() {
    return copy(it -> it.request = Optional.empty());
  }

  /** The same with another history of crashes. */
  public Broker with(Crashes next) {
    return copy(it -> it.crashes = next);
  }

  /** The same with other settings taken over. */
  public Broker applied(SortedMap<String, String> settings) {
    return copy(it -> it.applied = settings);
  }

  /** The same, no time of it being later than now: the clock may have been set back. */
  public Broker notAfter(Instant now) {
    return copy(
        it -> {
          it.downSince = downSince.map(at -> earlier(at, now));
          it.replaced = replaced.map(r -> new Replaced(earlier(r.at(), now), r.reason()));
        });
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  /** Whether its task has ended, or may have without anybody having noticed. */
  public boolean hasFailed() {
    return task.isPresent() && task.get().phase().hasFailed();
  }

  /** Whether a task of this broker may be alive, so that nothing may take its place. */
  public boolean mayBeAlive() {
    return task.isPresent() && task.get().phase().mayBeAlive();
  }

  /** Whether it serves clients now, as far as Mesos tells. */
  public boolean serves() {
    return task.isPresent() && task.get().serves();
  }

  /**
   * Whether its task is the one that Kafka shows.
   *
   * @param shown which registration Kafka shows; empty when there is none
   */
  public boolean isRegistered(OptionalLong shown) {
    return shown.isPresent() && task.isPresent() && !task.get().registeredBefore().equals(shown);
  }

  /** Whether it was ever launched. */
  public boolean launched() {
    return task.isPresent();
  }
}
