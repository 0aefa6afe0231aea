package dcos.kafka.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import dcos.kafka.local.Artifacts;
import dcos.kafka.local.LocalDcosOptions;
import dcos.kafka.local.process.FetchUri;
import dcos.kafka.local.process.Fetcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster of three brokers from its deployment to its end. The parts of its life come one after
 * another, because a start costs much; each leaves the cluster well.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LifeOfAClusterIT {
  private static final String NUMBERS = "numbers";

  @TempDir static Path folder;
  private static Cluster cluster;
  private static NumberedRecords records;

  @BeforeAll
  static void deploy() throws Exception {
    cluster = Cluster.deploy(LocalDcosOptions.in(folder.resolve("dcos")), options -> {});
    records = NumberedRecords.into(NUMBERS, cluster.kafka().bootstrapServers());
  }

  @AfterAll
  static void end() throws Exception {
    if (records != null) {
      records.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  void threeBrokersAreDeployedWhereTheEndpointsSay() {
    assertThat(cluster.kafka().get("/v1/brokers").json().toString())
        .isEqualTo("{\"brokers\":[\"0\",\"1\",\"2\"]}");
    assertThat(cluster.kafka().bootstrapServers().split(",")).hasSize(3);
    assertThat(cluster.kafka().get("/v1/state/properties/suppressed").text()).isEqualTo("true");
  }

  @Test
  @Order(2)
  void consoleToolsOfTheDistributionPassMessages() throws Exception {
    new Fetcher().fetch(List.of(FetchUri.of(Cluster.artifacts().kafka().toString())), folder);
    String bin = folder.resolve(Artifacts.KAFKA + "/bin/").toString();
    String servers = cluster.kafka().bootstrapServers();
    cluster.kafka().command("POST", "/v1/topics?name=hello&partitions=3&replication=3");
    CommandLine terminal = new CommandLine(folder, Map.of("KAFKA_HEAP_OPTS", "-Xmx128m"));

    CommandLine.Ended produced =
        terminal.run(
            "Hello, World.\n",
            List.of(
                bin + "/kafka-console-producer.sh", "--broker-list", servers, "--topic", "hello"));
    CommandLine.Ended consumed =
        terminal.run(
            "",
            List.of(
                bin + "/kafka-console-consumer.sh",
                "--bootstrap-server",
                servers,
                "--topic",
                "hello",
                "--from-beginning",
                "--max-messages",
                "1"));

    assertThat(produced.code()).as(produced.err()).isZero();
    assertThat(consumed.out()).as(consumed.err()).isEqualTo("Hello, World.\n");
  }

  @Test
  @Order(2)
  void javaClientsOfTheDocumentationPassMessages() throws Exception {
    String servers = cluster.kafka().bootstrapServers();
    cluster.kafka().command("POST", "/v1/topics?name=topic1&partitions=3&replication=3");

    ClientExamples.produce(servers);

    assertTimeoutPreemptively(Cluster.PATIENCE, () -> ClientExamples.consume(servers));
  }

  @Test
  @Order(3)
  void brokerThatIsKilledIsStartedAgain() {
    Map<Integer, String> before = cluster.kafka().tasks();

    cluster.programs().broker(before.get(0)).destroyForcibly();

    awaitNewTask(0, before);
    assertThat(cluster.kafka().tasks())
        .containsEntry(1, before.get(1))
        .containsEntry(2, before.get(2));
  }

  @Test
  @Order(4)
  void brokerWhoseExecutorIsKilledIsStartedAgain() {
    Map<Integer, String> before = cluster.kafka().tasks();

    cluster.programs().executor(before.get(1)).destroyForcibly();

    awaitNewTask(1, before);
    assertThat(cluster.kafka().tasks())
        .containsEntry(0, before.get(0))
        .containsEntry(2, before.get(2));
  }

  @Test
  @Order(5)
  void schedulerThatIsKilledComesBackAndTouchesNoBroker() {
    Map<Integer, String> before = cluster.kafka().tasks();
    ProcessHandle scheduler = cluster.programs().scheduler();

    scheduler.destroyForcibly();

    await("it has ended").atMost(Cluster.PATIENCE).until(() -> !scheduler.isAlive());
    cluster.awaitWell();
    records.awaitProgress();
    assertThat(cluster.programs().scheduler().pid()).isNotEqualTo(scheduler.pid());
    assertThat(cluster.kafka().tasks()).isEqualTo(before);
  }

  @Test
  @Order(6)
  void agentThatIsStoppedAndStartedAgainFindsItsBroker() throws Exception {
    Map<Integer, String> before = cluster.kafka().tasks();

    cluster.dcos().stopAgent(1);
    records.awaitProgress();
    cluster.dcos().startAgent(1);

    await("the agent is back")
        .atMost(Cluster.PATIENCE)
        .until(
            () ->
                cluster.router().get("/mesos/state").json().path("activated_slaves").asInt() == 3);
    cluster.awaitWell();
    records.awaitProgress();
    assertThat(cluster.kafka().tasks()).isEqualTo(before);
  }

  @Test
  @Order(7)
  void noAcknowledgedRecordIsLost() {
    records.awaitProgress();
    records.finish();

    records.assertNoneLost(cluster.kafka().bootstrapServers());
  }

  @Test
  @Order(8)
  void everythingIsThereAfterAStopAndAStart() throws Exception {
    JsonNode topics = cluster.kafka().get("/v1/topics").json();
    String servers = cluster.kafka().bootstrapServers();

    cluster.stop();
    cluster.start();
    cluster.awaitWell();

    assertThat(cluster.kafka().get("/v1/topics").json()).isEqualTo(topics);
    assertThat(cluster.kafka().bootstrapServers()).isEqualTo(servers);
    records.assertNoneLost(servers);
  }

  @Test
  @Order(9)
  void nothingIsLeftWhenAllIsTornDown() throws Exception {
    FrameworkCleaner cleaner = new FrameworkCleaner(cluster.dcos().master().orElseThrow().url());
    assertThat(volumes()).hasSize(3);
    assertThat(cleaner.hasReservations()).isTrue();

    cluster.removeApp();
    cleaner.clean();

    await("all processes have ended")
        .atMost(Cluster.PATIENCE)
        .untilAsserted(() -> assertThat(cluster.programs().running()).isEmpty());
    assertThat(cleaner.hasReservations()).isFalse();
    assertThat(volumes()).isEmpty();
    assertThat(cluster.router().get("/mesos/state").json().path("frameworks")).isEmpty();
  }

  private static void awaitNewTask(int broker, Map<Integer, String> before) {
    cluster.awaitNewTasks(before, broker);
    cluster.awaitWell();
    records.awaitProgress();
  }

  /** Folders of volumes, on all agents. */
  private static List<Path> volumes() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("dcos/agents"), 6)) {
      return all.filter(path -> path.toString().matches(".*/work/volumes/roles/[^/]+/[^/]+"))
          .toList();
    }
  }
}
