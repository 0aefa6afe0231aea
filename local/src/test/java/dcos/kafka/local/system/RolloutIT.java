package dcos.kafka.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that changes brokers by intention, one after another on one cluster, while a producer writes
 * and the scheduler is killed in the middle of each change, at moments drawn from a seed: 25 times
 * during the deployment, as often during the first rollout, then once or more each.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RolloutIT {
  private static final String TOPIC = "numbers";
  private static final int KILLS = 25;
  private static final String RETENTION = "log.retention.ms";
  private static final String FIVE_DAYS = Long.toString(Duration.ofDays(5).toMillis());

  /** Of the moments at which the scheduler dies; {@code -Dsystem.seed=…} replays a failed run. */
  private static final long SEED = Long.getLong("system.seed", System.nanoTime());

  @TempDir static Path folder;
  private static Cluster cluster;
  private static SchedulerKills kills;
  private static OneBrokerEach oneEach;
  private static NumberedRecords records;
  private static InSyncWatch inSync;

  @BeforeAll
  static void start() throws Exception {
    System.out.println("RolloutIT: seed " + SEED);
    cluster = Cluster.start(Cluster.options(folder.resolve("dcos")));
    kills = new SchedulerKills(cluster, SEED);
    oneEach = new OneBrokerEach(cluster.programs());
  }

  @AfterAll
  static void end() throws Exception {
    for (AutoCloseable part : new AutoCloseable[] {inSync, records, oneEach, cluster}) {
      if (part != null) {
        part.close();
      }
    }
  }

  @Test
  @Order(1)
  void deployment() throws Exception {
    cluster.install(
        options -> {}, app -> app.put("backoffSeconds", 0).put("maxLaunchDelaySeconds", 0));
    kills.again(KILLS);

    cluster.awaitWell();
    assertThat(tasksOfMesos("completed_tasks")).as("brokers that ended").isEmpty();
    assertThat(tasksOfMesos("tasks"))
        .containsExactlyInAnyOrderElementsOf(cluster.kafka().tasks().values());
    cluster.awaitNothingLeaked();
    records = NumberedRecords.into(TOPIC, cluster.kafka().bootstrapServers());
    records.awaitProgress();
    inSync = new InSyncWatch(cluster.kafkaZooKeeper(), TOPIC, NumberedRecords.MIN_IN_SYNC);
  }

  @Test
  @Order(2)
  void growthBeyondWhatTheAgentHasWaitsAndSaysSo() {
    Map<Integer, String> before = cluster.kafka().tasks();

    cluster.edit(Map.of("BROKER_MEM", "9000"));

    cluster.awaitStepThatTells(
        "waits until its agent has room",
        "runs on meanwhile",
        "needs 8400 of mem, and the offer has ");
    records.awaitProgress();
    assertThat(cluster.kafka().tasks()).isEqualTo(before);
  }

  @Test
  @Order(3)
  void serialUpdateOfBrokersThatGrow() {
    Map<Integer, String> before = cluster.kafka().tasks();
    Map<Integer, String> hosts = hosts();

    cluster.edit(Map.of("BROKER_MEM", "640", "KAFKA_OVERRIDE_AUTO_CREATE_TOPICS_ENABLE", "false"));
    kills.again(KILLS);

    cluster.awaitNewTasks(before, 0, 1, 2);
    cluster.awaitWell();
    assertThat(tasksOfMesos("completed_tasks"))
        .as("brokers that ended, each once")
        .containsExactlyInAnyOrderElementsOf(before.values());
    assertThat(hosts()).isEqualTo(hosts);
    assertRunTheTarget();
    cluster.awaitNothingLeaked();
  }

  @Test
  @Order(4)
  void parallelCanaryThatIsInterruptedAndContinued() throws Exception {
    Map<Integer, String> before = cluster.kafka().tasks();
    DatagramSocket statsd = new DatagramSocket(0, InetAddress.getLoopbackAddress());

    cluster.edit(
        Map.of(
            "DEPLOY_STRATEGY",
            "parallel-canary",
            "BROKER_STATSD_HOST",
            statsd.getLocalAddress().getHostAddress(),
            "BROKER_STATSD_PORT",
            Integer.toString(statsd.getLocalPort())));
    cluster.awaitSteps("WAITING", "WAITING", "PENDING");
    assertThat(cluster.kafka().tasks()).isEqualTo(before);

    steer("continue");
    kills.soon().join();
    cluster.awaitSteps("COMPLETE", "WAITING", "PENDING");
    assertThat(cluster.kafka().tasks())
        .containsEntry(1, before.get(1))
        .containsEntry(2, before.get(2));

    steer("continue");
    cluster.awaitSteps("COMPLETE", "IN_PROGRESS", "PENDING");
    steer("interrupt");
    kills.soon().join();
    cluster.awaitSteps("COMPLETE", "COMPLETE", "WAITING");
    assertThat(cluster.kafka().tasks()).containsEntry(2, before.get(2));

    steer("continue");
    kills.soon().join();
    cluster.awaitNewTasks(before, 0, 1, 2);
    cluster.awaitWell();
    assertRunTheTarget();
    try (statsd) {
      awaitMetrics(statsd, 0, 1, 2);
    }
  }

  @Test
  @Order(5)
  void settingThatKafkaTakesOverWhileItRuns() throws Exception {
    Map<Integer, String> before = cluster.kafka().tasks();

    cluster.edit(Map.of("DEPLOY_STRATEGY", "serial", "KAFKA_OVERRIDE_LOG_RETENTION_MS", FIVE_DAYS));
    kills.soon().join();

    cluster.awaitWell();
    assertThat(cluster.kafka().tasks()).isEqualTo(before);
    assertRunTheTarget();
    for (int id : before.keySet()) {
      assertThat(kafkaSetting(id, RETENTION)).isEqualTo(FIVE_DAYS);
    }
  }

  @Test
  @Order(6)
  void scaleUpTouchesNoOtherBroker() {
    Map<Integer, String> before = cluster.kafka().tasks();

    cluster.edit(Map.of("BROKER_COUNT", "4"));
    kills.soon().join();

    cluster.awaitWell();
    assertThat(cluster.kafka().tasks()).containsAllEntriesOf(before).hasSize(4);
    assertThat(cluster.kafka().bootstrapServers().split(",")).hasSize(4);
  }

  @Test
  @Order(7)
  void restart() throws Exception {
    Map<Integer, String> before = cluster.kafka().tasks();

    JsonNode stopped = cluster.kafka().command("PUT", "/v1/brokers/1");
    kills.soon().join();

    assertThat(stopped.toString()).isEqualTo("[\"" + before.get(1) + "\"]");
    cluster.awaitNewTasks(before, 1);
    cluster.awaitWell();
    assertThat(kafkaSetting(1, RETENTION)).isEqualTo(FIVE_DAYS);
    before.remove(1);
    assertThat(cluster.kafka().tasks()).containsAllEntriesOf(before);
  }

  @Test
  @Order(8)
  void replace() {
    Map<Integer, String> before = cluster.kafka().tasks();
    Set<String> reserved = cluster.kafka().ledger(2);

    JsonNode stopped = cluster.kafka().command("PUT", "/v1/brokers/2?replace=true");
    kills.soon().join();

    assertThat(stopped.toString()).isEqualTo("[\"" + before.get(2) + "\"]");
    cluster.awaitNewTasks(before, 2);
    cluster.awaitWell();
    await("nothing of the old is kept")
        .atMost(Cluster.PATIENCE)
        .untilAsserted(
            () -> assertThat(cluster.kafka().ledger(2)).doesNotContainAnyElementsOf(reserved));
    before.remove(2);
    assertThat(cluster.kafka().tasks()).containsAllEntriesOf(before);
  }

  @Test
  @Order(9)
  void nothingWasLostOrLeaked() {
    records.awaitProgress();
    records.finish();

    assertThat(cluster.kafka().plan().path("status").asText()).isEqualTo("COMPLETE");
    // One and a change at each of the eight times that a broker went and came, at the least.
    assertThat(inSync.looks()).isGreaterThan(NumberedRecords.PARTITIONS + 2 * 8);
    assertThat(inSync.violations()).as("partitions below their minimum").isEmpty();
    assertThat(oneEach.violations()).as("brokers twice").isEmpty();
    records.assertNoneLost(cluster.kafka().bootstrapServers());
    cluster.awaitNothingLeaked();
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

  private static Map<Integer, String> hosts() {
    Map<Integer, String> hosts = new TreeMap<>();
    for (int id : cluster.kafka().tasks().keySet()) {
      hosts.put(id, cluster.kafka().broker(id).path("host").asText());
    }
    return hosts;
  }

  /** What a broker itself says that it goes by. */
  private static String kafkaSetting(int broker, String name) throws Exception {
    ConfigResource resource =
        new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(broker));
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", cluster.kafka().bootstrapServers()))) {
      return admin
          .describeConfigs(List.of(resource))
          .all()
          .get(1, TimeUnit.MINUTES)
          .get(resource)
          .get(name)
          .value();
    }
  }

  /** Waits until each of them has told how many partitions it has. */
  private static void awaitMetrics(DatagramSocket statsd, Integer... brokers) throws IOException {
    Set<Integer> silent = new TreeSet<>(List.of(brokers));
    statsd.setSoTimeout((int) Cluster.PATIENCE.toMillis());
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    while (!silent.isEmpty()) {
      packet.setLength(65_536);
      statsd.receive(packet);
      String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
      silent.removeIf(
          id ->
              Pattern.compile(
                      "(?m)^kafka\\.broker-%d\\.kafka\\.server\\.ReplicaManager\\.PartitionCount:\\d+\\|g"
                          .formatted(id))
                  .matcher(text)
                  .find());
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
