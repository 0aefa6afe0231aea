package dcos.kafka.scheduler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void followsWhatHasPassedAndNotTheTimeOfDay() {
    AtomicReference<Instant> ofDay = new AtomicReference<>(NOON);
    AtomicLong nanos = new AtomicLong(-5);
    SteadyClock clock = SteadyClock.of(ofDay::get, nanos::get);

    ofDay.set(NOON.minus(Duration.ofHours(1)));
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());

    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(30));
  }
}
