package dcos.kafka.local.marathon;

import java.time.Duration;

/**
 * How long an app waits before it is started again: at first as long as it says, longer by its
 * factor after each run that was short, up to its maximum, and again as at first after a run of 10
 * s.
 */
final class Backoff {
  private static final Duration GOOD_RUN = Duration.ofSeconds(10);

  private Limits limits;
  private Duration next;

  /**
   * What an app wants.
   *
   * @param first pause
   * @param factor from one to the next, at least 1
   * @param longest pause
   */
  record Limits(Duration first, double factor, Duration longest) {
    /** Marathon's own, but for the longest, which is an hour there. */
    static final Limits DEFAULT = new Limits(Duration.ofSeconds(1), 1.15, Duration.ofMinutes(1));
  }

  Backoff(Limits limits) {
    this.limits = limits;
    this.next = limits.first();
  }

  /** The pause after a run of that length. */
  Duration after(Duration run) {
    if (run.compareTo(GOOD_RUN) >= 0) {
      next = limits.first();
    }
    Duration pause = next;
    long longer = (long) (pause.toMillis() * limits.factor());
    next = Duration.ofMillis(Math.min(longer, limits.longest().toMillis()));
    return pause;
  }

  /** Forgets the past, and goes by {@code others} from now on. */
  void reset(Limits others) {
    limits = others;
    next = others.first();
  }
}
