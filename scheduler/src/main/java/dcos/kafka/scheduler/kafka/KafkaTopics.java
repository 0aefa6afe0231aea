package dcos.kafka.scheduler.kafka;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.outcome.Refusal;
import dcos.kafka.api.topics.OffsetTime;
import dcos.kafka.api.topics.PartitionState;
import dcos.kafka.api.topics.TopicRequest;
import dcos.kafka.api.topics.TopicService;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What the REST API asks of Kafka: every failure that can be expected becomes a refusal with a
 * sentence.
 */
final class KafkaTopics implements TopicService {

  private final TopicReads reads;
  private final TopicChanges changes;
  private final ProducerTests tests;
  private final ZookeeperObserver observer;
  private final AdminConnection admin;
  private final KafkaErrors errors;

  KafkaTopics(
      TopicReads reads,
      TopicChanges changes,
      ProducerTests tests,
      ZookeeperObserver observer,
      AdminConnection admin,
      KafkaErrors errors) {
    this.reads = reads;
    this.changes = changes;
    this.tests = tests;
    this.observer = observer;
    this.admin = admin;
    this.errors = errors;
  }

  @Override
  public CompletionStage<Outcome<List<String>>> names() {
    return withBroker(reads::names);
  }

  @Override
  public CompletionStage<Outcome<List<PartitionState>>> describe(String topic) {
    return withBroker(() -> reads.describe(topic));
  }

  @Override
  public CompletionStage<Outcome<String>> create(TopicRequest request) {
    return withBroker(() -> changes.create(request));
  }

  @Override
  public CompletionStage<Outcome<String>> partitions(String topic, int partitions) {
    return withBroker(() -> changes.grow(topic, partitions));
  }

  @Override
  public CompletionStage<Outcome<Deletion>> delete(String topic) {
    return withBroker(() -> changes.delete(topic));
  }

  @Override
  public CompletionStage<Outcome<SortedMap<Integer, String>>> offsets(String topic, OffsetTime at) {
    return withBroker(() -> reads.offsets(topic, at));
  }

  @Override
  public CompletionStage<Outcome<String>> underReplicated() {
    return lines(PartitionReplicas::isUnderReplicated);
  }

  @Override
  public CompletionStage<Outcome<String>> unavailable() {
    return lines(partition -> !observer.current().brokers().containsKey(partition.leader()));
  }

  private CompletionStage<Outcome<String>> lines(Predicate<PartitionReplicas> those) {
    return CompletableFuture.completedFuture(
        observer
            .partitions()
            .map(
                all -> {
                  StringBuilder lines = new StringBuilder();
                  all.stream().filter(those).forEach(one -> lines.append(one.line()));
                  return Outcome.done(lines.toString());
                })
            .orElseGet(
                () ->
                    Outcome.refused(
                        Refusal.UNAVAILABLE,
                        "Kafka's ZooKeeper does not answer, so the state of the partitions isn't"
                            + " known. Try again when it does.")));
  }

  @Override
  public CompletableFuture<Outcome<String>> producerTest(String topic, long messages) {
    SortedSet<String> brokers = admin.addresses();
    CompletableFuture<Boolean> exists =
        brokers.isEmpty()
            ? CompletableFuture.failedFuture(new AdminConnection.NoBroker())
            : reads.exists(topic);
    CompletableFuture<Outcome<String>> run = new CompletableFuture<>();
    exists.whenComplete(
        (there, failure) -> {
          if (failure != null) {
            run.completeAsync(() -> errors.refusal(failure));
          } else if (!there) {
            run.complete(TopicReads.unknown(topic));
          } else if (!run.isDone()) {
            tie(run, tests.start(topic, messages, String.join(",", brokers)));
          }
        });
    return run;
  }

  /** The one ends with the other, and stops it when it is cancelled. */
  private static void tie(
      CompletableFuture<Outcome<String>> outer, CompletableFuture<Outcome<String>> inner) {
    inner.thenAccept(outer::complete);
    outer.whenComplete((outcome, failure) -> inner.cancel(true));
  }

  private <T> CompletionStage<Outcome<T>> withBroker(Supplier<CompletableFuture<Outcome<T>>> call) {
    CompletableFuture<Outcome<T>> answer =
        admin.addresses().isEmpty()
            ? CompletableFuture.failedFuture(new AdminConnection.NoBroker())
            : call.get();
    return answer.exceptionally(errors::refusal);
  }
}
