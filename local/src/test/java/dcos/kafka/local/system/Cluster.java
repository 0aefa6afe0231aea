package dcos.kafka.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.local.Artifacts;
import dcos.kafka.local.LocalDcos;
import dcos.kafka.local.LocalDcosOptions;
import dcos.kafka.local.router.Credentials;
import dcos.kafka.local.universe.Cosmos;
import dcos.kafka.local.universe.PackageDefinition;
import dcos.kafka.local.universe.PackageException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A local DC/OS with small brokers on it, deployed from the package that the build has made. The
 * machine may be busy with other things, so everything gets minutes, and is waited for by what it
 * does.
 */
final class Cluster implements AutoCloseable {
  /** Enough for anything that is to happen once, on a busy machine. */
  static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Loopback addresses of this JVM's; the build runs several, numbered from 1. */
  static final String NETWORK = "127.0." + (Integer.getInteger("system.fork", 1) - 1);

  static final Credentials USER = new Credentials("username", "password");

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final String APP = "/marathon/v2/apps/kafka";

  private final LocalDcosOptions options;
  private final Programs programs;
  private LocalDcos dcos;
  private Http router;

  private Cluster(LocalDcosOptions options, LocalDcos dcos) {
    this.options = options;
    this.programs = new Programs(options.folder());
    this.dcos = dcos;
    this.router = login();
  }

  /** Where and how one is set up: beside those of other tests that run at the same time. */
  static LocalDcosOptions options(Path folder) {
    return LocalDcosOptions.in(folder).withNetwork(NETWORK);
  }

  /**
   * Starts one and deploys the package.
   *
   * @param wishes beside what makes the brokers small
   */
  static Cluster deploy(LocalDcosOptions options, Consumer<ObjectNode> wishes) throws IOException {
    Cluster cluster = start(options);
    try {
      cluster.install(wishes);
      cluster.awaitWell();
      return cluster;
    } catch (RuntimeException | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  /** Starts one on which nothing runs yet. */
  static Cluster start(LocalDcosOptions options) throws IOException {
    return new Cluster(options, LocalDcos.start(options));
  }

  LocalDcos dcos() {
    return dcos;
  }

  /** As somebody who has logged in, where one has to. */
  Http router() {
    return router;
  }

  /** Where the scheduler itself listens, beside the router. */
  InetSocketAddress scheduler() {
    JsonNode task = app().json().path("app").path("tasks").path(0);
    return new InetSocketAddress(task.path("host").asText(), task.path("ports").path(0).asInt());
  }

  KafkaService kafka() {
    return new KafkaService(router, "/service/kafka");
  }

  /** What it has started. */
  Programs programs() {
    return programs;
  }

  /** Where Kafka keeps its state in ZooKeeper. */
  String kafkaZooKeeper() {
    return dcos.zookeeper() + "/dcos-service-kafka";
  }

  /** What the build has made. */
  static Artifacts artifacts() {
    return new Artifacts(HOME);
  }

  /** Deploys the package. */
  void install(Consumer<ObjectNode> wishes) {
    install(wishes, app -> {});
  }

  /**
   * Has the package installed.
   *
   * @param wishes beside what makes the brokers small
   * @param marathon what an operator would change of the app that comes of it
   */
  void install(Consumer<ObjectNode> wishes, Consumer<ObjectNode> marathon) {
    ObjectNode wanted = Http.JSON.createObjectNode();
    wanted
        .putObject("service")
        .put("user", System.getProperty("user.name"))
        .put("mesos_master", dcos.masterUri())
        .put("mesos_zookeeper_uri", dcos.zookeeper());
    ObjectNode brokers = wanted.putObject("brokers");
    brokers.put("cpus", 0.2).put("mem", 600).put("disk", 512);
    brokers.putObject("heap").put("size", 256);
    wanted.putObject("executor").put("cpus", 0.1).put("mem", 96);
    wanted
        .putObject("kafka")
        .put("delete_topic_enable", true)
        .put("log_cleaner_dedupe_buffer_size", 4 * 1024 * 1024)
        .put("offsets_topic_num_partitions", 3);
    wishes.accept(wanted);
    assertThat(artifacts().missing())
        .as("what `mvn -DskipTests package` in %s makes, and isn't there", HOME)
        .isEmpty();
    try {
      PackageDefinition definition =
          PackageDefinition.load(artifacts().universePackage()).withAssets(PlainArchives.uris());
      ObjectNode app = Cosmos.render(definition, wanted, "the system tests");
      marathon.accept(app);
      Http.Answer answer = router.send("PUT", APP, app);
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    } catch (PackageException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** What an operator does in the UI's environment tab: some variables get other values. */
  void edit(Map<String, String> variables) {
    edit(environment -> variables.forEach(environment::put));
  }

  /** The same with anything done to the variables. */
  void edit(Consumer<ObjectNode> variables) {
    ObjectNode environment = (ObjectNode) router.get(APP).json().path("app").path("env").deepCopy();
    variables.accept(environment);
    ObjectNode change = Http.JSON.createObjectNode();
    change.set("env", environment);
    Http.Answer answer = router.send("PUT", APP, change);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  /** What Marathon knows of the scheduler's app. */
  Http.Answer app() {
    return router.get(APP);
  }

  /** Ends the scheduler's app, and with it the scheduler; brokers and the framework stay. */
  void removeApp() {
    assertThat(router.send("DELETE", APP).status()).isEqualTo(200);
    await("the scheduler has ended").atMost(PATIENCE).until(() -> app().status() == 404);
  }

  /** Why Marathon had to start the scheduler again last; empty text when it never had to. */
  String lastFailure() {
    return app().json().path("app").path("lastTaskFailure").path("message").asText();
  }

  private int brokerCount() {
    return Integer.parseInt(app().json().path("app").path("env").path("BROKER_COUNT").asText());
  }

  /** Waits until nothing is left to do. */
  void awaitWell() {
    int count = brokerCount();
    await("deployed, registered and in sync")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(kafka().trouble(count)).isEqualTo(Optional.empty()));
  }

  /** Waits until the brokers' steps have these statuses. */
  void awaitSteps(String... statuses) {
    await("steps " + List.of(statuses))
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(kafka().stepStatuses()).containsExactly(statuses));
  }

  /** Waits until the step of some broker tells all of this. */
  void awaitStepThatTells(CharSequence... parts) {
    await("a step that tells " + List.of(parts))
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(kafka().stepMessages())
                    .anySatisfy(message -> assertThat(message).contains(parts)));
  }

  /** Waits until each of these brokers has a task other than before. */
  void awaitNewTasks(Map<Integer, String> before, Integer... brokers) {
    await("new tasks of " + List.of(brokers))
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              Map<Integer, String> now = kafka().tasks();
              for (int id : brokers) {
                assertThat(now.get(id)).isNotEqualTo(before.get(id));
              }
            });
  }

