package dcos.kafka.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dcos.kafka.local.LocalDcosOptions;
import dcos.kafka.local.master.MesosMaster;
import dcos.kafka.local.web.FreePorts;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong around a cluster, one thing after another, while a producer writes: a broker that
 * hangs, an agent that isn't heard of, one that is lost with its broker and comes back when that
 * was replaced, a master that dies, a ZooKeeper that is away, forgets sessions or is slow, two
 * schedulers at once, a broker that can't start, a full disk, a framework that an operator removes.
 * Each leaves the cluster well, without a restart that wasn't needed.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsIT {
  private static final String TOPIC = "numbers";
  private static final int SCHEDULER_STOPS = 3;

  /** Beside the three that there are from the beginning. */
  private static final int SPARE_AGENT = 3;

  /** Well below the time-outs of ZooKeeper's sessions, and slower than any real ensemble. */
  private static final int SLOW_MILLIS = 100;

  @TempDir static Path folder;
  private static Cluster cluster;
  private static SlowWay zookeeper;
  private static SmallDisk disk;
  private static NumberedRecords records;
  private static OneBrokerEach oneEach;

  @BeforeAll
  static void deploy() throws Exception {
    disk = new SmallDisk(folder.resolve("dcos/agents/2/work/volumes"));
    cluster =
        Cluster.start(
            Cluster.options(folder.resolve("dcos"))
                .withPings(new LocalDcosOptions.Pings(Duration.ofSeconds(1), 5)));
    zookeeper = new SlowWay(cluster.dcos().zookeeper());
    cluster.install(
        options ->
            options
                .withObject("/service")
                .put("mesos_zookeeper_uri", zookeeper.address())
                .put("health_check_delay_sec", 2)
                .put("health_check_interval_sec", 1)
                .put("health_check_timeout_sec", 5)
                .put("health_check_grace_period_sec", 2)
                .put("health_check_max_consecutive_failures", 2)
                .put("enable_replacement", true)
                .put("recover_in_place_grace_period_secs", 30)
                .put("min_delay_between_recovers_secs", 3_600));
    oneEach = new OneBrokerEach(cluster.programs());
    cluster.awaitWell();
    records = NumberedRecords.into(TOPIC, cluster.kafka().bootstrapServers());
    records.awaitProgress();
  }

  @AfterAll
  static void end() throws Exception {
    for (AutoCloseable part : new AutoCloseable[] {records, oneEach, cluster, zookeeper, disk}) {
      if (part != null) {
        part.close();
      }
    }
  }

  @Test
  @Order(1)
  void brokerThatHangsIsFoundByItsHealthCheckAndStartedAgain() throws Exception {
    Map<Integer, String> before = cluster.kafka().tasks();

    Programs.signal("STOP", cluster.programs().broker(before.get(0)));

    awaitBroker(0, "UNHEALTHY");
    awaitOnlyNewTaskOf(0, before);
    assertThat(cluster.kafka().events("BROKER_ENDED"))
        .anySatisfy(
            end ->
                assertThat(end)
                    .contains(before.get(0), "2 health checks in a row failed", "did not answer"));
  }

  @Test
  @Order(2)
  void brokerOfAnAgentThatIsNotHeardOfIsLeftAloneUntilItIsBack() {
    Map<Integer, String> before = cluster.kafka().tasks();

    cluster.dcos().agent(1).orElseThrow().pause();
    int lost = brokerOn(1);
    awaitBroker(lost, "UNREACHABLE");
    records.awaitProgress();
    assertThat(cluster.programs().broker(before.get(lost)).isAlive()).isTrue();
    cluster.dcos().agent(1).orElseThrow().resume();

    awaitBroker(lost, "RUNNING");
    assertThat(cluster.kafka().events("BROKER_RUNNING"))
        .last()
        .asString()
        .contains(before.get(lost), "REASON_AGENT_REREGISTERED");
    assertNothingWasRestarted(before);
  }

  /** After it none is replaced for an hour, so all that follows is recovered in place. */
  @Test
  @Order(3)
  void brokerOfAnAgentThatIsLostIsReplacedOnceItIsDeadAndItsOldPlaceReclaimed() throws Exception {
    Map<Integer, String> before = cluster.kafka().tasks();
    int lost = brokerOn(1);
    Set<String> held = cluster.kafka().ledger(lost);
    cluster.dcos().startAgent(SPARE_AGENT);

    cluster.dcos().agent(1).orElseThrow().pause();
    eventually(
        "it would be replaced, but it serves",
        () ->
            assertThat(cluster.kafka().events("NOT_REPLACED"))
                .last()
                .asString()
                .contains("Kafka still counts it as alive"));
    records.awaitProgress();
    assertThat(cluster.kafka().tasks()).isEqualTo(before);
    assertThat(cluster.programs().broker(before.get(lost)).destroyForcibly()).isTrue();

    cluster.awaitNewTasks(before, lost);
    awaitBroker(lost, "RUNNING");
    assertThat(brokerOn(SPARE_AGENT)).isEqualTo(lost);
    cluster.dcos().agent(1).orElseThrow().resume();

    awaitOnlyNewTaskOf(lost, before);
    eventually(
        "its old place is reclaimed",
        () -> assertThat(cluster.kafka().ledger(lost)).doesNotContainAnyElementsOf(held));
    cluster.awaitNothingLeaked();
    assertThat(new Leftovers(cluster.dcos(), folder.resolve("dcos")).volumes()).hasSize(3);
  }

  @Test
  @Order(4)
  void masterThatIsKilledIsFollowedByTheNextWhichTheSchedulerFinds() throws Exception {
    Map<Integer, String> before = cluster.kafka().tasks();
    ProcessHandle scheduler = cluster.programs().scheduler();
    MesosMaster first = cluster.dcos().master().orElseThrow();
    cluster.dcos().startMaster(1);

    cluster.kafka().command("PUT", "/v1/brokers/2");
    cluster.dcos().killMaster(0);

    awaitOnlyNewTaskOf(2, before);
    assertThat(cluster.dcos().master().orElseThrow().url()).isNotEqualTo(first.url());
    assertThat(cluster.kafka().events("REGISTERED")).hasSizeGreaterThan(1);
    assertThat(cluster.programs().scheduler().pid()).isEqualTo(scheduler.pid());
  }

  @Test
  @Order(5)
  void zooKeeperThatIsAwayForAWhileChangesNothing() throws Exception {
    Map<Integer, String> before = cluster.kafka().tasks();

    cluster.dcos().stopZooKeeper();
    await("Mesos itself has noticed")
        .atMost(Cluster.PATIENCE)
        .until(() -> cluster.dcos().master().filter(MesosMaster::isLeading).isEmpty());
    records.awaitProgress();
    cluster.dcos().startZooKeeper();

    assertNothingWasRestarted(before);
  }

  @Test
  @Order(6)
  void zooKeeperThatForgetsAllSessionsChangesNothing() {
    Map<Integer, String> before = cluster.kafka().tasks();

    BooleanSupplier anyIsThere = cluster.dcos().expireZooKeeperSessions();
    await("all sessions are gone").atMost(Cluster.PATIENCE).until(() -> !anyIsThere.getAsBoolean());

    assertNothingWasRestarted(before);
  }

  @Test
  @Order(7)
  void slowZooKeeperMakesWorkSlowAndRestartsNothing() {
    Map<Integer, String> before = cluster.kafka().tasks();

    zookeeper.delay(SLOW_MILLIS);
    cluster.kafka().command("PUT", "/v1/brokers/1");
    awaitOnlyNewTaskOf(1, before);
    zookeeper.delay(0);

    assertThat(cluster.programs().schedulers()).hasSize(1);
  }

  @Test
  @Order(8)
  void schedulerThatWakesUpBesideItsSuccessorEndsBeforeItActs() throws Exception {
    Map<Integer, String> before = cluster.kafka().tasks();
    ProcessHandle first = cluster.programs().scheduler();
    Path said = folder.resolve("second-scheduler.txt");
    String port = Integer.toString(FreePorts.any("127.0.0.1", Set.of()));

    Programs.signal("STOP", first);
    Process second =
        Programs.another(first, Map.of("PORT_API", port, "PORT0", port, "PORT", port), said);
    KafkaService other = new KafkaService(Http.to(URI.create("http://127.0.0.1:" + port)), "");
    eventually("the second serves", () -> assertThat(other.trouble(3)).isEmpty());
    other.command("PUT", "/v1/brokers/0");
    eventually("it works", () -> assertThat(other.tasks().get(0)).isNotEqualTo(before.get(0)));
    eventually("it has worked", () -> assertThat(other.trouble(3)).isEmpty());
    Map<Integer, String> after = other.tasks();
    Programs.signal("CONT", first);

    eventually("the first has ended", () -> assertThat(first.isAlive()).isFalse());
    assertThat(second.waitFor(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("ends when Marathon has started a third")
        .isTrue();
    assertThat(second.exitValue()).isEqualTo(SCHEDULER_STOPS);
    assertThat(Files.readString(said)).contains("The scheduler stops: another ");
    eventually(
        "Marathon knows why the first has ended",
        () -> assertThat(cluster.lastFailure()).contains("The scheduler stops: another "));
    assertNothingWasRestarted(after);
    before.remove(0);
    assertThat(after).containsAllEntriesOf(before);
  }

  @Test
  @Order(9)
  void brokerThatCannotStartIsToldAndWaitedForUntilTheConfigurationIsMended() {
    Map<Integer, String> before = cluster.kafka().tasks();

    cluster.edit(Map.of("KAFKA_OVERRIDE_AUTHORIZER_CLASS_NAME", "no.such.Authorizer"));
    cluster.awaitStepThatTells(
        "attempt 2",
        "exit code 1",
        "It said last:",
        "no.such.Authorizer",
        "to be started again at ");
    records.awaitProgress();
    cluster.edit(environment -> environment.remove("KAFKA_OVERRIDE_AUTHORIZER_CLASS_NAME"));

    cluster.awaitWell();
    Map<Integer, String> after = cluster.kafka().tasks();
    assertThat(after.keySet().stream().filter(id -> !after.get(id).equals(before.get(id))))
        .as("brokers that were restarted")
        .hasSize(1);
    records.awaitProgress();
  }

  @Test
  @Order(10)
  void brokerWhoseDiskIsFullIsStartedAgainUntilThereIsRoom() throws Exception {
    assumeTrue(disk.isMounted(), "only root may mount a disk");
    Map<Integer, String> before = cluster.kafka().tasks();
    int full = brokerOn(2);

    disk.fill();
    eventually(
        "the recovery tells",
        () ->
            assertThat(cluster.kafka().get("/v1/plans/recovery").text())
                .containsPattern(
                    "attempt [2-9]: The broker ended with exit code \\d+\\. It said last:")
                .contains("to be started again at "));
    records.awaitProgress();
    disk.free();

    awaitOnlyNewTaskOf(full, before);
  }

  @Test
  @Order(11)
  void frameworkThatAnOperatorRemovesIsBegunAnewOnlyByHisHandAndKeepsItsData() throws Exception {
    String id = cluster.kafka().get("/v1/state/frameworkId").json().path(0).asText();
    Set<String> ledger = cluster.kafka().ledger();

    Http.Answer answer =
        Http.to(cluster.dcos().master().orElseThrow().url())
            .post("/master/teardown", "frameworkId=" + id);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    eventually("brokers have ended", () -> assertThat(cluster.programs().brokers()).isEmpty());
    awaitRemoved();
    restartScheduler();
    awaitRemoved();
    assertThat(cluster.kafka().get("/v1/state/frameworkId").json().path(0).asText()).isEqualTo(id);
    assertThat(cluster.kafka().ledger()).isEqualTo(ledger).isEqualTo(cluster.reserved());
    assertThat(cluster.router().get("/mesos/state").json().path("frameworks")).isEmpty();

    try (CuratorFramework curator =
        CuratorFrameworkFactory.newClient(cluster.kafkaZooKeeper(), new RetryOneTime(100))) {
      curator.start();
      curator.delete().forPath("/scheduler/framework-id");
    }
    restartScheduler();
    cluster.awaitWell();
    records.awaitProgress();
    assertThat(cluster.kafka().ledger()).isEqualTo(ledger);
  }

  private static void restartScheduler() {
    ProcessHandle scheduler = cluster.programs().scheduler();
    assertThat(scheduler.destroyForcibly()).isTrue();
    eventually(
        "there is another one",
        () -> assertThat(cluster.programs().scheduler().pid()).isNotEqualTo(scheduler.pid()));
  }

  private static void awaitRemoved() {
    eventually(
        "the service says what happened",
        () -> {
          Http.Answer health = cluster.kafka().get("/v1/health");
          assertThat(health.status()).isEqualTo(503);
          assertThat(health.text())
              .contains("Framework has been removed", "docs/troubleshooting.md");
        });
  }

  @Test
  @Order(12)
  void nothingWasLostOrLeaked() {
    records.finish();

    assertThat(oneEach.seen()).containsAll(cluster.kafka().tasks().values());
    assertThat(oneEach.violations()).as("brokers twice").isEmpty();
    records.assertNoneLost(cluster.kafka().bootstrapServers());
    cluster.awaitNothingLeaked();
  }

  private static void eventually(String what, ThrowingRunnable holds) {
    await(what).atMost(Cluster.PATIENCE).ignoreExceptions().untilAsserted(holds);
  }

  private static void awaitBroker(int id, String state) {
    eventually(
        "broker " + id + " is " + state,
        () -> assertThat(cluster.kafka().broker(id).path("state").asText()).isEqualTo(state));
  }

  /** The broker of an agent; each has one. */
  private static int brokerOn(int agent) {
    String agentId = cluster.dcos().agent(agent).orElseThrow().url().getHost();
    for (int id : cluster.kafka().tasks().keySet()) {
      JsonNode broker = cluster.kafka().broker(id);
      if (broker.path("host").asText().equals(agentId)) {
        return id;
      }
    }
    throw new AssertionError("No broker is at " + agentId);
  }

  private static void awaitOnlyNewTaskOf(int broker, Map<Integer, String> before) {
    cluster.awaitNewTasks(before, broker);
    cluster.awaitWell();
    records.awaitProgress();
    Map<Integer, String> others = new TreeMap<>(before);
    others.remove(broker);
    assertThat(cluster.kafka().tasks()).containsAllEntriesOf(others);
  }

  private static void assertNothingWasRestarted(Map<Integer, String> before) {
    cluster.awaitWell();
    records.awaitProgress();
    assertThat(cluster.kafka().tasks()).isEqualTo(before);
  }
}
