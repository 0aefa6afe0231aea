package dcos.kafka.scheduler.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcos.kafka.scheduler.config.setting.SchedulerConfiguration;
import io.dropwizard.core.Application;
import io.dropwizard.testing.DropwizardTestSupport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole scheduler with a real ZooKeeper and the configuration that is shipped; no Mesos. */
class SchedulerApplicationTest {

  private static final String FILE = "src/main/dist/conf/scheduler.yml";
  private static final Duration AT_MOST = Duration.ofSeconds(30);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static TestingServer zookeeper;

  private DropwizardTestSupport<SchedulerConfiguration> running = scheduler(Map.of());

  @BeforeAll
  static void startZooKeeper() throws Exception {
    zookeeper = new TestingServer();
  }

  @AfterAll
  static void stopZooKeeper() throws Exception {
    zookeeper.close();
  }

  @AfterEach
  void stop() {
    running.after();
  }

  private static DropwizardTestSupport<SchedulerConfiguration> scheduler(
      Map<String, String> variables) {
    return new DropwizardTestSupport<>(SchedulerApplication.class, FILE) {
      @Override
      public Application<SchedulerConfiguration> newApplication() {
        return new SchedulerApplication(variables);
      }
    };
  }

  /** Starts one; each test has a service of its own. */
  private void start(String name, Map<String, String> more) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("FRAMEWORK_NAME", name);
    environment.put("MESOS_MASTER", "127.0.0.1:1");
    environment.put("MESOS_ZOOKEEPER_URI", zookeeper.getConnectString());
    environment.put("KAFKA_URI", "http://127.0.0.1:1/kafka.tgz");
    environment.put("EXECUTOR_URI", "http://127.0.0.1:1/executor.tgz");
    environment.put("PORT_API", "0");
    environment.put("LOG_LEVEL", "OFF");
    environment.putAll(more);
    running = scheduler(environment);
    running.before();
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + running.getLocalPort() + path);
    return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode json(String path) throws Exception {
    return new ObjectMapper().readTree(get(path).body());
  }

  private void awaitPlan(String pointer, String expected) {
    await()
        .atMost(AT_MOST)
        .untilAsserted(() -> assertThat(json("/v1/plan").at(pointer).asText()).isEqualTo(expected));
  }

  @Test
  void answersWhileItHasNotFoundMesosYet() throws Exception {
    start("answers", Map.of());
    awaitPlan("/phases/1/steps/2/name", "broker-2");

    assertThat(get("/v1/plan").statusCode()).isEqualTo(503);
    assertThat(json("/v1/plan").at("/phases/0/status").asText()).isEqualTo("PENDING");
    assertThat(get("/v1/health").statusCode()).isEqualTo(503);
    assertThat(json("/v1/brokers").toString()).isEqualTo("{\"brokers\":[]}");
    assertThat(json("/v1/configurations/target").at("/serviceConfiguration/name").asText())
        .isEqualTo("answers");
    assertThat(get("/admin/healthcheck").statusCode()).isEqualTo(500);
  }

  @Test
  void showsWhatIsWrongWithItsEnvironmentInsteadOfEnding() throws Exception {
    start("invalid", Map.of("BROKER_COUNT", "many", "BROKER_MEM", "-1"));
    awaitPlan("/status", "ERROR");

    JsonNode errors = json("/v1/plan").get("errors");

    assertThat(errors).hasSize(2);
    assertThat(errors.toString()).contains("BROKER_COUNT").contains("BROKER_MEM");
    assertThat(json("/v1/configurations").toString()).isEqualTo("[]");
  }

  @Test
  void saysWhatKeepsItFromReadingItsSurroundings() {
    assertThatThrownBy(() -> start("unreadable", Map.of("PORT_API", "many")))
        .hasStackTraceContaining("scheduler.yml, filled in from the environment, can't be read")
        .hasStackTraceContaining("\"many\"");
  }

  @Test
  void keepsItsTargetOverARestartAndRefusesWhatMayNotChange() throws Exception {
    start("restarted", Map.of());
    awaitPlan("/phases/1/steps/2/name", "broker-2");
    String target = json("/v1/configurations/targetId").toString();
    running.after();

    start("restarted", Map.of("BROKER_COUNT", "2"));
    awaitPlan("/status", "ERROR");

    assertThat(json("/v1/plan").at("/errors/0").asText())
        .isEqualTo(
            "Validation error on field \"BROKER_COUNT\":"
                + " Decreasing this value (from 3 to 2) is not supported.");
    assertThat(json("/v1/configurations/targetId").toString()).isEqualTo(target);
  }
}
