package dcos.kafka.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dcos.kafka.local.LocalDcosOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that changes brokers by intention, one after another on one cluster, while a producer writes
 * and the scheduler is killed in the middle of each change, at moments drawn from a seed.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RolloutIT {
  private static final String TOPIC = "numbers";
  private static final int LATEST_KILL_MILLIS = 12_000;

  /** Of the moments at which the scheduler dies; {@code -Dsystem.seed=…} replays a failed run. */
  private static final long SEED = Long.getLong("system.seed", System.nanoTime());

  private static final Random RANDOM = new Random(SEED);

  @TempDir static Path folder;
  private static Cluster cluster;
  private static NumberedRecords records;
  private static InSyncWatch inSync;

  @BeforeAll
  static void deploy() throws Exception {
    System.out.println("RolloutIT: seed " + SEED);
    cluster = Cluster.deploy(LocalDcosOptions.in(folder.resolve("dcos")), options -> {});
    records = NumberedRecords.into(TOPIC, cluster.kafka().bootstrapServers());
    records.awaitProgress();
    inSync = new InSyncWatch(cluster.kafkaZooKeeper(), TOPIC, NumberedRecords.MIN_IN_SYNC);
  }

  @AfterAll
  static void end() throws Exception {
    if (inSync != null) {
      inSync.close();
    }
    if (records != null) {
      records.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  void serialUpdate() {
    Map<Integer, String> before = cluster.kafka().tasks();

    cluster.edit(Map.of("KAFKA_OVERRIDE_AUTO_CREATE_TOPICS_ENABLE", "false"));
    CompletableFuture<Void> killed = killSchedulerSoon();

    cluster.awaitNewTasks(before, 0, 1, 2);
    killed.join();
    cluster.awaitWell();
    assertRunTheTarget();
  }

  @Test
  @Order(2)
  void parallelCanaryThatIsInterruptedAndContinued() {
    Map<Integer, String> before = cluster.kafka().tasks();

    cluster.edit(
        Map.of(
            "DEPLOY_STRATEGY",
            "parallel-canary",
            "KAFKA_OVERRIDE_DEFAULT_REPLICATION_FACTOR",
            "2"));
    cluster.awaitSteps("WAITING", "WAITING", "PENDING");
    assertThat(cluster.kafka().tasks()).isEqualTo(before);

    steer("continue");
    killSchedulerSoon().join();
    cluster.awaitSteps("COMPLETE", "WAITING", "PENDING");
    assertThat(cluster.kafka().tasks())
        .containsEntry(1, before.get(1))
        .containsEntry(2, before.get(2));

    steer("continue");
    cluster.awaitSteps("COMPLETE", "IN_PROGRESS", "PENDING");
    steer("interrupt");
    killSchedulerSoon().join();
    cluster.awaitSteps("COMPLETE", "COMPLETE", "WAITING");
    assertThat(cluster.kafka().tasks()).containsEntry(2, before.get(2));

    steer("continue");
    killSchedulerSoon().join();
    cluster.awaitNewTasks(before, 0, 1, 2);
    cluster.awaitWell();
    assertRunTheTarget();
  }

  @Test
  @Order(3)
  void scaleUpTouchesNoOtherBroker() {
    Map<Integer, String> before = cluster.kafka().tasks();

    cluster.edit(Map.of("BROKER_COUNT", "4", "DEPLOY_STRATEGY", "serial"));
    killSchedulerSoon().join();

    cluster.awaitWell();
    assertThat(cluster.kafka().tasks()).containsAllEntriesOf(before).hasSize(4);
    assertThat(cluster.kafka().bootstrapServers().split(",")).hasSize(4);
  }

  @Test
  @Order(4)
  void restart() {
    Map<Integer, String> before = cluster.kafka().tasks();

    JsonNode stopped = cluster.kafka().command("PUT", "/v1/brokers/1");
    killSchedulerSoon().join();

    assertThat(stopped.toString()).isEqualTo("[\"" + before.get(1) + "\"]");
    cluster.awaitNewTasks(before, 1);
    cluster.awaitWell();
    before.remove(1);
    assertThat(cluster.kafka().tasks()).containsAllEntriesOf(before);
  }

  @Test
  @Order(5)
  void replace() {
    Map<Integer, String> before = cluster.kafka().tasks();
    Set<String> reserved = ledger(2);

    JsonNode stopped = cluster.kafka().command("PUT", "/v1/brokers/2?replace=true");
    killSchedulerSoon().join();

    assertThat(stopped.toString()).isEqualTo("[\"" + before.get(2) + "\"]");
    cluster.awaitNewTasks(before, 2);
    cluster.awaitWell();
    await("nothing of the old is kept")
        .atMost(Cluster.PATIENCE)
        .untilAsserted(() -> assertThat(ledger(2)).doesNotContainAnyElementsOf(reserved));
    before.remove(2);
    assertThat(cluster.kafka().tasks()).containsAllEntriesOf(before);
  }

  @Test
  @Order(6)
  void nothingWasLostOrLeaked() {
    records.awaitProgress();
    records.finish();

    assertThat(cluster.kafka().plan().path("status").asText()).isEqualTo("COMPLETE");
    // One and a change at each of the eight times that a broker went and came, at the least.
    assertThat(inSync.looks()).isGreaterThan(NumberedRecords.PARTITIONS + 2 * 8);
    assertThat(inSync.violations()).as("partitions below their minimum").isEmpty();
    records.assertNoneLost(cluster.kafka().bootstrapServers());
    cluster.awaitNothingLeaked();
  }

  /** Kills it at a moment of the seed's choice; completes when another one answers. */
  private static CompletableFuture<Void> killSchedulerSoon() {
    int delay = RANDOM.nextInt(LATEST_KILL_MILLIS);
    return CompletableFuture.runAsync(
        () -> {
          // It may just be about to be started by Marathon.
          await("there is a scheduler")
              .atMost(Cluster.PATIENCE)
              .pollInterval(Duration.ofMillis(50))
              .until(() -> !cluster.programs().schedulers().isEmpty());
          cluster.programs().schedulers().forEach(ProcessHandle::destroyForcibly);
          await("it answers")
              .atMost(Cluster.PATIENCE)
              .ignoreExceptions()
              .until(() -> cluster.kafka().get("/v1/brokers").status() == 200);
        },
        CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS));
  }

  private static void steer(String command) {
    assertThat(cluster.kafka().command("PUT", "/v1/plan?cmd=" + command).toString())
        .isEqualTo("{\"Result\":\"Received cmd: " + command + "\"}");
  }

  private static void assertRunTheTarget() {
    String target = cluster.kafka().get("/v1/configurations/targetId").json().path(0).asText();
    for (int id : cluster.kafka().tasks().keySet()) {
      assertThat(cluster.kafka().get("/v1/brokers/" + id).json().path("configurationId").asText())
          .as("configuration of broker %d", id)
          .isEqualTo(target);
    }
  }

  /** Ids of all that the service has reserved for a broker. */
  private static Set<String> ledger(int broker) {
    Set<String> ids = new TreeSet<>();
    for (JsonNode row : cluster.kafka().get("/v1/debug/reservations").json()) {
      if (row.path("broker").asInt(-1) == broker) {
        ids.add(row.path("id").asText());
      }
    }
    return ids;
  }
}
