package dcos.kafka.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.local.docs.Page;
import dcos.kafka.local.universe.Cosmos;
import dcos.kafka.local.universe.PackageDefinition;
import dcos.kafka.local.web.FreePorts;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code bin/package} makes, served by a plain web server and installed by its address: the
 * documentation's examples, and several clusters on one DC/OS, wholly apart.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PackageIT {
  private static final String HOST = "127.0.0.1";

  /** With placement NODE a broker has port 9092, which other clusters may have on three of them. */
  private static final int AGENTS = 10 + 3;

  /** The examples, from the page that has them. */
  private static final List<Page.Block> EXAMPLES =
      Page.of("docs/operations.md").blocks().stream()
          .filter(block -> block.language().equals("json"))
          .toList();

  @TempDir static Path folder;
  private static Path checkout;
  private static Shell web;
  private static KafkaLocalProgram local;
  private static String address;
  private static Http router;
  private static PackageDefinition definition;

  @BeforeAll
  static void packAndServe() throws Exception {
    checkout = Checkout.in(folder.resolve("checkout"));
    int port = FreePorts.any(HOST, Set.of());
    address = "http://" + HOST + ":" + port;
    web = new Shell(checkout, Map.of());
    web.run("bin/package " + address);
    web.run("cd target/package; sha256sum --check --quiet SHA256SUMS");
    web.type("python3 -m http.server " + port + " --bind " + HOST + " &");
  }

  @AfterAll
  static void end() throws Exception {
    try {
      if (local != null) {
        local.stop();
        local.close();
      }
      if (web != null) {
        web.close();
      }
    } finally {
      new Programs(folder).kill();
      Checkout.unlink(folder.resolve("checkout"));
    }
  }

  @Test
  @Order(1)
  void minimalExampleIsInstalledByItsAddressAlone() throws Exception {
    Path options = Files.writeString(folder.resolve("minimal.json"), example("\"mem\": 512"));
    local =
        KafkaLocalProgram.up(
            checkout,
            "--package",
            address,
            "--options",
            options.toString(),
            "--agents",
            Integer.toString(AGENTS));
    router = Http.to(local.uri());

    JsonNode app = router.get("/marathon/v2/apps/kafka").json().path("app");
    assertThat(app.at("/fetch/0/uri").asText()).isEqualTo(address + "/kafka-scheduler.tgz");
    assertThat(app.at("/env/KAFKA_URI").asText()).startsWith(address);
    assertThat(app.at("/env/EXECUTOR_URI").asText()).startsWith(address);
    assertThat(app.at("/env/BROKER_COUNT").asText()).isEqualTo("1");
    assertThat(app.at("/env/BROKER_MEM").asText()).isEqualTo("512");
    assertThat(app.at("/env/BROKER_DISK").asText()).isEqualTo("1000");
    assertThat(kafka("kafka").trouble(1)).isEmpty();
  }

  @Test
  @Order(2)
  void secondClusterAndOneInAFolderAreWhollyApart() throws Exception {
    Map<Integer, String> tasksBefore = kafka("kafka").tasks();

    install(example("\"kafka1\""), 1);
    install("{\"service\": {\"name\": \"/team/kafka\"}}", 1);
    awaitWell("kafka1", 1);
    awaitWell("team/kafka", 1);

    List<String> names = List.of("kafka", "kafka1", "team/kafka");
    Set<String> servers = new HashSet<>();
    for (String name : names) {
      servers.addAll(List.of(kafka(name).bootstrapServers().split(",")));
      String topic = "of-" + name.replace('/', '-');
      // On a busy machine the answer may be that it takes longer; it happens all the same.
      kafka(name).send("POST", "/v1/topics?name=" + topic + "&partitions=1&replication=1");
      await(topic + " is there")
          .atMost(Cluster.PATIENCE)
          .until(() -> kafka(name).get("/v1/topics").text().contains('"' + topic + '"'));
    }
    for (String name : names) {
      assertThat(
              inTerminal(
                  "bin/dcos kafka --name=" + name + " topic list --output table | tail -n +2"))
          .isEqualTo("of-" + name.replace('/', '-') + "\n");
    }
    assertThat(servers).hasSize(3);
    assertThat(frameworks("name")).containsExactlyInAnyOrder("kafka", "kafka1", "/team/kafka");
    assertThat(frameworks("principal"))
        .containsExactlyInAnyOrder("kafka-principal", "kafka1-principal", "team__kafka-principal");
    assertThat(frameworks("role"))
        .containsExactlyInAnyOrder("kafka-role", "kafka1-role", "team__kafka-role");
    assertThat(zookeepers(names))
        .extracting(at -> at.replaceFirst("^[^/]*/", ""))
        .containsExactlyInAnyOrder(
            "dcos-service-kafka", "dcos-service-kafka1", "dcos-service-team__kafka");

    kafka("kafka1").command("PUT", "/v1/brokers/0");
    Map<Integer, String> tasks = kafka("team/kafka").tasks();
    awaitWell("kafka1", 1);
    assertThat(kafka("kafka").tasks()).isEqualTo(tasksBefore);
    assertThat(kafka("team/kafka").tasks()).isEqualTo(tasks);
  }

  @Test
  @Order(3)
  void customExampleHasTenBrokersOnTenAgents() throws Exception {
    install(example("sample-kafka-custom"), 10);
    awaitWell("sample-kafka-custom", 10);

    Set<String> agents = new HashSet<>();
    for (int id = 0; id < 10; id++) {
      agents.add(
          kafka("sample-kafka-custom").get("/v1/brokers/" + id).json().path("agentId").asText());
    }
    assertThat(agents).hasSize(10);
    JsonNode target = kafka("sample-kafka-custom").get("/v1/configurations/target").json();
    assertThat(target.at("/serviceConfiguration/placementStrategy").asText()).isEqualTo("NODE");
    assertThat(target.at("/kafkaConfiguration").toString())
        .contains("\"log.retention.hours\":\"128\"")
        .contains("\"delete.topic.enable\":\"true\"");
    assertThat(kafka("kafka").trouble(1)).isEmpty();
  }

  /** The example of the page that has these words in it. */
  private static String example(String words) {
    return EXAMPLES.stream()
        .map(Page.Block::text)
        .filter(text -> text.contains(words))
        .findFirst()
        .orElseThrow();
  }

  /** What `dcos package install --options` does; brokers are small, and Mesos is where it is. */
  private static void install(String options, int brokers) throws Exception {
    if (definition == null) {
      definition = PackageDefinition.load(URI.create(address));
    }
    JsonNode first = router.get("/marathon/v2/apps/kafka").json().at("/app/env");
    ObjectNode wanted = (ObjectNode) Http.JSON.readTree(options);
    wanted
        .withObjectProperty("service")
        .put("user", System.getProperty("user.name"))
        .put("mesos_master", first.path("MESOS_MASTER").asText())
        .put("mesos_zookeeper_uri", first.path("MESOS_ZOOKEEPER_URI").asText())
        .put("deploy_strategy", "parallel");
    ObjectNode small = wanted.withObjectProperty("brokers");
    small.put("count", brokers).put("cpus", 0.2).put("mem", 512).put("disk", 512);
    small.putObject("heap").put("size", 256);
    wanted.putObject("executor").put("cpus", 0.1).put("mem", 96);
    wanted.withObjectProperty("kafka").put("log_cleaner_dedupe_buffer_size", 4 * 1024 * 1024);
    ObjectNode app = Cosmos.render(definition, wanted, address);
    Http.Answer answer = router.send("POST", "/marathon/v2/apps", app);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  private static KafkaService kafka(String name) {
    return new KafkaService(router, "/service/" + name);
  }

  private static void awaitWell(String name, int brokers) {
    await(name + " is deployed")
        .atMost(Cluster.PATIENCE)
        .untilAsserted(() -> assertThat(kafka(name).trouble(brokers)).isEmpty());
  }

  private static Set<String> frameworks(String field) {
    Set<String> values = new TreeSet<>();
    for (JsonNode framework : router.get("/mesos/state").json().path("frameworks")) {
      values.add(
          framework.has(field)
              ? framework.path(field).asText()
              : framework.at("/roles/0").asText());
    }
    return values;
  }

  private static Set<String> zookeepers(List<String> names) {
    Set<String> all = new TreeSet<>();
    names.forEach(name -> all.add(kafka(name).get("/v1/endpoints/zookeeper").text().strip()));
    return all;
  }

  /** In another terminal. */
  private static String inTerminal(String command) throws Exception {
    try (Shell other =
        new Shell(
            checkout,
            Map.of("DCOS_URL", local.uri().toString(), "DCOS_DIR", folder + "/no-dcos"))) {
      return other.run(command);
    }
  }
}
