package dcos.kafka.mesos.master;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dcos.kafka.mesos.recording.Recording;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ZooKeeperMastersTest {
  private static final URI FIRST = URI.create("http://127.0.0.1:5050");
  private static final URI SECOND = URI.create("http://127.0.0.1:5060");
  private static final JsonNode NODES = Recording.zooKeeperNodes().path("data");
  private static final String FIRST_INFO = NODES.path("json.info_0000000000").asText();
  private static final String SECOND_INFO = NODES.path("json.info_0000000001").asText();

  private TestingServer server;
  private CuratorFramework masters;
  private MasterDetector detector;

  @BeforeEach
  void start() throws Exception {
    server = new TestingServer();
    masters = CuratorFrameworkFactory.newClient(server.getConnectString(), new RetryOneTime(100));
    masters.start();
  }

  @AfterEach
  void close() throws IOException {
    detector.close();
    masters.close();
    server.close();
  }

  @Test
  void theLowestSequenceNumberLeads() throws Exception {
    write("json.info_0000000010", SECOND_INFO);
    write("json.info_0000000009", FIRST_INFO);
    write("info_0000000001", "protobuf of an old master");
    write("log_replicas", "");
    detect();
    assertThat(leader()).isEqualTo(FIRST);
  }

  @Test
  void aNewLeaderIsSeenWhenTheOldOneGoes() throws Exception {
    write("json.info_0000000000", FIRST_INFO);
    write("json.info_0000000001", SECOND_INFO);
    detect();
    assertThat(leader()).isEqualTo(FIRST);
    masters.delete().forPath("/mesos/json.info_0000000000");
    await().until(() -> leader().equals(SECOND));
    masters.delete().forPath("/mesos/json.info_0000000001");
    await().until(() -> !detector.leader().toCompletableFuture().isDone());
    write("json.info_0000000002", FIRST_INFO);
    assertThat(leader()).isEqualTo(FIRST);
  }

  @Test
  void waitsForTheFirstMasterEver() throws Exception {
    detect();
    var leader = detector.leader().toCompletableFuture();
    masters.create().forPath("/unrelated");
    assertThat(leader).isNotDone();
    write("json.info_0000000000", FIRST_INFO);
    assertThat(leader.get(10, TimeUnit.SECONDS)).isEqualTo(FIRST);
  }

  @Test
  void suspicionLooksAgainAndBelievesZooKeeper() throws Exception {
    write("json.info_0000000000", FIRST_INFO);
    detect();
    assertThat(leader()).isEqualTo(FIRST);
    detector.suspect(FIRST);
    assertThat(leader()).isEqualTo(FIRST);
  }

  @Test
  void survivesARestartOfZooKeeper() throws Exception {
    write("json.info_0000000000", FIRST_INFO);
    write("json.info_0000000001", SECOND_INFO);
    detect();
    assertThat(leader()).isEqualTo(FIRST);
    server.restart();
    await()
        .ignoreExceptions()
        .until(() -> masters.delete().forPath("/mesos/json.info_0000000000") == null);
    await().until(() -> leader().equals(SECOND));
  }

  @Test
  void aNodeThatDescribesNoMasterIsNoLeader() throws Exception {
    write("json.info_0000000000", "{\"id\": \"x\"}");
    write("json.info_0000000001", SECOND_INFO);
    write("json.info_0000000002", FIRST_INFO);
    detect();
    await()
        .during(Duration.ofMillis(300))
        .until(() -> !detector.leader().toCompletableFuture().isDone());
    masters.delete().forPath("/mesos/json.info_0000000000");
    assertThat(leader()).isEqualTo(SECOND);
  }

  @Test
  void closingFailsWhoeverWaits() throws Exception {
    detect();
    var leader = detector.leader().toCompletableFuture();
    detector.close();
    assertThat(leader).isCompletedExceptionally();
    detector.suspect(FIRST);
  }

  private void detect() {
    detector = MasterDetector.of("zk://" + server.getConnectString() + "/mesos");
  }

  private URI leader() throws Exception {
    return detector.leader().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private void write(String name, String data) throws Exception {
    masters
        .create()
        .creatingParentsIfNeeded()
        .withMode(CreateMode.EPHEMERAL)
        .forPath("/mesos/" + name, data.getBytes(UTF_8));
  }
}
