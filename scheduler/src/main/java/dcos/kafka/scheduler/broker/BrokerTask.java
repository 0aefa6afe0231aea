package dcos.kafka.scheduler.broker;

import java.time.Instant;
import java.util.Optional;

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
    Optional<Stop> stop) {

  /**
   * Why a task is being stopped.
   *
   * @param reason a sentence for people, recorded for ever with the event
   * @param since when it was decided
   */
  public record Stop(String reason, Instant since) {}

  /** The same, after what Mesos reported. */
  public BrokerTask reported(
      TaskPhase next, String stateName, String text, boolean isHealthy, Instant now) {
    return new BrokerTask(
        id,
        agentId,
        hostname,
        host,
        port,
        configurationId,
        launched,
        next,
        Optional.of(stateName),
        text,
        isHealthy,
        next == phase ? since : now,
        stop);
  }

  /** The same, being stopped; the first reason stays. */
  public BrokerTask stopping(String reason, Instant now) {
    if (stop.isPresent()) {
      return this;
    }
    return new BrokerTask(
        id,
        agentId,
        hostname,
        host,
        port,
        configurationId,
        launched,
        phase,
        state,
        message,
        healthy,
        since,
        Optional.of(new Stop(reason, now)));
  }

  /** Whether it serves: running, healthy, and not being stopped. */
  public boolean serves() {
    return phase == TaskPhase.RUNNING && healthy && stop.isEmpty();
  }
}
