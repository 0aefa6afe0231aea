package dcos.kafka.scheduler.placement;

import java.util.Map;
import java.util.Optional;

/**
 * Where a broker is, or might be: an agent as far as placement looks at it.
 *
 * @param hostname the agent's host name, as offers have it
 * @param attributes the agent's attributes; other than text they are formatted as Mesos does:
 *     {@code [100-200]} for ranges, <code>{a,b}</code> for sets
 * @param region the region of its fault domain, where it has one
 * @param zone the zone of its fault domain, where it has one
 */
public record Place(
    String hostname,
    Map<String, String> attributes,
    Optional<String> region,
    Optional<String> zone) {

  /** Keeps a copy of the attributes that nobody can change. */
  public Place {
    attributes = Map.copyOf(attributes);
  }

  /** An agent without a fault domain. */
  public static Place of(String hostname, Map<String, String> attributes) {
    return new Place(hostname, attributes, Optional.empty(), Optional.empty());
  }
}
