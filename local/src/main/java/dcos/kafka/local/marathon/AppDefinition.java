package dcos.kafka.local.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.local.process.FetchUri;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is to run.
 *
 * @param id with a slash in front, such as {@code /kafka} or {@code /team/kafka}
 * @param version when it was said, as an ISO instant; a new version is a new process
 * @param cmd a line of shell
 * @param environment what it gets beside Marathon's own variables
 * @param fetch what is brought into its sandbox
 * @param ports what it wants to listen on
 * @param healthChecks over HTTP
 * @param instances 0 (suspended) or 1
 * @param killGrace from SIGTERM to SIGKILL
 * @param backoff how long it waits before it is started again
 * @param json all of the above and whatever else was said, for those who ask
 */
record AppDefinition(
    String id,
    String version,
    String cmd,
    Map<String, String> environment,
    List<FetchUri> fetch,
    List<PortDefinition> ports,
    List<HealthCheck> healthChecks,
    int instances,
    Duration killGrace,
    Backoff.Limits backoff,
    ObjectNode json) {
  private static final Pattern ID = Pattern.compile("(/[a-z0-9]([a-z0-9-]*[a-z0-9])?)+");
  private static final int KILL_GRACE_SECONDS = 10;

  /**
   * A port that an app wants.
   *
   * @param port 0 for any
   * @param name in the variable {@code PORT_<NAME>}
   */
  record PortDefinition(int port, Optional<String> name) {}

  /** Copies what could change. */
  AppDefinition {
    environment = Map.copyOf(environment);
    fetch = List.copyOf(fetch);
    ports = List.copyOf(ports);
    healthChecks = List.copyOf(healthChecks);
  }

  /**
   * Reads an app as it comes over REST.
   *
   * @throws InvalidAppException when it lacks something, or asks for what one machine can't do
   */
  static AppDefinition parse(ObjectNode json, String version) throws InvalidAppException {
    String id = absoluteId(json.path("id").asText());
    if (!ID.matcher(id).matches()) {
      throw new InvalidAppException(
          "/id", "must be lowercase letters, digits and hyphens, with slashes between folders");
    }
    String cmd = json.path("cmd").asText();
    if (cmd.isBlank()) {
      throw new InvalidAppException("/cmd", "AppDefinition must contain a command");
    }
    int instances = json.path("instances").asInt(1);
    if (instances < 0 || instances > 1) {
      throw new InvalidAppException("/instances", "has to be 0 or 1 on one machine");
    }
    ObjectNode all = json.deepCopy();
    all.put("id", id);
    all.put("instances", instances);
    return new AppDefinition(
        id,
        version,
        cmd,
        environment(json.path("env")),
        fetch(json),
        ports(json),
        healthChecks(json),
        instances,
        Duration.ofSeconds(json.path("taskKillGracePeriodSeconds").asInt(KILL_GRACE_SECONDS)),
        backoff(json),
        all);
  }

  private static Backoff.Limits backoff(ObjectNode json) throws InvalidAppException {
    Backoff.Limits usual = Backoff.Limits.DEFAULT;
    double first = json.path("backoffSeconds").asDouble(usual.first().toSeconds());
    double factor = json.path("backoffFactor").asDouble(usual.factor());
    double longest = json.path("maxLaunchDelaySeconds").asDouble(usual.longest().toSeconds());
    if (first < 0 || longest < 0) {
      throw new InvalidAppException("/backoffSeconds", "a delay is 0 or more seconds");
    }
    if (factor < 1) {
      throw new InvalidAppException("/backoffFactor", "has to be 1 or more");
    }
    return new Backoff.Limits(seconds(first), factor, seconds(longest));
  }

  private static Duration seconds(double number) {
    return Duration.ofMillis((long) (number * 1000));
  }

  /** The id of an app, however it is written. */
  static String absoluteId(String id) {
    return "/" + id.replaceAll("^/+|/+$", "");
  }

  /** The value of one of its labels. */
  Optional<String> label(String name) {
    return Optional.ofNullable(json.path("labels").path(name).textValue());
  }

  private static Map<String, String> environment(JsonNode json) throws InvalidAppException {
    Map<String, String> environment = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> variable : json.properties()) {
      if (!variable.getValue().isTextual()) {
        throw new InvalidAppException("/env/" + variable.getKey(), "has to be a string");
      }
      environment.put(variable.getKey(), variable.getValue().textValue());
    }
    return environment;
  }

  private static List<FetchUri> fetch(ObjectNode json) {
    List<FetchUri> fetch = new ArrayList<>();
    for (JsonNode uri : json.path("fetch")) {
      fetch.add(
          new FetchUri(
              uri.path("uri").asText(),
              uri.path("extract").asBoolean(true),
              uri.path("executable").asBoolean(false),
              Optional.ofNullable(uri.path("destPath").textValue())));
    }
    json.path("uris").forEach(uri -> fetch.add(FetchUri.of(uri.asText())));
    return fetch;
  }

  private static List<PortDefinition> ports(ObjectNode json) throws InvalidAppException {
    List<PortDefinition> ports = new ArrayList<>();
    for (JsonNode port : json.path("portDefinitions")) {
      int number = port.path("port").asInt(0);
      if (number < 0 || number > 65535) {
        throw new InvalidAppException("/portDefinitions", "a port is between 0 and 65535");
      }
      ports.add(new PortDefinition(number, Optional.ofNullable(port.path("name").textValue())));
    }
    return ports;
  }

  private static List<HealthCheck> healthChecks(ObjectNode json) throws InvalidAppException {
    List<HealthCheck> checks = new ArrayList<>();
    for (JsonNode check : json.path("healthChecks")) {
      if (HealthCheck.isHttp(check)) {
        HealthCheck parsed = HealthCheck.parse(check);
        if (parsed.portIndex() < 0 || parsed.portIndex() >= json.path("portDefinitions").size()) {
          throw new InvalidAppException(
              "/healthChecks", "Health check port indices must address an element of the ports");
        }
        checks.add(parsed);
      }
    }
    return checks;
  }
}
