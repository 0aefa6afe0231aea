package dcos.kafka.mesos.connection;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: doubling up to a maximum, each wait drawn from the upper
 * half of its range, so that the clients of a master that failed don't come back all at once.
 */
public final class Backoff {
  private final Duration initial;
  private final Duration max;
  private final RandomGenerator random;
  private Duration ceiling;

  /**
   * @param initial longest first wait, positive
   * @param max longest wait, at least {@code initial}
   */
  public Backoff(Duration initial, Duration max, RandomGenerator random) {
    if (initial.isNegative() || initial.isZero() || max.compareTo(initial) < 0) {
      throw new IllegalArgumentException("Not a backoff: from " + initial + " to " + max);
    }
    this.initial = initial;
    this.max = max;
    this.random = random;
    this.ceiling = initial;
  }

  /** The next wait. */
  public Duration next() {
    long half = ceiling.toNanos() / 2;
    Duration wait = Duration.ofNanos(half + (long) (half * random.nextDouble()));
    Duration doubled = ceiling.multipliedBy(2);
    ceiling = doubled.compareTo(max) > 0 ? max : doubled;
    return wait;
  }

  /** Starts over, after a success that lasted. */
  public void reset() {
    ceiling = initial;
  }
}
