package dcos.kafka.api.health;

import java.util.List;

/**
 * How the service is.
 *
 * @param healthy whether nothing needs attention
 * @param message one sentence for a person
 * @param reasons each thing that makes it unhealthy, as a sentence; empty when healthy
 */
public record HealthView(boolean healthy, String message, List<String> reasons) {

  /** Copies, so that a view never changes. */
  public HealthView {
    reasons = List.copyOf(reasons);
  }

  /** All is well. */
  public static HealthView well(String message) {
    return new HealthView(true, message, List.of());
  }

  /** Something needs attention; the reasons, joined, are the message. */
  public static HealthView unwell(List<String> reasons) {
    return new HealthView(false, String.join(" ", reasons), reasons);
  }
}
