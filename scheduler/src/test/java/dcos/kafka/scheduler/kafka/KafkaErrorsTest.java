package dcos.kafka.scheduler.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.outcome.Refusal;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaErrorsTest {

  private final KafkaErrors errors = new KafkaErrors(() -> "Broker-0 waits for an offer.");

  static Stream<Arguments> statuses() {
    return Stream.of(
        Arguments.of(new UnknownTopicOrPartitionException("No such topic"), Refusal.UNKNOWN),
        Arguments.of(new TopicExistsException("Topic 'a' already exists."), Refusal.CONFLICT),
        Arguments.of(new InvalidReplicationFactorException("3 > 2"), Refusal.INVALID),
        Arguments.of(new InvalidPartitionsException("fewer"), Refusal.INVALID),
        Arguments.of(new InvalidConfigurationException("soon"), Refusal.INVALID),
        Arguments.of(new InvalidTopicException("a/b"), Refusal.INVALID),
        Arguments.of(new ConfigException("bad"), Refusal.INVALID),
        Arguments.of(new PolicyViolationException("no"), Refusal.FORBIDDEN),
        Arguments.of(new ClusterAuthorizationException("no"), Refusal.FORBIDDEN),
        Arguments.of(new TimeoutException(), Refusal.TIMED_OUT),
        Arguments.of(
            new org.apache.kafka.common.errors.TimeoutException("slow"), Refusal.TIMED_OUT),
        Arguments.of(new NotControllerException("moved"), Refusal.UNAVAILABLE),
        Arguments.of(new DisconnectException(), Refusal.UNAVAILABLE),
        Arguments.of(new UnknownServerException("?"), Refusal.UNAVAILABLE),
        Arguments.of(new KafkaException("No resolvable bootstrap urls"), Refusal.UNAVAILABLE),
        Arguments.of(new KeeperException.ConnectionLossException(), Refusal.UNAVAILABLE),
        Arguments.of(new RejectedExecutionException(), Refusal.UNAVAILABLE),
        Arguments.of(new AdminConnection.NoBroker(), Refusal.UNAVAILABLE));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void everyFailureThatCanBeExpectedHasItsReasonAndASentence(Exception failure, Refusal reason) {
    Outcome.Refused<String> refused = refusal(new CompletionException(failure));

    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused.message()).isNotBlank().matches(message -> message.strip().endsWith("."));
  }

  @Test
  void saysWhatTheServiceWaitsForWhenThereIsNoBroker() {
    assertThat(refusal(new AdminConnection.NoBroker()).message())
        .contains("No broker is registered")
        .contains("Broker-0 waits for an offer.");
  }

  @Test
  void looksThroughWrappings() {
    assertThat(
            refusal(
                    new CompletionException(
                        new ExecutionException(new TopicExistsException("there"))))
                .reason())
        .isEqualTo(Refusal.CONFLICT);
  }

  @Test
  void doesNotHideADefect() {
    assertThatThrownBy(() -> errors.refusal(new NullPointerException("ours")))
        .hasCauseInstanceOf(NullPointerException.class);
  }

  private Outcome.Refused<String> refusal(Throwable failure) {
    return (Outcome.Refused<String>) errors.<String>refusal(failure);
  }
}
