package dcos.kafka.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.mesos.recording.Recording;
import dcos.kafka.mesos.wire.RecordIoDecoder;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The master's pages and operators' calls ({@code master-endpoints}), and a subscription in
 * protobuf. What is different by intention, beside {@link ContractTest#DIFFERENCES}: {@code flags}
 * are only those that mean something here; and the recorded master had a history, which ours does
 * not have.
 */
class PagesContractTest {
  private @TempDir Path folder;
  private final List<JsonNode> lines = ContractTest.lines("master-endpoints");
  private final Unifier unifier;
  private final Client client = new Client();
  private RecordedCluster cluster;

  PagesContractTest() {
    Set<String> differences = new HashSet<>(ContractTest.DIFFERENCES);
    differences.add(".flags");
    differences.add(".completed_frameworks");
    // Mesos leaves out what is empty in the answers to calls, but for this one list.
    differences.add("get_agents.recovered_agents");
    // Here the agents have had their reservations from the beginning.
    differences.add("agent_info.resources");
    unifier = new Unifier(differences);
  }

  @BeforeEach
  void startWithTheRecordedResources() throws Exception {
    List<JsonNode> agents = new ArrayList<>();
    for (JsonNode line : lines) {
      if (line.get("kind").asText().equals("answer")
          && line.get("body").asText().contains("GET_AGENTS")) {
        for (JsonNode agent :
            Client.JSON.readTree(line.get("body").asText()).get("get_agents").get("agents")) {
          ObjectNode info = agent.get("agent_info").deepCopy();
          info.set("resources", agent.get("total_resources"));
          agents.add(info);
          unifier.keep(info.get("resources"));
        }
      }
    }
    cluster = RecordedCluster.start(folder, agents, Map.of(), master -> master, agent -> agent);
    for (JsonNode agent : agents) {
      String host = agent.get("hostname").asText();
      await().until(() -> cluster.agent(host).id().isPresent());
      unifier.learn(agent.get("id").get("value").asText(), cluster.agent(host).id().orElseThrow());
    }
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    cluster.close();
  }

  @Test
  void answersAsAnIdleMaster() throws Exception {
    Replay replay = new Replay(unifier, client, cluster.master().url(), note -> {});
    for (JsonNode line : lines) {
      if (!line.path("path").asText().equals("/flags")) {
        replay.play(line);
      }
    }
  }

  @Test
  void hasNoFlagThatMesosDoesNotHave() throws Exception {
    JsonNode recorded = page("/flags");
    JsonNode ours = get("/flags");

    Set<String> unknown = names(ours.get("flags"));
    unknown.removeAll(names(recorded.get("flags")));
    assertThat(unknown).isEmpty();
    assertThat(ours.get("flags").get("max_agent_ping_timeouts").asText()).isEqualTo("5");
    assertThat(ours.get("flags").get("agent_ping_timeout").asText()).isEqualTo("15secs");
  }

  @Test
  void answersUnderTheOldNamesToo() throws Exception {
    assertThat(get("/master/slaves")).isEqualTo(get("/slaves"));
    assertThat(get("/master/state").get("slaves")).isEqualTo(get("/state.json").get("slaves"));
  }

  @Test
  void streamsProtobufToWhomAcceptsIt() throws Exception {
    List<Event> recorded = events(Recording.protobufStream(), 3);
    HttpRequest request =
        HttpRequest.newBuilder(cluster.master().url().resolve("/api/v1/scheduler"))
            .header("Content-Type", "application/json")
            .header("Accept", "application/x-protobuf")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"type\":\"SUBSCRIBE\",\"subscribe\":{\"framework_info\":{\"user\":\"root\",\"name\":\"kafka\","
                        + "\"roles\":[\"kafka-role\"],\"capabilities\":[{\"type\":\"MULTI_ROLE\"},"
                        + "{\"type\":\"RESERVATION_REFINEMENT\"}]}}}"))
            .build();
    HttpResponse<InputStream> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream stream = response.body()) {
      assertThat(response.headers().firstValue("Content-Type")).contains("application/x-protobuf");
      RecordIoDecoder decoder = new RecordIoDecoder(1 << 20);
      List<Event> ours = new ArrayList<>();
      byte[] buffer = new byte[4096];
      while (ours.size() < 3) {
        int count = stream.read(buffer);
        for (byte[] record : decoder.push(ByteBuffer.wrap(buffer, 0, count))) {
          ours.add(Event.parseFrom(record));
        }
      }
      assertThat(ours)
          .extracting(Event::getType)
          .containsSequence(recorded.stream().map(Event::getType).toList());
    }
  }

  private static List<Event> events(byte[] stream, int count) throws Exception {
    List<Event> events = new ArrayList<>();
    for (byte[] record : new RecordIoDecoder(1 << 20).push(ByteBuffer.wrap(stream))) {
      events.add(Event.parseFrom(record));
    }
    return events.subList(0, count);
  }

  private JsonNode page(String path) {
    return lines.stream()
        .filter(line -> line.path("path").asText().equals(path))
        .findFirst()
        .orElseThrow()
        .get("body");
  }

  private JsonNode get(String path) throws Exception {
    return Client.JSON.readTree(
        client.get(cluster.master().url().resolve(path)).body().orElseThrow());
  }

  static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
