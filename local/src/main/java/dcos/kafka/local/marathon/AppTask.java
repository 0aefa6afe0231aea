package dcos.kafka.local.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.local.process.ProcessIdentity;
import dcos.kafka.local.process.SandboxProcess;
import dcos.kafka.local.web.JsonHandler;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One run of an app. Belongs to Marathon's thread. Without a process it is being fetched. */
final class AppTask {
  final String id;
  final String version;
  final Path sandbox;
  final List<Integer> ports;
  final Instant startedAt;
  final Map<HealthCheck, Health> health = new HashMap<>();
  Optional<SandboxProcess> process = Optional.empty();

  /** Read by the launcher too, so that what is still being fetched isn't started any more. */
  volatile boolean stopping;

  AppTask(String id, String version, Path sandbox, List<Integer> ports, Instant startedAt) {
    this.id = id;
    this.version = version;
    this.sandbox = sandbox;
    this.ports = List.copyOf(ports);
    this.startedAt = startedAt;
  }

  /** Whether its process runs and has not been asked to end. */
  boolean isRunning() {
    return process.isPresent() && !stopping;
  }

  /** Whether all checks have found it well; empty while one has found nothing yet. */
  Optional<Boolean> healthy(AppDefinition app) {
    if (app.healthChecks().isEmpty()) {
      return Optional.empty();
    }
    boolean all = true;
    for (HealthCheck check : app.healthChecks()) {
      Optional<Boolean> alive = health.getOrDefault(check, Health.UNKNOWN).alive();
      if (alive.isEmpty()) {
        return Optional.empty();
      }
      all &= alive.get();
    }
    return Optional.of(all);
  }

  /** What the app finds in its environment, its own variables on top of Marathon's. */
  Map<String, String> environment(AppDefinition app, String host, Map<String, String> base) {
    Map<String, String> environment = new HashMap<>(base);
    environment.put("MESOS_SANDBOX", sandbox.toString());
    environment.put("MESOS_TASK_ID", id);
    environment.put("MARATHON_APP_ID", app.id());
    environment.put("MARATHON_APP_VERSION", version);
    environment.put("HOST", host);
    environment.put("PORTS", String.join(",", ports.stream().map(String::valueOf).toList()));
    for (int i = 0; i < ports.size(); i++) {
      String port = Integer.toString(ports.get(i));
      environment.put("PORT" + i, port);
      app.ports()
          .get(i)
          .name()
          .ifPresent(
              name ->
                  environment.put(
                      "PORT_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_"), port));
    }
    if (!ports.isEmpty()) {
      environment.put("PORT", Integer.toString(ports.get(0)));
    }
    environment.putAll(app.environment());
    return environment;
  }

  /** As in {@code tasks} of Marathon. */
  ObjectNode json(AppDefinition app, String host) {
    ObjectNode json = JsonHandler.newObject();
    json.put("id", id);
    json.put("appId", app.id());
    json.put("host", host);
    json.put(
        "state", process.isEmpty() ? "TASK_STAGING" : stopping ? "TASK_KILLING" : "TASK_RUNNING");
    ArrayNode portList = json.putArray("ports");
    ports.forEach(portList::add);
    json.put("startedAt", startedAt.toString());
    json.put("version", version);
    json.put("sandbox", sandbox.toString());
    process.ifPresent(running -> json.put("pid", running.identity().pid()));
    ArrayNode results = json.putArray("healthCheckResults");
    health.values().forEach(result -> results.add(result.json(id)));
    return json;
  }

  /** What is needed to find it again after a restart of Marathon; only with a process. */
  Optional<ObjectNode> record() {
    return process.map(
        running -> {
          ObjectNode json = JsonHandler.newObject();
          json.put("id", id);
          json.put("version", version);
          json.put("sandbox", sandbox.toString());
          ports.forEach(json.putArray("ports")::add);
          json.put("startedAt", startedAt.toString());
          json.put("pid", running.identity().pid());
          json.put("processStartedAt", running.identity().startedAt());
          return json;
        });
  }

  /** The task that was {@link #record()}ed, when it still runs. */
  static Optional<AppTask> recover(JsonNode json) {
    ProcessIdentity identity =
        new ProcessIdentity(json.path("pid").asLong(), json.path("processStartedAt").asLong());
    return SandboxProcess.attach(identity)
        .map(
            process -> {
              List<Integer> ports = new ArrayList<>();
              json.path("ports").forEach(port -> ports.add(port.intValue()));
              AppTask task =
                  new AppTask(
                      json.path("id").asText(),
                      json.path("version").asText(),
                      Path.of(json.path("sandbox").asText()),
                      ports,
                      Instant.parse(json.path("startedAt").asText()));
              task.process = Optional.of(process);
              return task;
            });
  }
}
