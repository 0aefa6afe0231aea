package dcos.kafka.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcos.kafka.local.LocalDcos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;

/**
 * What a service may leave behind in Mesos, in the folders of agents and in ZooKeeper.
 *
 * @param dcos where it ran
 * @param folder that one's
 */
record Leftovers(LocalDcos dcos, Path folder) {

  /** The agents that hold a reservation, as the master knows it. */
  List<String> reserved() {
    Http master = Http.to(dcos.master().orElseThrow().url());
    List<String> agents = new ArrayList<>();
    for (JsonNode agent : master.get("/slaves").json().path("slaves")) {
      if (!agent.path("reserved_resources_full").isEmpty()) {
        agents.add(agent.path("hostname").asText());
      }
    }
    return agents;
  }

  /** The frameworks that there are, active or not. */
  JsonNode frameworks() {
    return Http.to(dcos.master().orElseThrow().url()).get("/state").json().path("frameworks");
  }

  /** Folders of volumes, on all agents. */
  List<Path> volumes() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("agents"), 6)) {
      return all.filter(path -> path.toString().matches(".*/work/volumes/roles/[^/]+/[^/]+"))
          .toList();
    }
  }

  /** Nodes at ZooKeeper's root. */
  List<String> nodes() throws Exception {
    try (CuratorFramework curator =
        CuratorFrameworkFactory.newClient(dcos.zookeeper(), new RetryOneTime(100))) {
      curator.start();
      return curator.getChildren().forPath("/");
    }
  }

  /** Expects that there is nothing at all. */
  void assertNone() throws Exception {
    assertThat(frameworks()).isEmpty();
    assertThat(reserved()).isEmpty();
    assertThat(volumes()).isEmpty();
    assertThat(nodes()).noneMatch(node -> node.startsWith("dcos-service"));
  }
}