  /** Ids of all that is reserved, as labels at the master. */
  Set<String> reserved() {
    Set<String> ids = new TreeSet<>();
    for (JsonNode agent : router.get("/mesos/slaves").json().path("slaves")) {
      for (JsonNode role : agent.path("reserved_resources_full")) {
        for (JsonNode resource : role) {
          for (JsonNode label :
              resource.path("reservations").path(0).path("labels").path("labels")) {
            if (label.path("key").asText().equals("resource_id")) {
              ids.add(label.path("value").asText());
            }
          }
        }
      }
    }
    return ids;
  }

  /** Waits until the service knows all that is reserved, and nothing else. */
  void awaitNothingLeaked() {
    await("the ledger is what Mesos has")
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(kafka().ledger()).isNotEmpty().isEqualTo(reserved()));
  }

  /** Stops all of it as Ctrl-C does. */
  void stop() throws IOException {
    dcos.close();
    assertThat(programs.running()).as("what still runs after the end").isEmpty();
  }

  /** Starts it again, with what it had before, the app too. */
  void start() throws IOException {
    dcos = LocalDcos.start(options);
    router = login();
  }

  private Http login() {
    Http open = Http.to(dcos.uri());
    return options
        .user()
        .map(
            user -> {
              JsonNode who =
                  Http.JSON
                      .createObjectNode()
                      .put("uid", user.uid())
                      .put("password", user.password());
              JsonNode answer = open.send("POST", "/acs/api/v1/auth/login", who).json();
              return open.as("token=" + answer.path("token").asText());
            })
        .orElse(open);
  }

  /** Ends everything, with force what doesn't end otherwise. */
  @Override
  public void close() throws IOException {
    try {
      dcos.close();
    } finally {
      programs.kill();
    }
  }
}
