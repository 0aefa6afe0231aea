package dcos.kafka.scheduler.config;

import java.time.Duration;

/**
 * When a broker that failed for good is replaced, with a new volume and without its data, though
 * nobody asked for it.
 *
 * @param replacementEnabled whether that ever happens
 * @param gracePeriod how long a broker has to be down before it may be replaced, at least 0 s
 * @param replaceDelay how much time passes at least between two replacements, at least 0 s
 * @param replaceLastInSync whether that happens even to a broker that has the only in-sync copy of
 *     something, which is lost then
 */
public record RecoveryConfiguration(
    boolean replacementEnabled,
    Duration gracePeriod,
    Duration replaceDelay,
    boolean replaceLastInSync) {

  /** No replacement unasked. */
  public static RecoveryConfiguration defaults() {
    return new RecoveryConfiguration(
        false, Duration.ofSeconds(1200), Duration.ofSeconds(600), false);
  }
}
