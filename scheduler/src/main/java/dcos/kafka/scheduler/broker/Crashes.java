package dcos.kafka.scheduler.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How often a broker ended unasked in a row, and how long the next start waits for it: not at all
 * after the first time, then 10 s, doubling up to 10 min. A broker that ran for 10 min is forgiven.
 * Durable.
 *
 * @param inARow how often, 0 or more
 * @param last when it ended last; empty when it never did
 * @param reason what was reported then; empty text when it never did
 */
public record Crashes(int inARow, Optional<Instant> last, String reason) {

  /** None so far. */
  public static final Crashes NONE = new Crashes(0, Optional.empty(), "");

  private static final Duration FIRST_DELAY = Duration.ofSeconds(10);
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(10);

  /** Who has served for so long is no longer one that fails again and again. */
  static final Duration FORGIVEN_AFTER = Duration.ofMinutes(10);

  /**
   * One more.
   *
   * @param served since when the broker had been running; empty when it never got that far
   */
  public Crashes another(Instant now, Optional<Instant> served, String why) {
    boolean forgiven = served.filter(since -> isForgiven(since, now)).isPresent();
    return new Crashes(forgiven ? 1 : inARow + 1, Optional.of(now), why);
  }

  /** Whether a broker that has been serving since then starts with a clean record. */
  static boolean isForgiven(Instant served, Instant now) {
    return !now.isBefore(served.plus(FORGIVEN_AFTER));
  }

  /** When the broker may be started again; empty when at once. */
  public Optional<Instant> notBefore() {
    if (inARow < 2) {
      return Optional.empty();
    }
    long factor = 1L << Math.min(inARow - 2, 16);
    Duration delay = FIRST_DELAY.multipliedBy(factor);
    return last.map(at -> at.plus(delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY));
  }
}
