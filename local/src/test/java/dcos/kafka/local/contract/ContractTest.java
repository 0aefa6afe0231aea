package dcos.kafka.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcos.kafka.local.agent.AgentOptions;
import dcos.kafka.local.master.MasterOptions;
import dcos.kafka.mesos.recording.Recording;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each recording, played against our master and agents. What is different by intention:
 *
 * <ul>
 *   <li>Time: heartbeats, retries and the loss of an agent come sooner here, by configuration.
 *   <li>Offers: ours are made at once and not each second, so that what was one recorded offer may
 *       be several for the same agent ({@link OfferPile}).
 *   <li>{@link #DIFFERENCES}: fields that the protos of Mesos 1.11 don't have, and the recorded
 *       1.12 master does.
 * </ul>
 */
class ContractTest {
  static final Set<String> DIFFERENCES =
      Set.of(
          // Neither is in the last published protos, 1.11.
          "capabilities={\"type\":\"QUOTA_V2\"}", "capabilities=QUOTA_V2", "agent_info.checkpoint");

  private @TempDir Path folder;

  @Test
  void subscribesAndIsOfferedDeclinesSuppressesAndRevives() throws Exception {
    play("subscribe-offers-heartbeat");
  }

  @Test
  void refusesWhatIsNotACall() throws Exception {
    play("http-errors");
  }

  @Test
  void reservesCreatesLaunchesReconcilesFailsOverKillsAndDestroys() throws Exception {
    play(
        "command-task-lifecycle",
        master -> master,
        // The second offer comes after a second, and the recorded client sees it before the first
        // retry.
        agent -> agent.withTiming(timing(Duration.ZERO, Duration.ofMillis(1500))));
  }

  @Test
  void refusesInvalidOperations() throws Exception {
    play("bad-operations");
  }

  @Test
  void tellsWhatBecameOfOperations() throws Exception {
    play("feedback-operations");
  }

  @Test
  void killsATaskOfACustomExecutor() throws Exception {
    play("custom-executor-kill");
  }

  @Test
  void shutsACustomExecutorDown() throws Exception {
    play("custom-executor-shutdown");
  }

  @Test
  void letsReservationsOutliveTheirFramework() throws Exception {
    play("teardown-with-reservations");
  }

  @Test
  void losesAnAgentAndHasItBack() throws Exception {
    play(
        "agent-lost-and-back",
        master -> master.withPings(Duration.ofMillis(700), 3),
        agent -> agent);
  }

  @Test
  void saysNothingOfAnAgentThatIsStartedAgain() throws Exception {
    play("agent-restart");
  }

  @Test
  void takesOverFromAMasterThatDied() throws Exception {
    play(
        "master-restart",
        master -> master,
        agent -> agent.withTiming(timing(Duration.ofSeconds(3), Duration.ofSeconds(10))));
  }

  @Test
  void authenticatesExecutors() throws Exception {
    play(
        "authenticated-executor",
        master -> master.withCredentials(Map.of("framework", "fsecret")),
        AgentOptions::withExecutorAuthentication);
  }

  private static AgentOptions.Timing timing(Duration registrationDelay, Duration updateRetry) {
    AgentOptions.Timing usual = AgentOptions.Timing.defaults();
    return new AgentOptions.Timing(
        registrationDelay,
        updateRetry,
        usual.executorRegistration(),
        usual.executorReregistration(),
        usual.executorShutdownGrace(),
        usual.recovery());
  }

  private void play(String name) throws Exception {
    play(name, master -> master, agent -> agent);
  }

  private void play(
      String name, UnaryOperator<MasterOptions> forMaster, UnaryOperator<AgentOptions> forAgents)
      throws Exception {
    List<JsonNode> lines = lines(name);
    List<JsonNode> offers = new ArrayList<>();
    lines.stream()
        .filter(line -> line.path("event").path("type").asText().equals("OFFERS"))
        .findFirst()
        .ifPresent(first -> first.get("event").get("offers").get("offers").forEach(offers::add));
    try (RecordedCluster cluster =
            RecordedCluster.start(folder, offers, configured(lines), forMaster, forAgents);
        Client client = new Client()) {
      Unifier unifier = new Unifier(DIFFERENCES);
      for (JsonNode offer : offers) {
        unifier.keep(offer.get("resources"));
        String host = offer.get("hostname").asText();
        unifier.learn(offer.get("agent_id").get("value").asText(), awaitId(cluster, host));
      }
      unifier.learnText("file:///srv/files/executor.py", executor().toUri().toString());
      Replay[] replay = new Replay[1];
      replay[0] =
          new Replay(
              unifier, client, cluster.master().url(), note -> operate(cluster, replay[0], note));
      List<JsonNode> executor = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        JsonNode line = lines.get(i);
        String kind = line.get("kind").asText();
        boolean refusedNext =
            i + 1 < lines.size() && lines.get(i + 1).get("kind").asText().equals("refused");
        if (kind.startsWith("executor-")) {
          executor.add(line);
        } else if (refusedNext) {
          i++;
        } else {
          replay[0].play(slowed(line));
        }
      }
      checkExecutor(executor, unifier);
      checkFrameworksPage(
          Client.JSON.readTree(
              client.get(cluster.master().url().resolve("/frameworks")).body().orElseThrow()));
    }
  }

  /**
   * Frameworks that have ended, and their tasks, are shown with the fields that the recorded master
   * showed.
   */
  private static void checkFrameworksPage(JsonNode ours) {
    JsonNode recorded =
        lines("master-endpoints").stream()
            .filter(line -> line.path("path").asText().equals("/frameworks"))
            .findFirst()
            .orElseThrow()
            .get("body");
    assertThat(PagesContractTest.names(ours)).isEqualTo(PagesContractTest.names(recorded));
    for (String list : List.of("completed_frameworks", "completed_tasks", "statuses")) {
      Set<String> always = new TreeSet<>();
      Set<String> sometimes = new TreeSet<>();
      boolean first = true;
      for (JsonNode one : all(recorded, list)) {
        Set<String> names = PagesContractTest.names(one);
        sometimes.addAll(names);
        always = first ? names : intersection(always, names);
        first = false;
      }
      for (JsonNode one : all(ours, list)) {
        assertThat(PagesContractTest.names(one)).as(list).containsAll(always);
        assertThat(sometimes).as(list).containsAll(PagesContractTest.names(one));
      }
    }
  }

  private static Set<String> intersection(Set<String> some, Set<String> others) {
    Set<String> both = new TreeSet<>(some);
    both.retainAll(others);
    return both;
  }

  private static List<JsonNode> all(JsonNode page, String list) {
    List<JsonNode> all = new ArrayList<>();
    page.findValues(list).forEach(array -> array.forEach(all::add));
    return all;
  }

  /** A command that ends at once would have ended before the recorded client's next call. */
  private static JsonNode slowed(JsonNode line) throws Exception {
    return Client.JSON.readTree(
        line.toString()
            .replace("\"command\":{\"value\":\"true\"}", "\"command\":{\"value\":\"sleep 3\"}"));
  }

  private static void operate(RecordedCluster cluster, Replay replay, String note) {
    try {
      switch (note) {
        case "the operator: pause the agent" -> cluster.agent("127.0.0.2").pause();
        case "the operator: let the agent go on" -> cluster.agent("127.0.0.2").resume();
        case "the operator: kill -9 the agent" -> cluster.agent("127.0.0.2").close();
        case "the operator: start the agent again" -> cluster.startAgent("127.0.0.2");
        case "the operator: kill -9 the master" -> cluster.master().kill();
        case "the operator: start a master" -> {
          cluster.startMaster();
          replay.master(cluster.master().url());
        }
        default -> assertThat(note).doesNotStartWith("the operator");
      }
    } catch (Exception e) {
      throw new AssertionError(note, e);
    }
  }

  private static String awaitId(RecordedCluster cluster, String host) {
    org.awaitility.Awaitility.await().until(() -> cluster.agent(host).id().isPresent());
    return cluster.agent(host).id().orElseThrow();
  }

  /** What agents had that no framework was offered, such as what is reserved for others. */
  private static Map<String, JsonNode> configured(List<JsonNode> lines) {
    Map<String, JsonNode> configured = new HashMap<>();
    for (JsonNode line : lines) {
      JsonNode info = line.path("event").path("subscribed").path("agent_info");
      if (info.has("hostname")) {
        configured.put(info.get("hostname").asText(), info.get("resources"));
      }
    }
    return configured;
  }

  private void checkExecutor(List<JsonNode> recorded, Unifier unifier) throws Exception {
    if (recorded.isEmpty()) {
      return;
    }
    List<JsonNode> ours = new ArrayList<>();
    for (String line : Files.readAllLines(find("executor.jsonl"))) {
      ours.add(Client.JSON.readTree(line));
    }
    for (String kind : List.of("environment", "call", "answer", "event")) {
      List<JsonNode> expected = ofKind(recorded, kind);
      List<JsonNode> actual = ofKind(ours, kind);
      for (int i = 0; i < expected.size(); i++) {
        String what = kind + " " + (i + 1) + " of the executor";
        assertThat(actual.size()).as(what).isGreaterThan(i);
        for (String field : List.of("env", "body", "event", "status")) {
          if (expected.get(i).has(field)) {
            unifier.check(expected.get(i).get(field), actual.get(i).get(field));
          }
        }
        Optional<JsonNode> challenge =
            Optional.ofNullable(expected.get(i).path("headers").get("WWW-Authenticate"));
        if (challenge.isPresent()) {
          // What exactly is wrong with a token is in the words of Mesos' parser.
          String until = "error_description";
          assertThat(actual.get(i).get("headers").get("Www-authenticate").asText().split(until)[0])
              .isEqualTo(challenge.get().asText().split(until)[0]);
        }
      }
    }
  }

  private static List<JsonNode> ofKind(List<JsonNode> lines, String kind) {
    return lines.stream()
        .filter(line -> line.get("kind").asText().equals("executor-" + kind))
        .toList();
  }

  private Path find(String file) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(path -> path.endsWith(file) && !path.toString().contains("latest"))
          .findFirst()
          .orElseThrow();
    }
  }

  private Path executor() throws Exception {
    Path script = folder.resolve("executor.py");
    try (InputStream resource =
        Objects.requireNonNull(getClass().getResourceAsStream("/contract/executor.py"))) {
      Files.write(script, resource.readAllBytes());
    }
    return script;
  }

  static List<JsonNode> lines(String name) {
    return Recording.load(name).lines().stream().map(Recording.Line::json).toList();
  }
}
