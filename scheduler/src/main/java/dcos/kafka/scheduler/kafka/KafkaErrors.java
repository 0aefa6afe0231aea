package dcos.kafka.scheduler.kafka;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.outcome.Refusal;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.zookeeper.KeeperException;

/** Tells an operator what Kafka's, ZooKeeper's and our own failures mean. */
final class KafkaErrors {

  private final Supplier<String> waitingFor;

  /**
   * With a sentence for when no broker is there.
   *
   * @param waitingFor what the service waits for, as a sentence
   */
  KafkaErrors(Supplier<String> waitingFor) {
    this.waitingFor = waitingFor;
  }

  /** What to answer to a failure; throws it again when it is none that can be expected. */
  <T> Outcome<T> refusal(Throwable failure) {
    Throwable cause = unwrap(failure);
    if (cause instanceof AdminConnection.NoBroker) {
      return Outcome.refused(
          Refusal.UNAVAILABLE,
          "No broker is registered, so nobody can be asked. " + waitingFor.get());
    }
    if (cause instanceof RejectedExecutionException) {
      return Outcome.refused(
          Refusal.UNAVAILABLE, "Too many calls wait for Kafka already. Try again in a moment.");
    }
    if (cause instanceof KeeperException keeper) {
      return Outcome.refused(
          Refusal.UNAVAILABLE,
          "Kafka's ZooKeeper did not answer (" + keeper.code() + "). Try again when it does.");
    }
    if (cause instanceof TimeoutException
        || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
      return Outcome.refused(
          Refusal.TIMED_OUT,
          "Kafka did not answer within "
              + AdminConnection.LIMIT.toSeconds()
              + " s. What was asked may still happen: look before asking again.");
    }
    if (cause instanceof KafkaException error) {
      return kafka(error);
    }
    throw new CompletionException(cause);
  }

  private static <T> Outcome<T> kafka(KafkaException error) {
    String words = sentence(error);
    if (error instanceof UnknownTopicOrPartitionException) {
      return Outcome.refused(Refusal.UNKNOWN, words + " GET /v1/topics lists the topics.");
    }
    if (error instanceof TopicExistsException) {
      return Outcome.refused(Refusal.CONFLICT, words + " GET /v1/topics/<name> describes it.");
    }
    if (error instanceof PolicyViolationException || error instanceof AuthorizationException) {
      return Outcome.refused(Refusal.FORBIDDEN, "Kafka does not allow it: " + words);
    }
    if (error instanceof InvalidReplicationFactorException
        || error instanceof InvalidPartitionsException
        || error instanceof InvalidConfigurationException
        || error instanceof InvalidTopicException
        || error instanceof InvalidRequestException
        || error instanceof UnsupportedVersionException
        || error instanceof ConfigException) {
      return Outcome.refused(Refusal.INVALID, "Kafka refuses it: " + words);
    }
    return Outcome.refused(
        Refusal.UNAVAILABLE,
        "Kafka can't do it now (" + error.getClass().getSimpleName() + "): " + words);
  }

  private static String sentence(KafkaException error) {
    String message = error.getMessage();
    if (message == null || message.isBlank()) {
      return error.getClass().getSimpleName() + ".";
    }
    return message.endsWith(".") ? message : message + ".";
  }

  static Throwable unwrap(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
