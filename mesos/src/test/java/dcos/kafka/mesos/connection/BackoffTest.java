package dcos.kafka.mesos.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration INITIAL = Duration.ofSeconds(1);
  private static final Duration MAX = Duration.ofSeconds(15);

  @Test
  void doublesUpToTheMaximumAndStartsOverAfterASuccess() {
    Backoff backoff = new Backoff(INITIAL, MAX, always(0));
    assertThat(waits(backoff, 6)).containsExactly(500L, 1_000L, 2_000L, 4_000L, 7_500L, 7_500L);
    backoff.reset();
    assertThat(waits(backoff, 2)).containsExactly(500L, 1_000L);
  }

  @Test
  void neverExceedsTheMaximum() {
    Backoff backoff = new Backoff(INITIAL, MAX, always(Math.nextDown(1.0)));
    assertThat(waits(backoff, 50)).allMatch(it -> it <= 15_000).last().isEqualTo(14_999L);
  }

  @Test
  void twoClientsDoNotComeBackTogether() {
    assertThat(waits(new Backoff(INITIAL, MAX, new Random(1)), 5))
        .isNotEqualTo(waits(new Backoff(INITIAL, MAX, new Random(2)), 5));
  }

  @Test
  void refusesWhatWouldNotBackOff() {
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, MAX, new Random()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(MAX, INITIAL, new Random()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Long> waits(Backoff backoff, int count) {
    return IntStream.range(0, count).mapToObj(i -> backoff.next().toMillis()).toList();
  }

  private static RandomGenerator always(double value) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new AssertionError("only doubles are drawn");
      }

      @Override
      public double nextDouble() {
        return value;
      }
    };
  }
}
