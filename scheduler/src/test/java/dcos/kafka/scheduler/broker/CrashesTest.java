package dcos.kafka.scheduler.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrashesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Crashes after(int crashes) {
    Crashes it = Crashes.NONE;
    for (int i = 0; i < crashes; i++) {
      it = it.another(NOW, Optional.empty(), "crash " + (i + 1));
    }
    return it;
  }

  @Test
  void letsABrokerStartAtOnceThatNeverCrashedOrOnlyOnce() {
    assertThat(after(0).notBefore()).isEmpty();
    assertThat(after(1).notBefore()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"2,10", "3,20", "4,40", "5,80", "6,160", "7,320", "8,600", "9,600", "1000,600"})
  void doublesTheWaitUpToTenMinutes(int crashes, long seconds) {
    assertThat(after(crashes).notBefore()).contains(NOW.plusSeconds(seconds));
  }

  @Test
  void forgivesABrokerThatServedForTenMinutes() {
    Instant served = NOW.minus(Duration.ofMinutes(10));

    assertThat(after(7).another(NOW, Optional.of(served), "again").inARow()).isEqualTo(1);
  }

  @Test
  void doesNotForgiveABrokerThatServedForLess() {
    Instant served = NOW.minus(Duration.ofMinutes(10)).plusMillis(1);

    assertThat(after(7).another(NOW, Optional.of(served), "again").inARow()).isEqualTo(8);
  }

  @Test
  void remembersTheLastReason() {
    assertThat(after(3).reason()).isEqualTo("crash 3");
    assertThat(after(3).last()).contains(NOW);
  }
}
