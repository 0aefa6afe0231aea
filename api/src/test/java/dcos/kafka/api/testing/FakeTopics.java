package dcos.kafka.api.testing;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.topics.OffsetTime;
import dcos.kafka.api.topics.PartitionState;
import dcos.kafka.api.topics.TopicRequest;
import dcos.kafka.api.topics.TopicService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers as a Kafka with {@code topic0} and {@code topic1} does; remembers what it was asked. */
public final class FakeTopics implements TopicService {

  /** What was asked, as {@code partitions topic1 2}. */
  public final List<String> asked = new ArrayList<>();

  /** The last topic that was to be created. */
  public final List<TopicRequest> created = new ArrayList<>();

  /** What became of a request to delete. */
  public Deletion deletion = Deletion.MARKED;

  /** What every call about a topic is answered, instead of the usual answer. */
  public Optional<Outcome.Refused<?>> refusal = Optional.empty();

  /** Lines for the calls about replicas. */
  public String lines = "";

  /** The producer test's future. */
  public CompletableFuture<Outcome<String>> test = new CompletableFuture<>();

  @SuppressWarnings("unchecked")
  private <T> CompletionStage<Outcome<T>> answer(T value, String question) {
    asked.add(question);
    return CompletableFuture.completedFuture(
        refusal.map(refused -> (Outcome<T>) refused).orElseGet(() -> Outcome.done(value)));
  }

  @Override
  public CompletionStage<Outcome<List<String>>> names() {
    return answer(List.of("topic0", "topic1"), "names");
  }

  @Override
  public CompletionStage<Outcome<List<PartitionState>>> describe(String topic) {
    return answer(
        List.of(
            new PartitionState(0, 1, List.of(0, 1, 2), 0, 0, 1),
            new PartitionState(1, 1, List.of(1, 2, 0), 1, 0, 1)),
        "describe " + topic);
  }

  @Override
  public CompletionStage<Outcome<String>> create(TopicRequest request) {
    created.add(request);
    return answer(request.name(), "create " + request.name());
  }

  @Override
  public CompletionStage<Outcome<String>> partitions(String topic, int partitions) {
    return answer(
        "WARNING: If partitions are increased for a topic that has a key, the partition logic or ordering of the messages will be affected\nAdding partitions succeeded!\n",
        "partitions " + topic + " " + partitions);
  }

  @Override
  public CompletionStage<Outcome<Deletion>> delete(String topic) {
    return answer(deletion, "delete " + topic);
  }

  @Override
  public CompletionStage<Outcome<SortedMap<Integer, String>>> offsets(String topic, OffsetTime at) {
    return answer(
        new TreeMap<>(Map.of(0, "333", 1, "333", 2, "334")), "offsets " + topic + " " + at);
  }

  @Override
  public CompletionStage<Outcome<String>> underReplicated() {
    return answer(lines, "underReplicated");
  }

  @Override
  public CompletionStage<Outcome<String>> unavailable() {
    return answer(lines, "unavailable");
  }

  @Override
  public CompletableFuture<Outcome<String>> producerTest(String topic, long messages) {
    asked.add("producerTest " + topic + " " + messages);
    return test;
  }

  void reset() {
    asked.clear();
    created.clear();
    deletion = Deletion.MARKED;
    refusal = Optional.empty();
    lines = "";
    test.cancel(true);
    test = new CompletableFuture<>();
  }
}
