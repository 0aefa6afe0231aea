package dcos.kafka.api.debug;

import java.time.Instant;
import java.util.Optional;

/**
 * A row of the reservation ledger.
 *
 * @param id the label that marks the resource at Mesos
 * @param broker the broker it is for; empty when no broker claims it any more
 * @param resource what it is, {@code mem:2048} for example
 * @param state intended, confirmed, releasing
 * @param agentId the agent that holds it
 * @param hostname that agent's host
 * @param persistenceId the volume's id, when it is one
 * @param since since when it is in this state
 */
public record ReservationView(
    String id,
    Optional<Integer> broker,
    String resource,
    String state,
    String agentId,
    String hostname,
    Optional<String> persistenceId,
    Instant since) {}
