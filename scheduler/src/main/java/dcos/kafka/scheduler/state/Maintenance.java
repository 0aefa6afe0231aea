package dcos.kafka.scheduler.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an operator of Mesos has planned for an agent, and what we said to it (docs/maintenance.md).
 *
 * @param offerId the inverse offer that told it last
 * @param start when the agent may become unavailable
 * @param duration for how long; empty when for ever
 * @param objection why it would hurt now; empty text when we agreed
 * @param asked when we were asked last
 */
public record Maintenance(
    String offerId, Instant start, Optional<Duration> duration, String objection, Instant asked) {

  /** Whether we agreed. */
  public boolean accepted() {
    return objection.isEmpty();
  }

  /** In a sentence. */
  public String sentence() {
    return "maintenance of its agent is planned from %s%s, %s"
        .formatted(
            start,
            duration.map(d -> " for " + d).orElse(""),
            accepted() ? "and nothing stands against it" : "and would hurt now: " + objection);
  }
}
