package dcos.kafka.scheduler.config;

import java.time.Duration;

/**
 * How a broker that runs but does not work is found.
 *
 * @param enabled whether brokers are checked at all
 * @param delay how long after its start a broker is first checked, at least 0 s
 * @param interval time between two checks, at least 1 s
 * @param timeout how long a check may take before it counts as failed, at least 1 s
 * @param grace how long after the delay failed checks do not count yet, at least 0 s
 * @param maxFailures after how many failed checks in a row the broker is stopped, at least 1
 */
public record HealthCheckConfiguration(
    boolean enabled,
    Duration delay,
    Duration interval,
    Duration timeout,
    Duration grace,
    int maxFailures) {

  /** The documented check. */
  public static HealthCheckConfiguration defaults() {
    return new HealthCheckConfiguration(
        true,
        Duration.ofSeconds(15),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        Duration.ofSeconds(10),
        3);
  }

  /** No check; its details are the documented ones. */
  public static HealthCheckConfiguration disabled() {
    HealthCheckConfiguration usual = defaults();
    return new HealthCheckConfiguration(
        false, usual.delay, usual.interval, usual.timeout, usual.grace, usual.maxFailures);
  }
}
