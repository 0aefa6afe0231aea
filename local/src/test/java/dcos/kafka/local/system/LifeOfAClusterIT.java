package dcos.kafka.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import dcos.kafka.local.Artifacts;
import dcos.kafka.local.process.FetchUri;
import dcos.kafka.local.process.Fetcher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    cluster = Cluster.deploy(Cluster.options(folder.resolve("dcos")), options -> {});
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
  @Order(2)
  void twentyThousandHostileRequestsHarmNothing() throws Exception {
    Map<Integer, String> before = cluster.kafka().tasks();
    ProcessHandle scheduler = cluster.programs().scheduler();
    Storm storm = new Storm(cluster.scheduler());
    storm.send(4_000, 4);
    long memory = Programs.residentKilobytes(scheduler);

    storm.send(20_000, 20_261_126);

    assertThat(Programs.residentKilobytes(scheduler))
        .as("the scheduler's memory in kB, %d after the first requests", memory)
        .isLessThan(memory + memory / 4);
    cluster.kafka().command("POST", "/v1/continue");
    cluster.awaitWell();
    records.awaitProgress();
    assertThat(cluster.programs().scheduler().pid()).isEqualTo(scheduler.pid());
    assertThat(cluster.kafka().tasks()).isEqualTo(before);
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
  void uninstallIsNotBegunByAStrayCall() throws Exception {
    Http.Answer answer = cluster.kafka().send("POST", "/v1/uninstall");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("confirm=kafka").contains("destroys 3 volumes");
    assertThat(leftovers().volumes()).hasSize(3);
    assertThat(cluster.kafka().get("/v1/plan").status()).isEqualTo(200);
  }

  @Test
  @Order(10)
  void uninstallIsInterruptedTwiceAndLeavesNothing() throws Exception {
    records.close();
    cluster.kafka().command("POST", "/v1/uninstall?confirm=kafka");
    cluster.kafka().command("POST", "/v1/plans/uninstall/interrupt");
    awaitPhases("COMPLETE", "WAITING", "WAITING", "WAITING");

    killScheduler();
    awaitPhases("COMPLETE", "WAITING", "WAITING", "WAITING");
    assertThat(leftovers().volumes()).hasSize(3);
    assertThat(leftovers().reserved()).hasSize(3);

    cluster.kafka().command("POST", "/v1/plans/uninstall/continue");
    killScheduler();
    awaitPhases("COMPLETE", "COMPLETE", "COMPLETE", "COMPLETE");

    leftovers().assertNone();
    assertThat(cluster.kafka().get("/v1/plan").status()).isEqualTo(200);
    assertThat(cluster.kafka().get("/v1/plans/deploy").status()).isEqualTo(200);
    assertThat(cluster.kafka().get("/v1/health").status()).isEqualTo(200);
    cluster.removeApp();
    await("all processes have ended")
        .atMost(Cluster.PATIENCE)
        .untilAsserted(() -> assertThat(cluster.programs().running()).isEmpty());
  }

  @Test
  @Order(11)
  void sameNameIsInstalledAgainAndUninstalledByItsEnvironment() throws Exception {
    cluster.install(options -> {});
    cluster.awaitWell();
    assertThat(cluster.kafka().get("/v1/topics").text()).doesNotContain(NUMBERS);

    // What else the environment says by then doesn't matter.
    cluster.edit(Map.of("SDK_UNINSTALL", "true", "BROKER_MEM", "much"));
    awaitPhases("COMPLETE", "COMPLETE", "COMPLETE", "COMPLETE");
    leftovers().assertNone();

    killScheduler();
    awaitPhases("COMPLETE", "COMPLETE", "COMPLETE", "COMPLETE");
    leftovers().assertNone();
  }

  private static Leftovers leftovers() {
    return new Leftovers(cluster.dcos(), folder.resolve("dcos"));
  }

  private static void killScheduler() {
    ProcessHandle scheduler = cluster.programs().scheduler();
    assertThat(scheduler.destroyForcibly()).isTrue();
    await("its end").atMost(Cluster.PATIENCE).until(() -> !scheduler.isAlive());
  }

  /** Waits until the phases of the uninstall are so. */
  private static void awaitPhases(String... statuses) {
    await("phases " + List.of(statuses))
        .atMost(Cluster.PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              List<String> now = new ArrayList<>();
              cluster
                  .kafka()
                  .get("/v1/plans/uninstall")
                  .json()
                  .path("phases")
                  .forEach(phase -> now.add(phase.path("status").asText()));
              assertThat(now).containsExactly(statuses);
            });
  }

  private static void awaitNewTask(int broker, Map<Integer, String> before) {
    cluster.awaitNewTasks(before, broker);
    cluster.awaitWell();
    records.awaitProgress();
  }
}
