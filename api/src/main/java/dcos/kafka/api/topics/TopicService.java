package dcos.kafka.api.topics;

import dcos.kafka.api.outcome.Outcome;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What the API asks of Kafka. Every call completes within five seconds (but for the producer test),
 * with a refusal where Kafka does not answer; none blocks the caller.
 */
public interface TopicService {

  /** All topics, internal ones too, in alphabetical order. */
  CompletionStage<Outcome<List<String>>> names();

  /** The partitions of a topic, ascending. */
  CompletionStage<Outcome<List<PartitionState>>> describe(String topic);

  /** Creates a topic; completes when every broker that is asked knows it. */
  CompletionStage<Outcome<String>> create(TopicRequest request);

  /** Grows a topic to so many partitions. */
  CompletionStage<Outcome<String>> partitions(String topic, int partitions);

  /** Deletes a topic, if the brokers allow that. */
  CompletionStage<Outcome<Deletion>> delete(String topic);

  /**
   * The offsets of a topic at a time.
   *
   * @param at where in each partition
   * @return by partition; a partition that has no record at or after a given time has none, so it
   *     is empty text
   */
  CompletionStage<Outcome<SortedMap<Integer, String>>> offsets(String topic, OffsetTime at);

  /**
   * Partitions with fewer in-sync replicas than replicas, a line each as Kafka's own tool writes
   * it; empty text when there are none.
   */
  CompletionStage<Outcome<String>> underReplicated();

  /**
   * Partitions whose leader is not available, a line each as Kafka's own tool writes it; empty text
   * when there are none.
   */
  CompletionStage<Outcome<String>> unavailable();

  /**
   * Runs Kafka's own producer benchmark against a topic, one at a time; a second one is refused as
   * a conflict.
   *
   * @param messages how many records to send
   * @return the tool's summary line; cancelling it stops the run
   */
  CompletableFuture<Outcome<String>> producerTest(String topic, long messages);

  /** What became of a request to delete. */
  enum Deletion {
    /** Kafka deletes it. */
    MARKED,
    /** The brokers have {@code delete.topic.enable=false}: nothing happens. */
    DISABLED
  }
}
