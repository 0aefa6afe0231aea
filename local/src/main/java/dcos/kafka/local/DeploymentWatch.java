package dcos.kafka.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Follows a deployment by what the service itself says of it, a line for each change. */
final class DeploymentWatch {
  private static final Duration INTERVAL = Duration.ofMillis(300);
  private static final int PATIENCE_WITH_DEATHS = 5;

  private final RouterClient dcos;
  private final String service;
  private final Lines lines;
  private final Map<String, String> seen = new HashMap<>();
  private String lastDeath = "";
  private int deaths;

  DeploymentWatch(RouterClient dcos, String service, Lines lines) {
    this.dcos = dcos;
    this.service = service.replaceFirst("^/", "");
    this.lines = lines;
  }

  /**
   * Waits until everything is deployed, or until it is clear that it won't be.
   *
   * @param enough when that is 0, it doesn't wait any longer
   * @return whether it has seen the end
   * @throws KafkaLocalException when the service refuses its configuration before it has any
   *     broker, or dies again and again
   */
  boolean await(CountDownLatch enough) throws KafkaLocalException, InterruptedException {
    while (!isSettled()) {
      if (enough.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return true;
  }

  private boolean isSettled() throws KafkaLocalException {
    try {
      reportDeath();
      RouterClient.Answer answer = dcos.get(at("plan"));
      JsonNode plan = answer.body();
      if (!plan.has("phases")) {
        return false;
      }
      deaths = 0;
      boolean complete = answer.status() == 200;
      if (complete && !areRegistered()) {
        report(dcos.get(at("plans/recovery")).body());
        return false;
      }
      report(plan);
      List<String> errors = new ArrayList<>();
      plan.path("errors").forEach(error -> errors.add(error.asText()));
      return complete || isRefused(errors);
    } catch (ConnectException notYet) {
      return false;
    } catch (IOException e) {
      lines.step("scheduler", "silent", e.toString());
      return false;
    }
  }

  /** With a broker there is an older configuration that stays in force. */
  private boolean isRefused(List<String> errors) throws KafkaLocalException, IOException {
    if (errors.isEmpty()) {
      return false;
    }
    JsonNode brokers = dcos.get(at("brokers")).body().path("brokers");
    if (brokers.isEmpty()) {
      throw new KafkaLocalException(KafkaLocalException.FAILED, String.join("\n", errors));
    }
    errors.forEach(error -> lines.step("plan", "ERROR", error));
    return true;
  }

  /** After a restart the deployment is complete as it was, while its brokers are coming back. */
  private boolean areRegistered() throws IOException {
    int all = dcos.get(at("brokers")).body().path("brokers").size();
    return dcos.get(at("endpoints/broker")).body().path("address").size() >= all;
  }

  private String at(String path) {
    return "/service/" + service + "/v1/" + path;
  }

  private void report(JsonNode plan) {
    for (JsonNode phase : plan.path("phases")) {
      for (JsonNode step : phase.path("steps")) {
        String name = step.path("name").asText();
        String status = step.path("status").asText();
        String message = step.path("message").asText();
        if (!status.equals("PENDING")
            && !(status + message).equals(seen.put(name, status + message))) {
          lines.step(name, status, message);
        }
      }
    }
  }

  private void reportDeath() throws IOException, KafkaLocalException {
    JsonNode app = dcos.get("/marathon/v2/apps/" + service).body().path("app");
    JsonNode failure = app.path("lastTaskFailure");
    String death = failure.path("timestamp").asText();
    if (death.isEmpty() || death.equals(lastDeath)) {
      return;
    }
    lastDeath = death;
    deaths++;
    String why = failure.path("message").asText();
    lines.step("scheduler", "ended", why);
    if (deaths >= PATIENCE_WITH_DEATHS) {
      throw new KafkaLocalException(
          KafkaLocalException.FAILED,
          "The scheduler has ended "
              + deaths
              + " times in a row without ever answering, so something is wrong with it: "
              + why);
    }
  }
}
