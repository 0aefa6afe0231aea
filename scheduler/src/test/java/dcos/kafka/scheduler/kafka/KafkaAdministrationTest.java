package dcos.kafka.scheduler.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.outcome.Refusal;
import dcos.kafka.api.topics.OffsetTime;
import dcos.kafka.api.topics.PartitionState;
import dcos.kafka.api.topics.TopicRequest;
import dcos.kafka.api.topics.TopicService;
import dcos.kafka.scheduler.kafka.observation.ClusterObservation;
import dcos.kafka.scheduler.kafka.observation.Partitions;
import dcos.kafka.scheduler.kafka.observation.Registration;
import dcos.kafka.scheduler.kafka.observation.Replication;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Against two real brokers, which the whole class shares; what harms them comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KafkaAdministrationTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;

  private static final Queue<ClusterObservation> seen = new ConcurrentLinkedQueue<>();
  private static RealKafka kafka;
  private static KafkaAdministration administration;
  private static TopicService topics;

  @BeforeAll
  static void watchAndStart() throws Exception {
    kafka = new RealKafka(folder);
    administration =
        new KafkaAdministration(kafka.zookeeper(), () -> "Broker-0 waits for an offer.");
    administration.observer().start(seen::add);
    topics = administration.topics();
    await().atMost(PATIENCE).until(() -> administration.observer().current().connected());
    assertThat(refused(topics.names()).reason()).isEqualTo(Refusal.UNAVAILABLE);
    assertThat(refused(topics.names()).message()).contains("Broker-0 waits for an offer.");
    kafka.start(0, Map.of("min.insync.replicas", "2"));
    kafka.start(1, Map.of("min.insync.replicas", "2"));
    observe(now -> now.brokers().size() == 2 && now.controller().isPresent());
  }

  @AfterAll
  static void stop() throws IOException {
    administration.close();
    kafka.close();
  }

  @Test
  @Order(1)
  void seesBrokersAsTheyRegister() {
    ClusterObservation now = administration.observer().current();

    assertThat(now.brokers().keySet()).containsExactly(0, 1);
    assertThat(now.brokers().get(0).host()).isEqualTo("127.0.0.1");
    assertThat(now.brokers().get(0).port()).isPositive();
    assertThat(now.brokers().get(0).zxid()).isNotEqualTo(now.brokers().get(1).zxid());
    assertThat(seen).anyMatch(earlier -> earlier.connected() && earlier.brokers().isEmpty());
  }

  @Test
  @Order(2)
  void createsListsDescribesGrowsAndDeletesATopic() {
    assertThat(done(topics.create(request("life", 2, 2)))).isEqualTo("life");
    assertThat(done(topics.names())).contains("life");
    List<PartitionState> described = done(topics.describe("life"));
    assertThat(described).extracting(PartitionState::partition).containsExactly(0, 1);
    assertThat(described)
        .allSatisfy(
            state -> {
              assertThat(state.isr()).containsExactlyInAnyOrder(0, 1);
              assertThat(state.controllerEpoch()).isEqualTo(1);
              assertThat(state.leaderEpoch()).isZero();
              assertThat(state.version()).isEqualTo(1);
            });
    assertThat(done(topics.partitions("life", 3))).endsWith("Adding partitions succeeded!\n");
    assertThat(done(topics.describe("life"))).hasSize(3);
    assertThat(done(topics.delete("life"))).isEqualTo(TopicService.Deletion.MARKED);
    await().atMost(PATIENCE).until(() -> !done(topics.names()).contains("life"));
  }

  @Test
  @Order(2)
  void passesKafkasErrorsOnWithTheStatusThatFits() {
    done(topics.create(request("taken", 1, 1)));

    assertThat(refused(topics.create(request("taken", 1, 1))).reason()).isEqualTo(Refusal.CONFLICT);
    assertThat(refused(topics.create(request("wide", 1, 3))).reason()).isEqualTo(Refusal.INVALID);
    assertThat(refused(topics.create(request("wide", 1, 3))).message()).contains("3");
    TopicRequest odd = new TopicRequest("odd", 1, (short) 1, Map.of("retention.ms", "soon"));
    assertThat(refused(topics.create(odd)).reason()).isEqualTo(Refusal.INVALID);
    TopicRequest misspelled = new TopicRequest("odd", 1, (short) 1, Map.of("retention.msec", "1"));
    assertThat(refused(topics.create(misspelled)).reason()).isEqualTo(Refusal.INVALID);
    assertThat(refused(topics.partitions("taken", 1)).reason()).isEqualTo(Refusal.INVALID);
    assertThat(refused(topics.partitions("no-such", 2)).reason()).isEqualTo(Refusal.UNKNOWN);
    assertThat(refused(topics.describe("no-such")).reason()).isEqualTo(Refusal.UNKNOWN);
    assertThat(refused(topics.delete("no-such")).reason()).isEqualTo(Refusal.UNKNOWN);
    assertThat(refused(topics.offsets("no-such", new OffsetTime.Last())).reason())
        .isEqualTo(Refusal.UNKNOWN);
    assertThat(refused(topics.producerTest("no-such", 1)).reason()).isEqualTo(Refusal.UNKNOWN);
  }

  @Test
  @Order(2)
  void runsKafkasProducerBenchmarkOneAtATimeAndFindsItsRecords() throws IOException {
    done(topics.create(request("bench", 2, 2)));

    CompletableFuture<Outcome<String>> running = topics.producerTest("bench", 500);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                running.isDone()
                    || topics.producerTest("bench", 1).join() instanceof Outcome.Refused);

    assertThat(done(running)).startsWith("500 records sent, ").endsWith(" 99.9th.\n");
    assertThat(done(topics.offsets("bench", new OffsetTime.First())))
        .containsExactlyInAnyOrderEntriesOf(Map.of(0, "0", 1, "0"));
    assertThat(
            done(topics.offsets("bench", new OffsetTime.Last())).values().stream()
                .mapToInt(Integer::parseInt)
                .sum())
        .isGreaterThanOrEqualTo(500);
    assertThat(offsetTool("bench"))
        .isEqualTo(
            done(topics.offsets("bench", new OffsetTime.Last())).entrySet().stream()
                .map(one -> "bench:" + one.getKey() + ":" + one.getValue() + "\n")
                .collect(Collectors.joining()));
    assertThat(done(topics.offsets("bench", new OffsetTime.At(0))))
        .containsExactlyInAnyOrderEntriesOf(Map.of(0, "0", 1, "0"));
    assertThat(done(topics.offsets("bench", new OffsetTime.At(4_000_000_000_000L))))
        .containsExactlyInAnyOrderEntriesOf(Map.of(0, "", 1, ""));
  }

  @Test
  @Order(2)
  void stopsABenchmarkThatIsCancelled() {
    done(topics.create(request("cancelled", 1, 2)));

    CompletableFuture<Outcome<String>> running = topics.producerTest("cancelled", 10_000_000);
    await()
        .atMost(PATIENCE)
        .until(() -> !done(topics.offsets("cancelled", new OffsetTime.Last())).get(0).equals("0"));
    running.cancel(true);

    await()
        .atMost(PATIENCE)
        .until(() -> topics.producerTest("cancelled", 1).join() instanceof Outcome.Done);
  }

  @Test
  @Order(3)
  void knowsWhatDependsOnABrokerByTheMinimumThatApplies() {
    done(topics.create(request("helpless", 1, 2)));
    done(topics.create(request("lonely", 2, 1)));
    done(
        topics.create(new TopicRequest("spare", 1, (short) 2, Map.of("min.insync.replicas", "1"))));

    Replication.Known known =
        known(now -> now.of(1).cannotBeHelped().examples().contains("helpless-0"));

    assertThat(known.underReplicated()).isEqualTo(Partitions.NONE);
    assertThat(known.of(1).wouldBlock().examples()).doesNotContain("spare-0", "helpless-0");
    assertThat(known.of(1).cannotBeHelped().examples()).doesNotContain("spare-0");
    assertThat(known.of(1).onlyInSync().examples())
        .hasSizeGreaterThanOrEqualTo(1)
        .doesNotContain("helpless-0", "spare-0");
  }

  @Test
  @Order(9)
  void seesAtOnceWhatABrokerLeavesBehindAndSaysItAsKafkasOwnToolDoes() throws Exception {
    assertThat(done(topics.underReplicated())).isEmpty();
    assertThat(done(topics.unavailable())).isEmpty();

    kafka.kill(1);

    Replication.Known known = known(now -> !now.underReplicated().isEmpty());
    observe(now -> !now.brokers().containsKey(1));
    assertThat(known.of(1).outOfSync().count()).isPositive();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(done(topics.underReplicated()))
                    .isEqualTo(tool("--under-replicated-partitions")));
    assertThat(done(topics.unavailable()))
        .isEqualTo(tool("--unavailable-partitions"))
        .containsPattern("\tTopic: lonely\tPartition: \\d\tLeader: none\tReplicas: 1\tIsr: 1\n");
    assertThat(done(topics.underReplicated()))
        .contains("\tTopic: spare\tPartition: 0\tLeader: 0\tReplicas: ");
  }

  @Test
  @Order(10)
  void answersInTimeWhenKafkaAndZooKeeperAreAway() throws Exception {
    kafka.kill(0);
    Outcome.Refused<String> silent = refused(topics.create(request("late", 1, 1)));
    assertThat(silent.reason()).isIn(Refusal.UNAVAILABLE, Refusal.TIMED_OUT);

    kafka.zookeeperServer().stop();
    observe(now -> !now.connected());
    assertThat(refused(topics.names()).reason()).isEqualTo(Refusal.UNAVAILABLE);
    assertThat(refused(topics.names()).message())
        .as("a reading, of which nothing comes later")
        .doesNotContain("may still happen");
    assertThat(administration.observer().current().replication())
        .isInstanceOf(Replication.Unknown.class);
    assertThat(refused(topics.underReplicated()).reason()).isEqualTo(Refusal.UNAVAILABLE);

    kafka.zookeeperServer().restart();
    observe(ClusterObservation::connected);
  }

  private static TopicRequest request(String name, int partitions, int replication) {
    return new TopicRequest(name, partitions, (short) replication, Map.of());
  }

  private static <T> T done(CompletionStage<Outcome<T>> stage) {
    Outcome<T> outcome = stage.toCompletableFuture().join();
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return ((Outcome.Done<T>) outcome).value();
  }

  private static <T> Outcome.Refused<T> refused(CompletionStage<Outcome<T>> stage) {
    Outcome<T> outcome = stage.toCompletableFuture().join();
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return (Outcome.Refused<T>) outcome;
  }

  private static void observe(Predicate<ClusterObservation> wanted) {
    await().atMost(PATIENCE).until(() -> wanted.test(administration.observer().current()));
  }

  private static Replication.Known known(Predicate<Replication.Known> wanted) {
    observe(now -> now.replication() instanceof Replication.Known known && wanted.test(known));
    return (Replication.Known) administration.observer().current().replication();
  }

  /** What {@code kafka-topics.sh --describe} prints. */
  private static String tool(String option) throws IOException {
    return RealKafka.output(
        "kafka.admin.TopicCommand", "--zookeeper", kafka.zookeeper(), "--describe", option);
  }

  /** What {@code GetOffsetShell} prints for the end of a topic. */
  private static String offsetTool(String topic) throws IOException {
    Registration broker = administration.observer().current().brokers().get(0);
    return RealKafka.output(
        "kafka.tools.GetOffsetShell",
        "--topic",
        topic,
        "--broker-list",
        broker.host() + ":" + broker.port());
  }
}
