package dcos.kafka.scheduler.broker;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The task that a broker was launched as, from the moment before Mesos is asked for it. Durable.
 *
 * @param id {@code broker-<n>__<uuid>}, never used again
 * @param agentId the agent that it was launched on
 * @param hostname that agent's name
 * @param host the address that clients reach the broker at
 * @param port the port that they reach it at
 * @param configurationId the configuration that it was launched with
 * @param launched when it was recorded
 * @param phase where it is in its life
 * @param state the name of the state that Mesos reported last; empty before the first report
 * @param message what was reported with it; may be empty
 * @param healthy what its health check says; true where there is none
 * @param since when it got into its phase
 * @param stop why we are stopping it, from the moment before Mesos is told
 * @param registeredBefore which registration Kafka showed of the broker when this task was
 *     launched: one of a task before it; empty when there was none
 * @param drained whether Mesos ends it because its agent is being drained
 * @param executor what it was handed to; empty in records of versions that had an executor for each
 *     task, with its id
 */
public record BrokerTask(
    String id,
    String agentId,
    String hostname,
    String host,
    int port,
    String configurationId,
    Instant launched,
    TaskPhase phase,
    Optional<String> state,
    String message,
    boolean healthy,
    Instant since,
    Optional<Stop> stop,
    OptionalLong registeredBefore,
    boolean drained,
    Optional<Executor> executor) {

  private static final String KILLED = "TASK_KILLED";

  /**
   * What runs a task.
   *
   * @param id its id
   * @param digest what else Mesos was told of it, shortened: only what is the same may be handed
   *     another task
   */
  public record Executor(String id, String digest) {}

  /**
   * Why a task is being stopped.
   *
   * @param reason a sentence for people, recorded for ever with the event
   * @param since when it was decided
   */
  public record Stop(String reason, Instant since) {}

  /** A task that Mesos is about to be asked for. */
  public static BrokerTask launching(
      String id,
      String agentId,
      String hostname,
      String host,
      int port,
      String configurationId,
      OptionalLong registeredBefore,
      Executor executor,
      Instant now) {
    return new BrokerTask(
        id,
        agentId,
        hostname,
        host,
        port,
        configurationId,
        now,
        TaskPhase.LAUNCHING,
        Optional.empty(),
        "",
        true,
        now,
        Optional.empty(),
        registeredBefore,
        false,
        Optional.of(executor));
  }

  /** A copy in the making: only these ever change. */
  private final class Copy {
    private TaskPhase toPhase = phase;
    private Optional<String> toState = state;
    private String toMessage = message;
    private boolean toHealthy = healthy;
    private Instant toSince = since;
    private Optional<Stop> toStop = stop;
    private boolean toDrained = drained;
  }

  private BrokerTask copy(Consumer<Copy> change) {
    Copy to = new Copy();
    change.accept(to);
    return new BrokerTask(
        id,
        agentId,
        hostname,
        host,
        port,
        configurationId,
        launched,
        to.toPhase,
        to.toState,
        to.toMessage,
        to.toHealthy,
        to.toSince,
        to.toStop,
        registeredBefore,
        to.toDrained,
        executor);
  }

  /** The same, after what Mesos reported. */
  public BrokerTask reported(
      TaskPhase next, String stateName, String text, boolean isHealthy, Instant now) {
    return copy(
        it -> {
          it.toPhase = next;
          it.toState = Optional.of(stateName);
          it.toMessage = text;
          it.toHealthy = isHealthy;
          it.toSince = next == phase ? since : now;
        });
  }

  /** The same, being stopped; the first reason stays. */
  public BrokerTask stopping(String reason, Instant now) {
    return stop.isPresent() ? this : copy(it -> it.toStop = Optional.of(new Stop(reason, now)));
  }

  /** The same, being ended because its agent is drained. */
  public BrokerTask draining() {
    return copy(it -> it.toDrained = true);
  }

  /** The id of what it was handed to. */
  public String executorId() {
    return executor.map(Executor::id).orElse(id);
  }

  /**
   * Whether it ended because we told it to, so that its executor is there for another. One that is
   * drained had better end, since its agent isn't drained before (Mesos' Slave::updateDrainStatus).
   */
  public boolean wasStopped() {
    return phase == TaskPhase.ENDED
        && state.equals(Optional.of(KILLED))
        && stop.isPresent()
        && !drained;
  }

  /** Whether it was handed to an executor that had another before. */
  public boolean isOnKeptExecutor() {
    return !executorId().equals(id);
  }

  /** Whether it serves: running, healthy, and not being stopped. */
  public boolean serves() {
    return phase == TaskPhase.RUNNING && healthy && stop.isEmpty();
  }
}
