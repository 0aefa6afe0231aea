package dcos.kafka.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The service's REST API, through the router.
 *
 * @param base before {@code /v1}
 */
record KafkaService(Http router, String base) {
  Http.Answer get(String path) {
    return router.get(base + path);
  }

  Http.Answer send(String method, String path) {
    return router.send(method, base + path);
  }

  /**
   * What is read, when all goes well.
   *
   * @throws IllegalStateException when it doesn't, as while there is no scheduler
   */
  private JsonNode read(String path) {
    Http.Answer answer = get(path);
    if (answer.status() != 200) {
      throw new IllegalStateException(path + ": " + answer);
    }
    return answer.json();
  }

  /** As clients want it: {@code host:port,host:port}. */
  String bootstrapServers() {
    List<String> servers = new ArrayList<>();
    read("/v1/endpoints/broker").path("address").forEach(address -> servers.add(address.asText()));
    return String.join(",", servers);
  }

  /** The id of each broker's task, the last one where none runs. */
  Map<Integer, String> tasks() {
    Map<Integer, String> tasks = new TreeMap<>();
    for (JsonNode id : read("/v1/brokers").path("brokers")) {
      tasks.put(
          Integer.valueOf(id.asText()), read("/v1/brokers/" + id.asText()).path("taskId").asText());
    }
    return tasks;
  }

  /**
   * What is not as it should be when nothing is left to do; empty when all is well: plans complete,
   * every broker registered, and no partition without all of its replicas.
   */
  Optional<String> trouble(int brokers) {
    try {
      Http.Answer plan = get("/v1/plan");
      if (plan.status() != 200) {
        return Optional.of("plan: " + plan.text());
      }
      Http.Answer recovery = get("/v1/plans/recovery");
      if (recovery.status() != 200) {
        return Optional.of("recovery: " + recovery.text());
      }
      JsonNode ids = get("/v1/brokers").json().path("brokers");
      if (ids.size() != brokers) {
        return Optional.of("brokers: " + ids);
      }
      for (JsonNode id : ids) {
        JsonNode broker = get("/v1/brokers/" + id.asText()).json();
        if (!broker.path("registered").asBoolean()
            || broker.path("underReplicatedPartitions").asInt(-1) != 0) {
          return Optional.of("broker: " + broker);
        }
      }
      Http.Answer health = get("/v1/health");
      return health.status() == 200 ? Optional.empty() : Optional.of("health: " + health.text());
    } catch (UncheckedIOException e) {
      return Optional.of(e.toString());
    }
  }

  /** A broker as it is known. */
  JsonNode broker(int id) {
    return read("/v1/brokers/" + id);
  }

  /** Messages of the journal's entries of that kind, oldest first. */
  List<String> events(String kind) {
    List<String> messages = new ArrayList<>();
    for (JsonNode event : read("/v1/events")) {
      if (event.path("kind").asText().equals(kind)) {
        messages.add(event.path("message").asText());
      }
    }
    return messages;
  }

  /**
   * Ids of all that the service has reserved, without what it gives back: of a launch that never
   * reached Mesos that stays in the books for ten minutes, as it may yet turn up.
   */
  Set<String> ledger() {
    Set<String> ids = new TreeSet<>();
    for (JsonNode row : read("/v1/debug/reservations")) {
      if (!row.path("state").asText().equals("releasing")) {
        ids.add(row.path("id").asText());
      }
    }
    return ids;
  }

  /** Ids of what it has reserved for one broker. */
  Set<String> ledger(int broker) {
    Set<String> ids = new TreeSet<>();
    for (JsonNode row : read("/v1/debug/reservations")) {
      if (row.path("broker").asInt(-1) == broker) {
        ids.add(row.path("id").asText());
      }
    }
    return ids;
  }

  /** The deploy plan, whatever its status. */
  JsonNode plan() {
    return get("/v1/plan").json();
  }

  /** The statuses of the brokers' steps, in order. */
  List<String> stepStatuses() {
    return ofSteps("status");
  }

  /** What the brokers' steps tell, in order; empty where there is nothing to tell. */
  List<String> stepMessages() {
    return ofSteps("message");
  }

  private List<String> ofSteps(String field) {
    List<String> values = new ArrayList<>();
    plan()
        .path("phases")
        .path(1)
        .path("steps")
        .forEach(step -> values.add(step.path(field).asText()));
    return values;
  }

  /** Sends a command and expects it to be accepted. */
  JsonNode command(String method, String path) {
    Http.Answer answer = send(method, path);
    assertThat(answer.status()).as("%s %s: %s", method, path, answer.text()).isEqualTo(200);
    return answer.json();
  }
}
