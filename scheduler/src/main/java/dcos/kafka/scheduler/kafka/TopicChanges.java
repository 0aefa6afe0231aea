package dcos.kafka.scheduler.kafka;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.topics.TopicRequest;
import dcos.kafka.api.topics.TopicService.Deletion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicDeletionDisabledException;

/** Creates, grows and deletes topics. */
final class TopicChanges {

  /**
   * How long a new topic or partition may take to be known to the brokers before the answer is sent
   * anyway.
   */
  private static final int VISIBLE_MILLIS = 900;

  private static final int VISIBLE_PAUSE_MILLIS = 50;

  private final TopicReads reads;
  private final AdminConnection admin;
  private final Executor workers;

  TopicChanges(TopicReads reads, AdminConnection admin, Executor workers) {
    this.reads = reads;
    this.admin = admin;
    this.workers = workers;
  }

  CompletableFuture<Outcome<String>> create(TopicRequest request) {
    NewTopic topic =
        new NewTopic(request.name(), request.partitions(), request.replication())
            .configs(request.config());
    return admin
        .call(client -> client.createTopics(List.of(topic)).all())
        .thenCompose(done -> visible(request.name(), request.partitions()))
        .thenApply(done -> Outcome.done(request.name()));
  }

  CompletableFuture<Outcome<String>> grow(String topic, int partitions) {
    return admin
        .call(
            client ->
                client.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all())
        .thenCompose(done -> visible(topic, partitions))
        .thenApply(
            done ->
                Outcome.done(
                    "WARNING: If partitions are increased for a topic that has a key, the"
                        + " partition logic or ordering of the messages will be affected\n"
                        + "Adding partitions succeeded!\n"));
  }

  CompletableFuture<Outcome<Deletion>> delete(String topic) {
    return reads
        .exists(topic)
        .thenCompose(
            there ->
                there
                    ? deleteExisting(topic)
                    : CompletableFuture.completedFuture(TopicReads.unknown(topic)));
  }

  private CompletableFuture<Outcome<Deletion>> deleteExisting(String topic) {
    return admin
        .call(client -> client.deleteTopics(List.of(topic)).all())
        .handle((done, failure) -> Optional.ofNullable(failure))
        .thenCompose(
            failure -> {
              if (failure.isEmpty()) {
                return CompletableFuture.completedFuture(Outcome.done(Deletion.MARKED));
              }
              Throwable cause = KafkaErrors.unwrap(failure.get());
              if (cause instanceof TopicDeletionDisabledException) {
                return CompletableFuture.completedFuture(Outcome.done(Deletion.DISABLED));
              }
              return cause instanceof TimeoutException
                  ? marked(topic, cause)
                  : CompletableFuture.failedFuture(cause);
            });
  }

  /**
   * Kafka waits until the topic is gone, which needs all its brokers. That it is marked is all that
   * was asked for.
   */
  private CompletableFuture<Outcome<Deletion>> marked(String topic, Throwable otherwise) {
    return reads
        .isMarkedForDeletion(topic)
        .thenCompose(
            marked ->
                marked
                    ? CompletableFuture.completedFuture(Outcome.done(Deletion.MARKED))
                    : CompletableFuture.failedFuture(otherwise));
  }

  /**
   * Waits until the brokers know so many partitions of the topic with a leader each, for a while.
   */
  private CompletableFuture<Boolean> visible(String topic, int partitions) {
    return visible(topic, partitions, VISIBLE_MILLIS / VISIBLE_PAUSE_MILLIS)
        .completeOnTimeout(false, VISIBLE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private CompletableFuture<Boolean> visible(String topic, int partitions, int attempts) {
    return reads
        .leaders(topic)
        .exceptionally(notYet -> 0L)
        .thenCompose(
            leaders ->
                leaders >= partitions || attempts == 0
                    ? CompletableFuture.completedFuture(leaders >= partitions)
                    : CompletableFuture.supplyAsync(() -> true, pause())
                        .thenCompose(paused -> visible(topic, partitions, attempts - 1)));
  }

  private Executor pause() {
    return CompletableFuture.delayedExecutor(VISIBLE_PAUSE_MILLIS, TimeUnit.MILLISECONDS, workers);
  }
}
