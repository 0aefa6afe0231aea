package dcos.kafka.scheduler.ledger;

import java.time.Instant;

/**
 * A reserved resource that carries this service's label but is in no row: left by an earlier
 * installation of the name, or by a store that was lost. Durable, so that its grace time survives
 * restarts.
 *
 * <p>Without a volume it is unreserved when its grace time is over. A volume may hold somebody's
 * data, so it is only reported until an operator says otherwise.
 *
 * @param resourceId its {@code resource_id} label
 * @param agentId the agent that offered it
 * @param hostname that agent's name
 * @param description what it is, for people: {@code "disk 5000.0 MB, volume 1f3c…"}
 * @param volume whether there is a persistent volume on it
 * @param firstSeen when an offer showed it first
 */
public record Stray(
    String resourceId,
    String agentId,
    String hostname,
    String description,
    boolean volume,
    Instant firstSeen) {}
