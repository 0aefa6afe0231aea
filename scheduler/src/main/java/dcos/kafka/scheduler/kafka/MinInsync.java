package dcos.kafka.scheduler.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * {@code min.insync.replicas} of topics, asked of a broker: only it knows what applies where a
 * topic has no setting of its own. Kept until something that could change it happens. As long as it
 * isn't answered it is asked again, with growing pauses. Not thread-safe: the observer's thread
 * owns it.
 */
final class MinInsync {

  /** As many topics as fit well into one request. */
  private static final int BATCH = 500;

  private static final int FIRST_PAUSE_MILLIS = 250;
  private static final int LAST_PAUSE_MILLIS = 10_000;

  /** Runs tasks on the observer's thread. */
  @FunctionalInterface
  interface Owner {
    /** Runs the task after so many milliseconds. */
    void later(int millis, Runnable task);
  }

  private final AdminConnection admin;
  private final Owner owner;
  private final Runnable news;
  private final Map<String, Integer> known = new HashMap<>();
  private boolean asking;
  private boolean resting;
  private int pauseMillis = FIRST_PAUSE_MILLIS;
  private String why = "";

  /** Grows whenever what is being answered may be out of date. */
  private int forgotten;

  /**
   * Knows nothing yet.
   *
   * @param news told, by the owner, when more is known, when it isn't answered, and when it may be
   *     asked again
   */
  MinInsync(AdminConnection admin, Owner owner, Runnable news) {
    this.admin = admin;
    this.owner = owner;
    this.news = news;
    forget();
  }

  /** Something changed that could change any of them, or who is asked. */
  void forget() {
    known.clear();
    forgotten++;
    beginAnew();
  }

  private void beginAnew() {
    resting = false;
    pauseMillis = FIRST_PAUSE_MILLIS;
    why = "Kafka is being asked about min.insync.replicas of its topics.";
  }

  /** What is known, by topic. */
  Map<String, Integer> known() {
    return Map.copyOf(known);
  }

  /** Which of these topics must be asked about. */
  List<String> unknown(Collection<String> topics) {
    return topics.stream().filter(topic -> !known.containsKey(topic)).sorted().toList();
  }

  /** Why it isn't known of all topics, as a sentence. */
  String why() {
    return why;
  }

  /** Only these topics exist. */
  void retain(Set<String> topics) {
    known.keySet().retainAll(topics);
  }

  /** Has these topics asked about, unless others are, or a pause isn't over; then news follow. */
  void learn(List<String> topics) {
    if (asking || resting) {
      return;
    }
    asking = true;
    int begun = forgotten;
    ask(topics)
        .whenComplete(
            (answer, failure) ->
                owner.later(
                    0,
                    () -> {
                      asking = false;
                      if (begun == forgotten) {
                        answered(topics, answer, failure);
                      }
                      news.run();
                    }));
  }

  private void answered(
      List<String> topics, @Nullable Map<String, Integer> answer, @Nullable Throwable failure) {
    if (answer != null) {
      known.putAll(answer);
      if (answer.keySet().containsAll(topics)) {
        beginAnew();
        return;
      }
    }
    why =
        "Kafka does not tell min.insync.replicas of its topics: "
            + (failure == null
                ? "the brokers do not know all of them yet."
                : KafkaErrors.unwrap(failure).toString());
    resting = true;
    owner.later(
        pauseMillis,
        () -> {
          resting = false;
          news.run();
        });
    pauseMillis = Math.min(pauseMillis * 2, LAST_PAUSE_MILLIS);
  }

  /** Asks about topics; those that are gone meanwhile are missing in the answer. */
  private CompletableFuture<Map<String, Integer>> ask(List<String> topics) {
    CompletableFuture<Map<String, Integer>> answer =
        CompletableFuture.completedFuture(new HashMap<>());
    for (int from = 0; from < topics.size(); from += BATCH) {
      List<ConfigResource> batch = new ArrayList<>();
      for (String topic : topics.subList(from, Math.min(from + BATCH, topics.size()))) {
        batch.add(new ConfigResource(ConfigResource.Type.TOPIC, topic));
      }
      answer =
          answer.thenCompose(
              sofar ->
                  admin
                      .callAll(client -> all(client.describeConfigs(batch).values()))
                      .thenApply(
                          more -> {
                            sofar.putAll(more);
                            return sofar;
                          }));
    }
    return answer;
  }

  /** Not all of these as one: a topic that is gone would fail the others. */
  private static CompletionStage<Map<String, Integer>> all(
      Map<ConfigResource, KafkaFuture<Config>> asked) {
    CompletionStage<Map<String, Integer>> answer =
        CompletableFuture.completedFuture(new HashMap<>());
    for (Map.Entry<ConfigResource, KafkaFuture<Config>> one : asked.entrySet()) {
      CompletionStage<OptionalInt> value =
          one.getValue().toCompletionStage().handle(MinInsync::value);
      answer =
          answer.thenCombine(
              value,
              (sofar, found) -> {
                found.ifPresent(minimum -> sofar.put(one.getKey().name(), minimum));
                return sofar;
              });
    }
    return answer;
  }

  private static OptionalInt value(@Nullable Config config, @Nullable Throwable failure) {
    if (config == null) {
      Throwable cause = KafkaErrors.unwrap(Objects.requireNonNull(failure));
      if (cause instanceof UnknownTopicOrPartitionException) {
        return OptionalInt.empty();
      }
      throw new CompletionException(cause);
    }
    ConfigEntry entry = config.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
    return OptionalInt.of(entry == null ? 1 : Integer.parseInt(entry.value()));
  }
}
