package dcos.kafka.scheduler.kafka;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.outcome.Refusal;
import dcos.kafka.api.topics.OffsetTime;
import dcos.kafka.api.topics.PartitionState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.zookeeper.KeeperException;

/**
 * Reads about topics. What Kafka keeps in ZooKeeper is read there, since brokers repeat it only
 * seconds later: mostly it is at hand, because the observer watches all of it. Offsets are known to
 * brokers alone.
 */
final class TopicReads {

  /** Between two questions about a topic that a broker doesn't know yet. */
  private static final Executor PAUSE =
      CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

  private final KafkaZookeeper zookeeper;
  private final ZookeeperObserver observer;
  private final AdminConnection admin;

  TopicReads(KafkaZookeeper zookeeper, ZookeeperObserver observer, AdminConnection admin) {
    this.zookeeper = zookeeper;
    this.observer = observer;
    this.admin = admin;
  }

  CompletableFuture<Outcome<List<String>>> names() {
    return observer
        .topics()
        .map(CompletableFuture::completedFuture)
        .orElseGet(
            () ->
                inTime(zookeeper.children(ZookeeperNodes.TOPICS))
                    .thenApply(topics -> Set.copyOf(topics.orElse(List.of()))))
        .thenApply(topics -> Outcome.done(topics.stream().sorted().toList()));
  }

  CompletableFuture<Boolean> exists(String topic) {
    return inTime(zookeeper.node(ZookeeperNodes.topic(topic))).thenApply(Optional::isPresent);
  }

  /** Whether Kafka has noted that it shall delete the topic. */
  CompletableFuture<Boolean> isMarkedForDeletion(String topic) {
    return inTime(zookeeper.node(ZookeeperNodes.deletion(topic))).thenApply(Optional::isPresent);
  }

  /** How many partitions of a topic have a leader, as brokers and {@link #describe} know it. */
  CompletableFuture<Long> leaders(String topic) {
    return description(topic)
        .thenApply(
            described ->
                Math.min(
                    described.partitions().stream().filter(TopicReads::hasLeader).count(),
                    observer.describe(topic).orElse(List.of()).stream()
                        .filter(state -> state.leader() != PartitionReplicas.NO_LEADER)
                        .count()));
  }

  private static boolean hasLeader(TopicPartitionInfo partition) {
    return partition.leader() != null && !partition.leader().isEmpty();
  }

  CompletableFuture<Outcome<List<PartitionState>>> describe(String topic) {
    return observer
        .describe(topic)
        .map(states -> CompletableFuture.completedFuture(Outcome.done(states)))
        .orElseGet(() -> read(topic));
  }

  /** What isn't watched yet, or isn't there. */
  private CompletableFuture<Outcome<List<PartitionState>>> read(String topic) {
    return inTime(
        zookeeper
            .node(ZookeeperNodes.topic(topic))
            .thenCompose(
                node ->
                    node.isPresent()
                        ? states(topic, ZookeeperNodes.assignment(node.get()))
                        : CompletableFuture.completedFuture(unknown(topic))));
  }

  private CompletableFuture<Outcome<List<PartitionState>>> states(
      String topic, SortedMap<Integer, List<Integer>> assignment) {
    List<CompletableFuture<PartitionState>> reads = new ArrayList<>();
    for (int partition : assignment.keySet()) {
      reads.add(
          zookeeper
              .node(ZookeeperNodes.state(new PartitionId(topic, partition)))
              .thenApply(
                  node ->
                      node.map(found -> ZookeeperNodes.state(partition, found))
                          .orElseGet(() -> ZookeeperNodes.noState(partition))));
    }
    return all(reads).thenApply(Outcome::done);
  }

  CompletableFuture<Outcome<SortedMap<Integer, String>>> offsets(String topic, OffsetTime at) {
    return offsets(topic, at, System.nanoTime() + AdminConnection.LIMIT.toNanos());
  }

  /**
   * Brokers learn of a new topic one after another. One that doesn't know a topic that ZooKeeper
   * has is asked again, until {@code deadline}, in {@link System#nanoTime()}'s time.
   */
  private CompletableFuture<Outcome<SortedMap<Integer, String>>> offsets(
      String topic, OffsetTime at, long deadline) {
    return exists(topic)
        .thenCompose(
            there ->
                there
                    ? description(topic).thenCompose(described -> offsets(described, at))
                    : CompletableFuture.completedFuture(unknown(topic)))
        .exceptionallyCompose(
            failure ->
                KafkaErrors.unwrap(failure) instanceof UnknownTopicOrPartitionException
                        && System.nanoTime() < deadline
                    ? CompletableFuture.supplyAsync(() -> topic, PAUSE)
                        .thenCompose(again -> offsets(again, at, deadline))
                    : CompletableFuture.failedFuture(failure));
  }

  private CompletableFuture<TopicDescription> description(String topic) {
    return admin.call(client -> client.describeTopics(List.of(topic)).topicNameValues().get(topic));
  }

  private CompletableFuture<Outcome<SortedMap<Integer, String>>> offsets(
      TopicDescription topic, OffsetTime at) {
    SortedMap<Integer, String> offsets = new TreeMap<>();
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (TopicPartitionInfo partition : topic.partitions()) {
      offsets.put(partition.partition(), "");
      if (hasLeader(partition)) {
        asked.put(new TopicPartition(topic.name(), partition.partition()), spec(at));
      }
    }
    if (asked.isEmpty()) {
      return CompletableFuture.completedFuture(Outcome.done(offsets));
    }
    return admin
        .call(client -> client.listOffsets(asked).all())
        .thenApply(
            found -> {
              found.forEach(
                  (partition, result) -> {
                    if (result.offset() >= 0) {
                      offsets.put(partition.partition(), String.valueOf(result.offset()));
                    }
                  });
              return Outcome.done(offsets);
            });
  }

  private static OffsetSpec spec(OffsetTime at) {
    if (at instanceof OffsetTime.At time) {
      return OffsetSpec.forTimestamp(time.epochMillis());
    }
    return at instanceof OffsetTime.First ? OffsetSpec.earliest() : OffsetSpec.latest();
  }

  static <T> Outcome<T> unknown(String topic) {
    return Outcome.refused(
        Refusal.UNKNOWN,
        "There is no topic \"" + topic + "\". GET /v1/topics lists those there are.");
  }

  private static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
        .thenApply(ignored -> futures.stream().map(CompletableFuture::join).toList());
  }

  /** A reading that takes too long isn't Kafka's doing, and nothing can come of it later. */
  private static <T> CompletableFuture<T> inTime(CompletableFuture<T> read) {
    return read.orTimeout(AdminConnection.LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    KafkaErrors.unwrap(failure) instanceof TimeoutException
                        ? new KeeperException.OperationTimeoutException()
                        : failure));
  }
}
