package dcos.kafka.scheduler.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class AdminConnectionTest {

  private final AdminConnection busy =
      new AdminConnection(
          task -> {
            throw new RejectedExecutionException("500 calls wait");
          });

  /** The core's thread, and the observer's, would not survive a call that throws. */
  @Test
  void tellsThroughTheAnswerThatTooManyCallsWait() {
    busy.brokersAt(Set.of("127.0.0.1:9092"));

    assertThat(busy.call(kafka -> kafka.describeCluster().clusterId()))
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void saysWhyABrokerDidNotTakeOverSettings() {
    assertThat(new BrokerSettings(busy).apply(0, Map.of("a", "1"), List.of()))
        .isCompletedWithValueMatching(
            why -> why.equals(Optional.of("too many calls wait for Kafka already.")));
  }
}
