package dcos.kafka.scheduler.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcos.kafka.scheduler.config.setting.SchedulerConfiguration;
import dcos.kafka.scheduler.wiring.SchedulerApplication;
import io.dropwizard.core.Application;
import io.dropwizard.testing.DropwizardTestSupport;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a scheduler answers about topics, beside what Kafka's own tools print about the same three
 * brokers: first all is well, then one broker is dead, then two, then all, then ZooKeeper too.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KafkaOverRestTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Many partitions on all, some on two brokers each, and some that have one replica only. */
  private static final List<String> TOPICS = List.of("wide", "pairs", "single");

  private static final Pattern DESCRIBED =
      Pattern.compile("\tPartition: (\\d+)\tLeader: (\\S+)\tReplicas: \\S+\tIsr: (\\S*)");

  @TempDir static Path folder;

  private static RealKafka kafka;
  private static TestingServer records;
  private static DropwizardTestSupport<SchedulerConfiguration> scheduler;

  @BeforeAll
  static void start() throws Exception {
    kafka = new RealKafka(folder);
    records = new TestingServer();
    for (int id = 0; id < 3; id++) {
      kafka.start(id, Map.of());
    }
    Map<String, String> variables =
        Map.of(
            "FRAMEWORK_NAME", "kafka",
            "MESOS_MASTER", "127.0.0.1:1",
            "MESOS_ZOOKEEPER_URI", records.getConnectString(),
            "KAFKA_ZOOKEEPER_URI", kafka.zookeeper(),
            "KAFKA_URI", "http://127.0.0.1:1/kafka.tgz",
            "EXECUTOR_URI", "http://127.0.0.1:1/executor.tgz",
            "PORT_API", "0",
            "LOG_LEVEL", "OFF");
    scheduler =
        new DropwizardTestSupport<>(
            SchedulerApplication.class, "src/main/dist/conf/scheduler.yml") {
          @Override
          public Application<SchedulerConfiguration> newApplication() {
            return new SchedulerApplication(variables);
          }
        };
    scheduler.before();
    await()
        .atMost(PATIENCE)
        .until(() -> send("GET", "/v1/endpoints/broker").at("/address").size() == 3);
    create("wide", 100, 3);
    create("pairs", 20, 2);
    create("single", 6, 1);
    assertThat(ask("PUT", "/v1/topics/wide/operation/producer-test?messages=1000").statusCode())
        .isEqualTo(200);
    assertThat(ask("PUT", "/v1/topics/single/operation/producer-test?messages=100").statusCode())
        .isEqualTo(200);
  }

  @AfterAll
  static void stop() throws Exception {
    if (scheduler != null) {
      scheduler.after();
    }
    kafka.close();
    records.close();
  }

  @Test
  @Order(1)
  void saysTheSameAsKafkasToolsWhenAllIsWell() throws Exception {
    assertThat(texts(send("GET", "/v1/topics")))
        .isEqualTo(topicsTool("--list").lines().sorted().toList())
        .containsAll(TOPICS);
    assertDescriptionsAgree();
    for (String topic : TOPICS) {
      assertThat(offsets(topic, "last")).isEqualTo(offsetTool(topic, "-1"));
      assertThat(offsets(topic, "first")).isEqualTo(offsetTool(topic, "-2"));
    }
    assertThat(send("GET", "/v1/topics/under_replicated_partitions").toString())
        .isEqualTo("{\"message\":\"\"}");
    assertThat(topicsTool("--describe", "--under-replicated-partitions")).isEmpty();
  }

  @Test
  @Order(2)
  void stopsABenchmarkWhoseCallerGoesAwayAndHasOneAtATime() throws Exception {
    try (Socket caller = new Socket("127.0.0.1", scheduler.getLocalPort())) {
      caller
          .getOutputStream()
          .write(
              ("PUT /v1/topics/pairs?operation=producer-test&messages=10000000 HTTP/1.1\r\n"
                      + "Host: x\r\nContent-Length: 0\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      await("it writes")
          .atMost(PATIENCE)
          .until(() -> offsets("pairs", "last").values().stream().anyMatch(o -> !o.equals("0")));
      HttpResponse<String> second =
          ask("PUT", "/v1/topics/pairs/operation/producer-test?messages=1");
      assertThat(second.statusCode()).isEqualTo(409);
      assertThat(second.body()).contains("one at a time");
    }

    await("the next one may run")
        .atMost(PATIENCE)
        .until(
            () ->
                ask("PUT", "/v1/topics/single/operation/producer-test?messages=1").statusCode()
                    == 200);
  }

  @Test
  @Order(3)
  void saysTheSameAsKafkasToolsWithADeadBroker() throws Exception {
    kafka.kill(2);

    awaitReplicationAgrees();
    assertDescriptionsAgree();
    assertThat(lines("under_replicated_partitions")).hasSizeGreaterThan(100);
    assertThat(lines("unavailable_partitions")).allMatch(line -> line.contains("Topic: single"));
    assertThat(offsets("single", "last")).isEqualTo(offsetTool("single", "-1"));
    assertThat(offsets("wide", "last")).isEqualTo(offsetTool("wide", "-1"));
  }

  @Test
  @Order(4)
  void saysTheSameAsKafkasToolsWithOfflinePartitions() throws Exception {
    kafka.kill(1);

    awaitReplicationAgrees();
    assertDescriptionsAgree();
    assertThat(lines("unavailable_partitions"))
        .anyMatch(line -> line.contains("Topic: pairs"))
        .anyMatch(line -> line.contains("Topic: single"))
        .noneMatch(line -> line.contains("Topic: wide"))
        .allMatch(line -> line.contains("Leader: none"));
    assertThat(offsets("pairs", "last")).isEqualTo(offsetTool("pairs", "-1"));
  }

  @Test
  @Order(5)
  void readersAndSlowClientsHoldNobodyUpWhileKafkaDoesNotAnswer() throws Exception {
    kafka.kill(0);
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket client = new Socket("127.0.0.1", scheduler.getLocalPort());
        client
            .getOutputStream()
            .write("GET /v1/topics HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII));
        slow.add(client);
      }

      List<CompletableFuture<HttpResponse<String>>> readers =
          IntStream.range(0, 200)
              .mapToObj(
                  i ->
                      HTTP.sendAsync(
                          request("GET", "/v1/topics/wide/offsets"),
                          HttpResponse.BodyHandlers.ofString()))
              .toList();

      assertThat(ask("GET", "/v1/brokers").statusCode()).isEqualTo(200);
      assertThat(ask("GET", "/v1/plan").statusCode()).isEqualTo(503);
      assertThat(ask("POST", "/v1/continue").statusCode()).as("the core").isEqualTo(200);
      for (CompletableFuture<HttpResponse<String>> reader : readers) {
        assertThat(reader.join().statusCode()).isIn(503, 504);
        assertThat(JSON.readTree(reader.join().body()).path("message").asText()).isNotBlank();
      }
    } finally {
      for (Socket client : slow) {
        client.close();
      }
    }
  }

  @Test
  @Order(6)
  void saysWhatIsMissingWhenNoBrokerIsThere() throws Exception {
    await("nobody is registered")
        .atMost(PATIENCE)
        .until(() -> send("GET", "/v1/endpoints/broker").at("/address").isEmpty());

    assertRefused("GET", "/v1/topics", "No broker is registered");
    assertRefused(
        "POST", "/v1/topics?name=a&partitions=1&replication=1", "No broker is registered");
    assertRefused("PUT", "/v1/topics/wide/operation/producer-test?messages=1", "No broker");
    assertThat(lines("unavailable_partitions")).hasSizeGreaterThanOrEqualTo(126);
  }

  @Test
  @Order(7)
  void saysThatZooKeeperIsAway() throws Exception {
    kafka.zookeeperServer().stop();

    await("it is noticed")
        .atMost(PATIENCE)
        .until(() -> ask("GET", "/v1/topics/under_replicated_partitions").statusCode() == 503);
    assertRefused("GET", "/v1/topics/under_replicated_partitions", "ZooKeeper does not answer");
    for (String path : List.of("/v1/topics", "/v1/topics/wide", "/v1/topics/wide/offsets")) {
      assertThat(ask("GET", path).statusCode()).as(path).isIn(503, 504);
    }
    assertThat(ask("GET", "/v1/brokers").statusCode()).isEqualTo(200);
    assertThat(ask("POST", "/v1/plan/interrupt").statusCode()).as("the core").isEqualTo(200);
  }

  /** Every partition of every topic, as {@code kafka-topics.sh --describe} shows it. */
  private static void assertDescriptionsAgree() {
    await("the descriptions are the same")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (String topic : TOPICS) {
                Map<Integer, String> printed = new TreeMap<>();
                Matcher line = DESCRIBED.matcher(topicsTool("--describe", "--topic", topic));
                while (line.find()) {
                  printed.put(Integer.valueOf(line.group(1)), line.group(2) + " " + line.group(3));
                }
                assertThat(described(topic)).isEqualTo(printed).isNotEmpty();
              }
            });
  }

  private static Map<Integer, String> described(String topic) throws Exception {
    Map<Integer, String> described = new TreeMap<>();
    for (JsonNode partition : send("GET", "/v1/topics/" + topic).path("partitions")) {
      partition
          .properties()
          .forEach(
              one -> {
                int leader = one.getValue().path("leader").asInt();
                described.put(
                    Integer.valueOf(one.getKey()),
                    (leader < 0 ? "none" : leader)
                        + " "
                        + String.join(",", texts(one.getValue().path("isr"))));
              });
    }
    return described;
  }

  private static void awaitReplicationAgrees() {
    await("what is wrong with replicas is said the same")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(lines("under_replicated_partitions"))
                  .isEqualTo(
                      topicsTool("--describe", "--under-replicated-partitions").lines().toList())
                  .isNotEmpty();
              assertThat(lines("unavailable_partitions"))
                  .isEqualTo(topicsTool("--describe", "--unavailable-partitions").lines().toList())
                  .isNotEmpty();
            });
  }

  private static List<String> lines(String which) throws Exception {
    return send("GET", "/v1/topics/" + which)
        .path("message")
        .asText()
        .replaceFirst("^Output: ", "")
        .lines()
        .toList();
  }

  /** By partition; none for a partition without leader, which the tool leaves out. */
  private static Map<Integer, String> offsets(String topic, String time) throws Exception {
    Map<Integer, String> offsets = new TreeMap<>();
    for (JsonNode each : send("GET", "/v1/topics/" + topic + "/offsets?time=" + time)) {
      each.properties()
          .forEach(one -> offsets.put(Integer.valueOf(one.getKey()), one.getValue().asText()));
    }
    offsets.values().removeIf(String::isEmpty);
    return offsets;
  }

  private static Map<Integer, String> offsetTool(String topic, String time) throws Exception {
    String brokers = String.join(",", texts(send("GET", "/v1/endpoints/broker").path("address")));
    Map<Integer, String> offsets = new TreeMap<>();
    RealKafka.output(
            "kafka.tools.GetOffsetShell",
            "--topic",
            topic,
            "--time",
            time,
            "--broker-list",
            brokers)
        .lines()
        .map(line -> line.split(":"))
        .filter(words -> words.length == 3 && words[0].equals(topic))
        .forEach(words -> offsets.put(Integer.valueOf(words[1]), words[2]));
    return offsets;
  }

  private static String topicsTool(String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("kafka.admin.TopicCommand", "--zookeeper", kafka.zookeeper()));
    arguments.addAll(List.of(options));
    return RealKafka.output(arguments.toArray(String[]::new));
  }

  private static void create(String topic, int partitions, int replicas) throws Exception {
    HttpResponse<String> created =
        ask(
            "POST",
            "/v1/topics?name=%s&partitions=%d&replication=%d"
                .formatted(topic, partitions, replicas));
    // Kafka may take longer than a caller is let wait, on a busy machine.
    assertThat(created.statusCode()).as(created.body()).isIn(200, 504);
    await(topic + " is there")
        .atMost(PATIENCE)
        .until(
            () ->
                described(topic).size() == partitions
                    && described(topic).values().stream().noneMatch(l -> l.startsWith("none")));
  }

  private static void assertRefused(String method, String path, String sentence) throws Exception {
    HttpResponse<String> answer = ask(method, path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(JSON.readTree(answer.body()).path("message").asText()).contains(sentence);
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static JsonNode send(String method, String path) throws Exception {
    return JSON.readTree(ask(method, path).body());
  }

  private static HttpResponse<String> ask(String method, String path) throws Exception {
    return HTTP.send(request(method, path), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest request(String method, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + scheduler.getLocalPort() + path))
        .method(method, HttpRequest.BodyPublishers.noBody())
        .build();
  }
}
