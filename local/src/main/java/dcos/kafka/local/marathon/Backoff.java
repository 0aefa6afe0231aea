package dcos.kafka.local.marathon;

import java.time.Duration;

/**
 * How long an app waits before it is started again: 1 s at first, 1.15 times as long after each run
 * that was short (Marathon's own numbers), up to a minute, and 1 s again after a run of 10 s.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final double FACTOR = 1.15;
  private static final Duration GOOD_RUN = Duration.ofSeconds(10);

  private Duration next = FIRST;

  /** The pause after a run of that length. */
  Duration after(Duration run) {
    if (run.compareTo(GOOD_RUN) >= 0) {
      next = FIRST;
    }
    Duration pause = next;
    long longer = (long) (pause.toMillis() * FACTOR);
    next = Duration.ofMillis(Math.min(longer, LONGEST.toMillis()));
    return pause;
  }

  /** Forgets the past. */
  void reset() {
    next = FIRST;
  }
}
