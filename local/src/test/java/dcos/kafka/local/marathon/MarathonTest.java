package dcos.kafka.local.marathon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes, over HTTP. */
class MarathonTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SLEEPER = "env > environment; exec sleep 1000";

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private Marathon marathon;

  @BeforeEach
  void start() throws IOException {
    marathon =
        Marathon.start(
            new Marathon.Settings(
                folder,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Map.of("PATH", System.getenv("PATH"))));
  }

  @AfterEach
  void stop() {
    marathon.close();
  }

  private HttpResponse<String> send(String method, String path, String body) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(marathon.uri() + path))
              .method(
                  method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new IllegalStateException(response.body(), e);
    }
  }

  private JsonNode app(String id) {
    return json(send("GET", "/v2/apps/" + id, "")).path("app");
  }

  private String create(String id, String cmd, String more) {
    HttpResponse<String> response =
        send("POST", "/v2/apps", "{\"id\": \"" + id + "\", \"cmd\": \"" + cmd + "\"" + more + "}");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return response.body();
  }

  private JsonNode awaitRunning(String id) {
    await().until(() -> app(id).path("tasksRunning").asInt() == 1);
    return app(id).path("tasks").get(0);
  }

  private static Optional<ProcessHandle> process(JsonNode task) {
    return ProcessHandle.of(task.path("pid").asLong()).filter(ProcessHandle::isAlive);
  }

  private static String environment(JsonNode task) {
    Path file = Path.of(task.path("sandbox").asText(), "environment");
    await().until(() -> Files.exists(file) && Files.size(file) > 0);
    try {
      return "\n" + Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void runsAnAppWithItsEnvironmentAndPorts() {
    create(
        "team/sleeper",
        SLEEPER,
        ", \"env\": {\"COLOUR\": \"blue\"}, \"portDefinitions\": [{\"name\": \"api\", \"port\": 0}, {\"port\": 0}]");

    JsonNode task = awaitRunning("team/sleeper");

    assertThat(process(task)).isPresent();
    int first = task.path("ports").get(0).asInt();
    int second = task.path("ports").get(1).asInt();
    assertThat(first).isNotEqualTo(second);
    assertThat(environment(task))
        .contains("\nCOLOUR=blue\n")
        .contains("\nPORT0=" + first + "\n")
        .contains("\nPORT_API=" + first + "\n")
        .contains("\nPORT=" + first + "\n")
        .contains("\nPORT1=" + second + "\n")
        .contains("\nMARATHON_APP_ID=/team/sleeper\n")
        .contains("\nMESOS_SANDBOX=" + task.path("sandbox").asText() + "\n");
    assertThat(app("team/sleeper").path("deployments")).isEmpty();
  }

  @Test
  void startsAnAppAgainThatDied() {
    create("sleeper", SLEEPER, "");
    JsonNode task = awaitRunning("sleeper");

    process(task).orElseThrow().destroyForcibly();

    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                app("sleeper").path("tasksRunning").asInt() == 1
                    && !app("sleeper").at("/tasks/0/id").equals(task.path("id")));
    assertThat(app("sleeper").at("/lastTaskFailure/message").asText())
        .startsWith("Command terminated with signal Killed");
    assertThat(app("sleeper").at("/lastTaskFailure/taskId")).isEqualTo(task.path("id"));
  }

  @Test
  void tellsWhyAnAppDied() {
    create("broken", "echo 'Set the colour.' >&2; exit 3", "");

    await().until(() -> app("broken").has("lastTaskFailure"));

    assertThat(app("broken").at("/lastTaskFailure/message").asText())
        .isEqualTo("Command exited with status 3: Set the colour.");
    assertThat(app("broken").at("/lastTaskFailure/state").asText()).isEqualTo("TASK_FAILED");
  }

  @Test
  void tellsWhatCouldNotBeFetched() {
    create("unfetched", SLEEPER, ", \"fetch\": [{\"uri\": \"file:///nowhere/app.tgz\"}]");

    await().until(() -> app("unfetched").has("lastTaskFailure"));

    assertThat(app("unfetched").at("/lastTaskFailure/message").asText())
        .contains("file:///nowhere/app.tgz");
  }

  @Test
  void changedEnvironmentReplacesTheProcess() {
    create("sleeper", SLEEPER, ", \"env\": {\"COLOUR\": \"blue\", \"SIZE\": \"1\"}");
    JsonNode before = awaitRunning("sleeper");

    HttpResponse<String> response =
        send("PUT", "/v2/apps/sleeper", "{\"env\": {\"COLOUR\": \"red\"}}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response).path("deploymentId").asText()).isNotEmpty();
    await().until(() -> app("sleeper").path("deployments").isEmpty());
    JsonNode after = awaitRunning("sleeper");
    assertThat(after.path("id")).isNotEqualTo(before.path("id"));
    assertThat(process(before)).isEmpty();
    assertThat(environment(after)).contains("\nCOLOUR=red\n").doesNotContain("SIZE");
    assertThat(app("sleeper").path("cmd").asText()).isEqualTo(SLEEPER);
    assertThat(app("sleeper").has("lastTaskFailure")).isFalse();
  }

  @Test
  void processThatDoesNotEndIsKilledAfterItsGracePeriod() {
    create(
        "stubborn",
        "trap : TERM; touch ready; while :; do sleep 0.1; done",
        ", \"taskKillGracePeriodSeconds\": 1");
    JsonNode task = awaitRunning("stubborn");
    await().until(() -> Files.exists(Path.of(task.path("sandbox").asText(), "ready")));

    send("DELETE", "/v2/apps/stubborn", "");

    await().until(() -> send("GET", "/v2/apps/stubborn", "").statusCode() == 404);
    assertThat(process(task)).isEmpty();
  }

  @Test
  void restartsOnRequest() {
    create("sleeper", SLEEPER, "");
    JsonNode before = awaitRunning("sleeper");

    assertThat(send("POST", "/v2/apps/sleeper/restart", "").statusCode()).isEqualTo(200);

    await().until(() -> app("sleeper").path("deployments").isEmpty());
    assertThat(awaitRunning("sleeper").path("id")).isNotEqualTo(before.path("id"));
  }

  @Test
  void suspendedAppDoesNotRun() {
    create("sleeper", SLEEPER, "");
    JsonNode task = awaitRunning("sleeper");

    send("PUT", "/v2/apps/sleeper", "{\"instances\": 0}");

    await().until(() -> app("sleeper").path("tasks").isEmpty());
    assertThat(process(task)).isEmpty();
    assertThat(app("sleeper").path("deployments")).isEmpty();
  }

  @Test
  void unhealthyAppIsStartedAgain() throws IOException {
    AtomicInteger status = new AtomicInteger(200);
    HttpServer answers =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answers.createContext(
        "/v1/health",
        exchange -> {
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    answers.start();
    try {
      create(
          "checked",
          SLEEPER,
          ", \"portDefinitions\": [{\"port\": "
              + answers.getAddress().getPort()
              + "}], \"healthChecks\": [{\"protocol\": \"MESOS_HTTP\", \"path\": \"/v1/health\", \"portIndex\": 0,"
              + " \"gracePeriodSeconds\": 0, \"intervalSeconds\": 1, \"maxConsecutiveFailures\": 1}]");
      JsonNode task = awaitRunning("checked");
      await().until(() -> app("checked").path("tasksHealthy").asInt() == 1);

      status.set(503);

      await().until(() -> process(task).isEmpty());
      await().until(() -> !awaitRunning("checked").path("id").equals(task.path("id")));
    } finally {
      answers.stop(0);
    }
  }

  @Test
  void appsSurviveARestartOfMarathon() throws IOException {
    create("sleeper", SLEEPER, ", \"env\": {\"COLOUR\": \"blue\"}");
    JsonNode before = awaitRunning("sleeper");

    marathon.close();
    assertThat(process(before)).isEmpty();
    start();

    JsonNode after = awaitRunning("sleeper");
    assertThat(after.path("id")).isNotEqualTo(before.path("id"));
    assertThat(environment(after)).contains("\nCOLOUR=blue\n");
  }

  @Test
  void answersAsMarathonDoesWhenItCannot() {
    create("sleeper", SLEEPER, "");

    assertThat(json(send("GET", "/v2/apps/nobody", "")).path("message").asText())
        .isEqualTo("App '/nobody' does not exist");
    assertThat(send("GET", "/v2/apps/nobody", "").statusCode()).isEqualTo(404);
    assertThat(send("DELETE", "/v2/apps/nobody", "").statusCode()).isEqualTo(404);
    assertThat(send("POST", "/v2/apps/nobody/restart", "").statusCode()).isEqualTo(404);
    assertThat(send("POST", "/v2/apps", "{\"id\": \"sleeper\", \"cmd\": \"true\"}").statusCode())
        .isEqualTo(409);
    assertThat(send("POST", "/v2/apps", "{").statusCode()).isEqualTo(400);
    HttpResponse<String> invalid = send("PUT", "/v2/apps/sleeper", "{\"env\": {\"A\": 1}}");
    assertThat(invalid.statusCode()).isEqualTo(422);
    assertThat(json(invalid).at("/details/0/path").asText()).isEqualTo("/env/A");
    assertThat(send("PUT", "/v2/apps/sleeper", "{\"instances\": 2}").statusCode()).isEqualTo(422);
    assertThat(send("POST", "/v2/apps", "{\"id\": \"A b\", \"cmd\": \"true\"}").statusCode())
        .isEqualTo(422);
  }

  @Test
  void listsWhatThereIs() {
    create(
        "a",
        SLEEPER,
        ", \"labels\": {\"DCOS_SERVICE_NAME\": \"a\"}, \"portDefinitions\": [{\"port\": 0}]");
    create("b", SLEEPER, "");
    JsonNode task = awaitRunning("a");

    assertThat(json(send("GET", "/v2/apps", "")).path("apps")).hasSize(2);
    assertThat(json(send("GET", "/v2/apps//a", "")).at("/app/id").asText()).isEqualTo("/a");
    assertThat(json(send("GET", "/v2/apps/a/tasks", "")).path("tasks")).hasSize(1);
    assertThat(json(send("GET", "/v2/info", "")).path("name").asText()).isEqualTo("marathon");
    assertThat(marathon.find("DCOS_SERVICE_NAME", "a", 0))
        .contains(URI.create("http://127.0.0.1:" + task.path("ports").get(0).asInt()));
    assertThat(marathon.find("DCOS_SERVICE_NAME", "b", 0)).isEmpty();
  }
}
