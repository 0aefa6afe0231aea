package dcos.kafka.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dcos.kafka.local.LocalDcosOptions;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
 * A deployment and a rollout in which the scheduler is killed again and again: half of the times at
 * any moment of its start, the other half soon after it has begun to answer, so that something gets
 * done as well.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KillsIT {
  private static final int KILLS = 25;
  private static final int EARLIEST_MILLIS = 100;
  private static final int LATEST_MILLIS = 3_000;

  /** Of the moments at which the scheduler dies; {@code -Dsystem.seed=…} replays a failed run. */
  private static final long SEED = Long.getLong("system.seed", System.nanoTime());

  private static final Random RANDOM = new Random(SEED);

  @TempDir static Path folder;
  private static Cluster cluster;
  private static OneBrokerEach oneEach;

  @BeforeAll
  static void start() throws Exception {
    System.out.println("KillsIT: seed " + SEED);
    cluster = Cluster.start(LocalDcosOptions.in(folder.resolve("dcos")));
    oneEach = new OneBrokerEach(cluster.programs());
  }

  @AfterAll
  static void end() throws Exception {
    if (oneEach != null) {
      oneEach.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  void deployment() {
    cluster.install(
        options -> {}, app -> app.put("backoffSeconds", 0).put("maxLaunchDelaySeconds", 0));
    killSchedulers();

    cluster.awaitWell();
    assertThat(tasksOfMesos("completed_tasks")).as("brokers that ended").isEmpty();
    assertThat(tasksOfMesos("tasks"))
        .containsExactlyInAnyOrderElementsOf(cluster.kafka().tasks().values());
    cluster.awaitNothingLeaked();
  }

  @Test
  @Order(2)
  void rollout() throws Exception {
    Map<Integer, String> before = cluster.kafka().tasks();
    try (NumberedRecords records =
            NumberedRecords.into("numbers", cluster.kafka().bootstrapServers());
        InSyncWatch inSync =
            new InSyncWatch(cluster.kafkaZooKeeper(), "numbers", NumberedRecords.MIN_IN_SYNC)) {
      records.awaitProgress();

      cluster.edit(Map.of("KAFKA_OVERRIDE_AUTO_CREATE_TOPICS_ENABLE", "false"));
      killSchedulers();

      cluster.awaitNewTasks(before, 0, 1, 2);
      cluster.awaitWell();
      assertThat(tasksOfMesos("completed_tasks"))
          .as("brokers that ended, each once")
          .containsExactlyInAnyOrderElementsOf(before.values());
      cluster.awaitNothingLeaked();
      records.awaitProgress();
      records.finish();
      assertThat(inSync.violations()).as("partitions below their minimum").isEmpty();
      records.assertNoneLost(cluster.kafka().bootstrapServers());
    }
    assertThat(oneEach.seen()).hasSize(6);
    assertThat(oneEach.violations()).as("brokers twice").isEmpty();
  }

  private static void killSchedulers() {
    for (int i = 0; i < KILLS; i++) {
      List<ProcessHandle> started = awaitSchedulers();
      if (RANDOM.nextBoolean()) {
        awaitAnswer();
      }
      int wait = RANDOM.nextInt(EARLIEST_MILLIS, LATEST_MILLIS);
      CompletableFuture.runAsync(
              () -> started.forEach(ProcessHandle::destroyForcibly),
              CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS))
          .join();
      await("it has ended")
          .atMost(Cluster.PATIENCE)
          .until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  private static List<ProcessHandle> awaitSchedulers() {
    return await("there is a scheduler")
        .atMost(Cluster.PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> cluster.programs().schedulers(), found -> !found.isEmpty());
  }

  private static void awaitAnswer() {
    await("it answers")
        .atMost(Cluster.PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(KillsIT::answers);
  }

  private static boolean answers() {
    try {
      return cluster.kafka().get("/v1/brokers").status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Ids of the framework's tasks, as the master knows them. */
  private static List<String> tasksOfMesos(String which) {
    List<String> ids = new ArrayList<>();
    JsonNode framework = cluster.router().get("/mesos/state").json().path("frameworks").path(0);
    framework.path(which).forEach(task -> ids.add(task.path("id").asText()));
    return ids;
  }
}
