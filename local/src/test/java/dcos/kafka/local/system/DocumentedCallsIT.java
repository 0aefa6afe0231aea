package dcos.kafka.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dcos.kafka.local.docs.Page;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every {@code curl} and every {@code dcos kafka} line of the product's documentation, run against
 * three real brokers behind a router that wants a login, by a scheduler that wants a token. {@code
 * documented-calls.json} has the first, the command line's own tests have the second.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DocumentedCallsIT {
  private static final Path CLI_TABLE =
      Path.of("../cli-python/tests/fixtures/documented.json").toAbsolutePath().normalize();
  private static final Path DCOS = Path.of("../bin/dcos").toAbsolutePath().normalize();

  /** So many calls of the documentation have an answer beneath them that can be read. */
  private static final int READABLE_ANSWERS = 15;

  private static final Pattern CONFIGURATION =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern TOPIC = Pattern.compile("/v1/topics/(topic\\d)(/|\\?.*|$)");

  /** Lines of the command line that were run, without {@code dcos kafka}. */
  private static final Set<String> DONE = new HashSet<>();

  private static final Set<Call> run = new HashSet<>();

  @TempDir static Path folder;
  private static Cluster cluster;
  private static Secrets secrets;

  @BeforeAll
  static void deploy() throws Exception {
    cluster = Cluster.start(Cluster.options(folder.resolve("dcos")).withUser(Cluster.USER));
    // The router hands on what callers show it, so that one token opens both.
    secrets = new Secrets(folder, cluster.router().token());
    cluster.install(options -> {}, secrets::configure);
    cluster.awaitWell();
  }

  @AfterAll
  static void end() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  void nobodyPassesWithoutAToken() {
    Http open = Http.to(cluster.dcos().uri());
    Http beside = Http.to(URI.create("http://" + hostAndPort(cluster.scheduler())));
    SoftAssertions each = new SoftAssertions();
    for (Call call : calls()) {
      CurlLine curl = call.curl();
      if (curl.authorization().isPresent()) {
        each.assertThat(open.send(curl.method(), curl.path()).status())
            .as("without a token: %s", call)
            .isEqualTo(401);
        each.assertThat(open.as("token=uSeR_t0k3n").send(curl.method(), curl.path()).status())
            .as("with a wrong token: %s", call)
            .isEqualTo(401);
        each.assertThat(
                beside
                    .as("token=uSeR_t0k3n")
                    .send(curl.method(), curl.path().replaceFirst("/service/kafka", ""))
                    .status())
            .as("with a wrong token, beside the router: %s", call)
            .isEqualTo(401);
      }
    }
    ObjectNode wrong =
        Http.JSON.createObjectNode().put("uid", "username").put("password", "guessed");
    each.assertThat(open.send("POST", "/acs/api/v1/auth/login", wrong).status()).isEqualTo(401);
    each.assertAll();
  }

  @Test
  @Order(2)
  void callsOfAClusterAtRest() {
    SoftAssertions each = new SoftAssertions();
    for (Call call : calls("at rest")) {
      check(call, each);
    }
    for (String line : requests()) {
      String[] words = line.split(" ");
      prepare(words[0] + words[1].replaceFirst("/service/kafka", ""));
      each.assertThat(cluster.router().send(words[0], words[1]).status()).as(line).isEqualTo(200);
    }
    each.assertAll();
  }

  private static String hostAndPort(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }

  private static CommandLine terminal() {
    return new CommandLine(
        folder,
        Map.of(
            "DCOS_URL",
            cluster.dcos().uri().toString(),
            "DCOS_ACS_TOKEN",
            cluster.router().token(),
            "DCOS_DIR",
            folder.resolve("no-dcos").toString()));
  }

  @Test
  @Order(3)
  void linesOfTheCommandLine() throws Exception {
    CommandLine terminal = terminal();
    SoftAssertions each = new SoftAssertions();
    for (JsonNode command : Http.JSON.readTree(CLI_TABLE.toFile()).path("commands")) {
      // Placeholders for a service's name stand for ours; some lines come several times.
      String line =
          command
              .path("line")
              .asText()
              .replaceFirst("^dcos kafka( --name[ =]kafka(1|-dev)?)?", "")
              .strip();
      if (DONE.add(line)) {
        String call = command.path("method").asText() + command.path("path").asText();
        prepare(
            call.replaceFirst(".*/service/[^/]+", "")
                + (line.startsWith("topic create") ? "?name=topic1" : "")
                + (line.startsWith("topic partitions") ? "?operation=partitions" : ""));
        run(terminal, line, command, each);
        settle();
      }
    }
    each.assertAll();
  }

  /**
   * What the lines above have not been, yet; the rest of those pages needs a DC/OS, or says why.
   */
  @Test
  @Order(4)
  void linesOfOurOwnPages() throws Exception {
    CommandLine terminal = terminal();
    Set<String> documented = calls().stream().map(Call::line).collect(Collectors.toSet());
    create("topic1", 3);
    SoftAssertions each = new SoftAssertions();
    for (String line : ownLines()) {
      String kafka = line.replaceFirst("^dcos kafka ", "");
      if (kafka.equals(line)) {
        each.assertThat(documented).as("calls that the table has").contains(line);
      } else if (DONE.add(kafka)) {
        List<String> words = new ArrayList<>(List.of(DCOS.toString(), "kafka"));
        words.addAll(List.of(kafka.split(" ")));
        CommandLine.Ended ended = terminal.run("", words);
        each.assertThat(ended.code()).as("%s: %s%s", line, ended.out(), ended.err()).isZero();
        settle();
      }
    }
    each.assertAll();
  }

  /** Without the remarks behind them. */
  private static List<String> ownLines() {
    return Stream.of("docs/clients.md", "docs/operations.md", "docs/troubleshooting.md")
        .flatMap(page -> Page.of(page).commands().stream())
        .filter(block -> block.mark().isEmpty())
        .flatMap(block -> block.text().lines())
        .map(line -> line.replaceFirst("\\s+# .*", ""))
        .toList();
  }

  @Test
  @Order(5)
  void callsOfACanary() {
    cluster.edit(
        Map.of(
            "DEPLOY_STRATEGY",
            "serial-canary",
            "KAFKA_OVERRIDE_AUTO_CREATE_TOPICS_ENABLE",
            "false"));
    cluster.awaitSteps("WAITING", "WAITING", "PENDING");
    SoftAssertions each = new SoftAssertions();
    for (Call call : calls("canary")) {
      check(call, each);
    }
    cluster.awaitSteps("IN_PROGRESS", "WAITING", "PENDING");
    for (Call call : calls("canary continued")) {
      check(call, each);
    }
    each.assertAll();

    cluster.awaitSteps("COMPLETE", "WAITING", "PENDING");
    cluster.kafka().command("POST", "/v1/continue");
    cluster.kafka().command("POST", "/v1/plans/deploy/continue");
    cluster.awaitWell();
  }

  @Test
  @Order(6)
  void callsOfARefusedChange() {
    Map<Integer, String> before = cluster.kafka().tasks();

    cluster.edit(Map.of("BROKER_COUNT", "2"));

    await("the change is refused")
        .atMost(Cluster.PATIENCE)
        .ignoreExceptions()
        .until(() -> !cluster.kafka().plan().path("errors").isEmpty());
    SoftAssertions each = new SoftAssertions();
    for (Call call : calls("refused")) {
      check(call, each);
    }
    each.assertThat(cluster.kafka().plan().path("errors").toString())
        .isEqualTo(
            "[\"Validation error on field \\\"BROKER_COUNT\\\": Decreasing this value (from 3 to"
                + " 2) is not supported.\"]");
    each.assertThat(cluster.kafka().plan().path("status").asText()).isEqualTo("ERROR");
    each.assertThat(cluster.kafka().tasks()).isEqualTo(before);
    each.assertAll();
  }

  @Test
  @Order(7)
  void noSecretIsTold() throws Exception {
    Map<String, String> told = Secrets.told(cluster, folder.resolve("dcos"));

    // What is looked through has what it ought to have.
    for (String kind : List.of("process ", "log ", "answer ", "node ")) {
      assertThat(told.entrySet())
          .as("places of the kind %s", kind)
          .anyMatch(each -> each.getKey().startsWith(kind) && each.getValue().contains("kafka"));
    }
    for (String secret : secrets.all()) {
      told.forEach((place, text) -> assertThat(text.contains(secret)).as(place).isFalse());
    }
  }

  @Test
  @Order(7)
  void everyRowOfTheTableWasRun() {
    assertThat(calls()).isNotEmpty().allMatch(run::contains);
  }

  @Test
  @Order(8)
  void tableMissesNothingOfTheDocumentation() throws Exception {
    Optional<ProductDocumentation> found = ProductDocumentation.find();
    assumeTrue(
        found.isPresent(),
        "Not compared with the product documentation: PRODUCT_DOCS names no copy of it, and no"
            + " folder beside the checkout has a product-docs.txt");
    List<ProductDocumentation.Call> documented = found.get().calls();
    List<Call> calls = calls();

    assertThat(calls.stream().map(Call::line))
        .containsExactlyElementsOf(
            documented.stream().map(ProductDocumentation.Call::line).toList());
    SoftAssertions each = new SoftAssertions();
    int compared = 0;
    for (int i = 0; i < calls.size(); i++) {
      Optional<JsonNode> answer = documented.get(i).answer();
      if (answer.isPresent()) {
        compared++;
        each.assertThat(Documented.differences(answer.get(), calls.get(i).answer()))
            .as("the table's answer to %s", calls.get(i).line())
            .isEmpty();
      }
    }
    // All but those without an answer, and the two that are broken beyond recognition.
    each.assertThat(compared).isGreaterThanOrEqualTo(READABLE_ANSWERS);
    Set<String> others = new LinkedHashSet<>(found.get().requests());
    calls.forEach(call -> others.remove(call.curl().method() + " " + call.curl().path()));
    each.assertThat(requests()).containsExactlyElementsOf(others);
    each.assertAll();
  }

  /** Lines of requests that the documentation shows beneath calls that are others. */
  private static List<String> requests() {
    List<String> lines = new ArrayList<>();
    table().path("requests").forEach(line -> lines.add(line.asText()));
    return lines;
  }

  /** A row of the table. */
  private record Call(String line, String when, int status, JsonNode answer, JsonNode differences) {
    CurlLine curl() {
      return CurlLine.parse(line);
    }
  }

  private static JsonNode table() {
    try (InputStream table =
        DocumentedCallsIT.class.getResourceAsStream("/system/documented-calls.json")) {
      return Http.JSON.readTree(table);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Call> calls() {
    return StreamSupport.stream(table().path("calls").spliterator(), false)
        .map(
            row ->
                new Call(
                    row.path("line").asText(),
                    row.path("when").asText(),
                    row.path("status").asInt(),
                    row.path("answer"),
                    row.path("differences")))
        .toList();
  }

  private static List<Call> calls(String when) {
    return calls().stream().filter(call -> call.when().equals(when)).toList();
  }

  private static void check(Call call, SoftAssertions each) {
    run.add(call);
    CurlLine curl = call.curl();
    prepare(curl.method() + curl.path().replaceFirst("/service/kafka", ""));
    Http http = curl.authorization().isPresent() ? cluster.router() : Http.to(cluster.dcos().uri());
    String path = CONFIGURATION.matcher(curl.path()).replaceFirst(target());
    Http.Answer answer =
        curl.data().isPresent()
            ? http.send(curl.method(), path, curl.data().get())
            : http.send(curl.method(), path);

    each.assertThat(answer.status())
        .as("%s: %s", call.line(), answer.text())
        .isEqualTo(call.status());
    each.assertThat(answer.type()).as(call.line()).startsWith("application/json");
    each.assertThat(Documented.differences(call.answer(), answer.json()).keySet())
        .as(
            "%s: differences, of which the table justifies some: %s",
            call.line(), Documented.differences(call.answer(), answer.json()))
        .containsExactlyElementsOf(
            call.differences().properties().stream().map(Map.Entry::getKey).toList());
    settle();
  }

  private static void run(CommandLine terminal, String line, JsonNode command, SoftAssertions each)
      throws Exception {
    List<String> words = new ArrayList<>(List.of(DCOS.toString(), "kafka"));
    words.addAll(List.of(CONFIGURATION.matcher(line).replaceFirst(target()).split(" ")));

    CommandLine.Ended ended = terminal.run("", words);

    JsonNode documented = command.path("answer");
    JsonNode actual =
        command.path("text").asBoolean()
            ? TextNode.valueOf(ended.out())
            : Http.JSON.readTree(ended.out());
    each.assertThat(ended.code()).as("%s: %s", line, ended.err()).isZero();
    each.assertThat(Documented.differences(documented, actual).keySet())
        .as("%s: %s", line, ended.out())
        .isSubsetOf("brokerConfiguration.containerHookUri", "brokerConfiguration.overriderUri");
  }

  /** What a call is about is there, or isn't when the call is to create it. */
  private static void prepare(String call) {
    Matcher topic = TOPIC.matcher(call);
    if (call.matches(".*[?&]name=topic1.*")) {
      remove("topic1");
    } else if (call.contains("operation=partitions")) {
      remove("topic1");
      create("topic1", 1);
    } else if (topic.find()) {
      create(topic.group(1), 3);
    } else if (call.endsWith("/topics")) {
      create("topic0", 3);
      create("topic1", 3);
    }
  }

  /** Some calls are the beginning of something. */
  private static void settle() {
    if (cluster.kafka().get("/v1/plans/recovery").status() != 200) {
      cluster.awaitWell();
    }
  }

  private static void remove(String topic) {
    if (topics().contains(topic)) {
      cluster.kafka().send("DELETE", "/v1/topics/" + topic);
      await(topic + " is gone").atMost(Cluster.PATIENCE).until(() -> !topics().contains(topic));
    }
  }

  private static void create(String topic, int partitions) {
    if (!topics().contains(topic)) {
      // On a busy machine the answer may be that it takes longer; it happens all the same.
      cluster
          .kafka()
          .send(
              "POST", "/v1/topics?name=" + topic + "&partitions=" + partitions + "&replication=3");
      // Brokers learn of it one after the other.
      await(topic + " is there").atMost(Cluster.PATIENCE).until(() -> topics().contains(topic));
    }
  }

  private static Set<String> topics() {
    Set<String> names = new HashSet<>();
    cluster.kafka().get("/v1/topics").json().forEach(name -> names.add(name.asText()));
    return names;
  }

  private static String target() {
    return cluster.kafka().get("/v1/configurations/targetId").json().path(0).asText();
  }
}
