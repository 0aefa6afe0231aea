package dcos.kafka.scheduler.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A reserved resource that carries this service's label but is in no row: left by an earlier
 * installation of the name (an agent that was away while that was uninstalled), or by records that
 * were lost. Durable, so that its grace time survives restarts.
 *
 * <p>Without a volume it is unreserved when its grace time is over. A volume may hold somebody's
 * data: one of an earlier installation is destroyed when a longer grace time is over, one of the
 * present installation only when an operator says so.
 *
 * @param resourceId its {@code resource_id} label
 * @param agentId the agent that offered it
 * @param hostname that agent's name
 * @param description what it is, for people: {@code "disk 5000.0 MB, volume 1f3c…"}
 * @param volume whether there is a persistent volume on it
 * @param firstSeen when an offer showed it first
 * @param frameworkId the framework that reserved it, as its label says; empty where it doesn't
 * @param asked when an operator had it released; empty while nobody did
 */
public record Stray(
    String resourceId,
    String agentId,
    String hostname,
    String description,
    boolean volume,
    Instant firstSeen,
    Optional<String> frameworkId,
    Optional<Instant> asked) {

  /** The same, seen on an agent that may have another id than before. */
  public Stray on(String agent, String host) {
    return new Stray(resourceId, agent, host, description, volume, firstSeen, frameworkId, asked);
  }

  /** The same, to be released at once. */
  public Stray asked(Instant now) {
    return new Stray(
        resourceId,
        agentId,
        hostname,
        description,
        volume,
        firstSeen,
        frameworkId,
        Optional.of(now));
  }
}
