package dcos.kafka.local.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * How an app is asked over HTTP whether it is well.
 *
 * @param path of its URL
 * @param portIndex which of its ports
 * @param grace after its start, in which failures don't count
 * @param interval between two checks, at least 1 s
 * @param timeout of a check
 * @param maxConsecutiveFailures after how many failures the app is killed; 0 for never
 */
record HealthCheck(
    String path,
    int portIndex,
    Duration grace,
    Duration interval,
    Duration timeout,
    int maxConsecutiveFailures) {
  /** With Marathon's defaults for what isn't said. */
  static HealthCheck parse(JsonNode json) {
    return new HealthCheck(
        json.path("path").asText("/"),
        json.path("portIndex").asInt(0),
        Duration.ofSeconds(json.path("gracePeriodSeconds").asInt(300)),
        Duration.ofSeconds(Math.max(1, json.path("intervalSeconds").asInt(60))),
        Duration.ofSeconds(Math.max(1, json.path("timeoutSeconds").asInt(20))),
        json.path("maxConsecutiveFailures").asInt(3));
  }

  /** Whether it is one that we do: the command checks of Marathon are not. */
  static boolean isHttp(JsonNode json) {
    return json.path("protocol").asText("HTTP").endsWith("HTTP");
  }
}
