package dcos.kafka.executor.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * Reads a broker from a Mesos task: the JSON in its data, its kill policy and its health check. The
 * JSON is read as a tree, which starts faster than data binding.
 */
public final class TaskReader {
  /** An idle broker needs 5 to 13 s for a controlled shutdown, a busy one much longer. */
  private static final Duration DEFAULT_KILL_GRACE = Duration.ofSeconds(60);

  private final JsonNode data;

  private TaskReader(JsonNode data) {
    this.data = data;
  }

  /**
   * The broker that a task asks for.
   *
   * @throws UnreadableTaskException when something is missing or of the wrong kind
   */
  public static BrokerTask read(TaskInfo task) throws UnreadableTaskException {
    TaskReader reader = new TaskReader(parse(task));
    return new BrokerTask(
        task.getTaskId(),
        reader.number("brokerId", 0),
        reader.text("kafkaDirectory"),
        reader.number("heapMb", 1),
        reader.text("host"),
        reader.number("port", 1),
        reader.text("zookeeper"),
        reader.texts("environment"),
        reader.texts("properties"),
        killGrace(task),
        healthCheck(task));
  }

  private static JsonNode parse(TaskInfo task) throws UnreadableTaskException {
    try {
      return new ObjectMapper().readTree(task.getData().toByteArray());
    } catch (IOException e) {
      // The parser's message quotes the data, which may hold passwords.
      throw new UnreadableTaskException(
          "The task's data is not JSON. Scheduler and executor must be of the same version.");
    }
  }

  private JsonNode field(String name) throws UnreadableTaskException {
    JsonNode node = data.get(name);
    if (node == null) {
      throw wrong(name, "is missing");
    }
    return node;
  }

  private String text(String name) throws UnreadableTaskException {
    JsonNode node = field(name);
    if (!node.isTextual() || node.textValue().isBlank()) {
      throw wrong(name, "is not a text");
    }
    return node.textValue();
  }

  private int number(String name, int least) throws UnreadableTaskException {
    JsonNode node = field(name);
    if (!node.canConvertToInt() || !node.isIntegralNumber() || node.intValue() < least) {
      throw wrong(name, "is not a whole number from " + least + " up");
    }
    return node.intValue();
  }

  private Map<String, String> texts(String name) throws UnreadableTaskException {
    JsonNode node = field(name);
    Map<String, String> texts = new LinkedHashMap<>();
    if (!node.isObject()) {
      throw wrong(name, "is not an object of texts");
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isTextual()) {
        throw wrong(name + "." + entry.getKey(), "is not a text");
      }
      texts.put(entry.getKey(), entry.getValue().textValue());
    }
    return texts;
  }

  private static UnreadableTaskException wrong(String field, String what) {
    return new UnreadableTaskException(
        "The task's data can't be used: "
            + field
            + " "
            + what
            + ". Scheduler and executor must be of the same version.");
  }

  private static Duration killGrace(TaskInfo task) {
    return task.getKillPolicy().hasGracePeriod()
        ? Duration.ofNanos(task.getKillPolicy().getGracePeriod().getNanoseconds())
        : DEFAULT_KILL_GRACE;
  }

  private static Optional<HealthPolicy> healthCheck(TaskInfo task) {
    if (!task.hasHealthCheck()) {
      return Optional.empty();
    }
    HealthCheck check = task.getHealthCheck();
    return Optional.of(
        new HealthPolicy(
            seconds(check.getDelaySeconds()),
            seconds(check.getIntervalSeconds()),
            seconds(check.getTimeoutSeconds()),
            seconds(check.getGracePeriodSeconds()),
            Math.max(1, check.getConsecutiveFailures())));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(Math.max(0, seconds) * 1e9));
  }
}
