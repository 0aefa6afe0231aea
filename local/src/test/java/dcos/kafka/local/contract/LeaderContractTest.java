package dcos.kafka.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dcos.kafka.local.link.LeadingMaster;
import dcos.kafka.local.master.MasterOptions;
import dcos.kafka.local.master.MesosMaster;
import dcos.kafka.local.zookeeper.LocalZooKeeper;
import dcos.kafka.mesos.recording.Recording;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two masters, one of which leads: the recording {@code leader-and-authentication} and what they
 * write into ZooKeeper.
 */
class LeaderContractTest {
  private static final Duration SESSION = Duration.ofSeconds(4);

  private @TempDir Path folder;
  private LocalZooKeeper zookeeper;
  private MesosMaster leader;
  private MesosMaster follower;

  @BeforeEach
  void startTwoMasters() throws Exception {
    zookeeper = LocalZooKeeper.start(folder, new InetSocketAddress("127.0.0.1", 0));
    MasterOptions options =
        MasterOptions.defaults(new LeadingMaster())
            .withCredentials(Map.of("kafka-principal", "s3cret", "other", "x"))
            .withElection(new MasterOptions.Election(zookeeper.connectString(), "/mesos", SESSION));
    leader = MesosMaster.start(options);
    await().until(leader::isLeading);
    follower = MesosMaster.start(options);
  }

  @AfterEach
  void stop() throws Exception {
    follower.close();
    leader.close();
    zookeeper.close();
  }

  @Test
  void authenticatesRedirectsAndTakesOver() throws Exception {
    try (Client client = new Client()) {
      await()
          .until(
              () -> client.get(follower.url().resolve("/redirect")).header("Location").isPresent());
      Unifier unifier = new Unifier(ContractTest.DIFFERENCES);
      Replay replay = new Replay(unifier, client, leader.url(), note -> {});
      List<JsonNode> lines = ContractTest.lines("leader-and-authentication");
      for (int i = 0; i < lines.size(); i++) {
        JsonNode line = lines.get(i);
        switch (line.path("text").asText()) {
          case "" -> {
            boolean again = i > 1 && isRedirected(lines, i) && isRedirected(lines, i - 2);
            if (again) {
              i++; // The recorded client asked each second until the other master led.
            } else if (i > 1
                && isRedirected(lines, i - 2)
                && line.get("kind").asText().equals("call")) {
              await().atMost(Duration.ofSeconds(20)).until(follower::isLeading);
              replay.play(line);
            } else {
              replay.play(line);
            }
          }
          case "right credentials at the master that does not lead" ->
              replay.master(follower.url());
          case "the operator: kill -9 the leading master" -> {
            leader.kill();
            replay.master(follower.url());
          }
          default -> replay.master(leader.url());
        }
      }
      assertThat(leader.isLeading()).isFalse();
    }
  }

  /** Whether the line is a call whose answer is a redirect. */
  private static boolean isRedirected(List<JsonNode> lines, int i) {
    return lines.get(i).get("kind").asText().equals("call")
        && lines.get(i + 1).path("status").asInt() == 307;
  }

  @Test
  void writesWhatMesosWritesIntoZooKeeper() throws Exception {
    JsonNode recorded = Recording.zooKeeperNodes();
    try (CuratorFramework client =
        CuratorFrameworkFactory.newClient(zookeeper.connectString(), new RetryOneTime(100))) {
      client.start();
      await().until(() -> client.getChildren().forPath("/mesos").size() == 2);
      List<String> children = client.getChildren().forPath("/mesos").stream().sorted().toList();
      assertThat(children.toString()).isEqualTo("[" + String.join(", ", names(recorded)) + "]");
      Unifier unifier = new Unifier(ContractTest.DIFFERENCES);
      for (String child : children) {
        unifier.check(
            Client.JSON.readTree(recorded.get("data").get(child).asText()),
            Client.JSON.readTree(client.getData().forPath("/mesos/" + child)));
      }
      JsonNode first =
          Client.JSON.readTree(
              client.getData().forPath("/mesos/" + recorded.get("leader").asText()));
      assertThat(first.get("port").asInt()).isEqualTo(leader.url().getPort());
    }
  }

  @Test
  void leadsAtOnceWhenTheLeaderIsStopped() throws Exception {
    leader.close();

    await().atMost(SESSION.minusSeconds(1)).until(follower::isLeading);
  }

  private static List<String> names(JsonNode recorded) {
    return List.of(
        recorded.get("children").get(0).asText(), recorded.get("children").get(1).asText());
  }
}
