package dcos.kafka.scheduler.engine;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * The time of day when the process began, and from then on as much later as has passed since.
 * Timers are set by it, and the clock of a machine may jump (an hour back, and a kill would be
 * repeated an hour late); this one doesn't.
 */
public final class SteadyClock extends Clock {

  private final Instant began;
  private final LongSupplier nanos;
  private final long beganAt;

  private SteadyClock(InstantSource ofDay, LongSupplier nanos) {
    this.nanos = nanos;
    this.began = ofDay.instant();
    this.beganAt = nanos.getAsLong();
  }

  /** A clock that begins now. */
  public static SteadyClock system() {
    return new SteadyClock(InstantSource.system(), System::nanoTime);
  }

  /**
   * A clock that begins now.
   *
   * @param ofDay tells the time of day
   * @param nanos tells how many nanoseconds have passed since some moment
   */
  static SteadyClock of(InstantSource ofDay, LongSupplier nanos) {
    return new SteadyClock(ofDay, nanos);
  }

  @Override
  public Instant instant() {
    return began.plusNanos(nanos.getAsLong() - beganAt);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** Instants have no zone, so it makes no difference to them. */
  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
