package dcos.kafka.local.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import dcos.kafka.local.process.ProcessIdentity;
import dcos.kafka.local.resource.Resources;
import dcos.kafka.mesos.wire.MalformedMessageException;
import dcos.kafka.mesos.wire.MessageFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * The file from which an agent goes on after it was stopped: {@code meta/agent.json} in its work
 * folder.
 */
final class Checkpoint {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  Checkpoint(Path workDir) {
    file = workDir.resolve("meta/agent.json");
  }

  /** An executor with its process, if it had one. */
  record SavedRun(ExecutorRun run, Optional<ProcessIdentity> process) {}

  /** An operation whose status has not been acknowledged. */
  record SavedOperation(FrameworkID framework, OperationStatus status) {}

  /** All of it; no id when it has never been admitted. */
  record Content(
      Optional<String> agentId,
      int port,
      Resources configured,
      Resources total,
      List<SavedRun> runs,
      List<SavedOperation> operations) {
    /** What it has when the operator has given it more or less than before. */
    Resources totalWith(Resources configuredNow) {
      return total.minus(configured.minus(configuredNow)).plus(configuredNow.minus(configured));
    }
  }

  Optional<Content> read() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode json = JSON.readTree(file.toFile());
      List<SavedRun> runs = new ArrayList<>();
      for (JsonNode run : json.get("executors")) {
        runs.add(run(run));
      }
      List<SavedOperation> operations = new ArrayList<>();
      for (JsonNode operation : json.get("operations")) {
        operations.add(
            new SavedOperation(
                message(operation.get("framework"), FrameworkID.newBuilder()).build(),
                message(operation.get("status"), OperationStatus.newBuilder()).build()));
      }
      return Optional.of(
          new Content(
              Optional.ofNullable(json.get("agent_id")).map(JsonNode::asText),
              json.get("port").asInt(),
              resources(json.get("configured")),
              resources(json.get("total")),
              runs,
              operations));
    } catch (IOException | RuntimeException e) {
      throw new UncheckedIOException(
          new IOException(
              "The agent's state " + file + " can't be read; remove its folder to start afresh.",
              e));
    }
  }

  void write(
      Optional<String> agentId,
      int port,
      Resources configured,
      Resources total,
      Iterable<ExecutorRun> runs,
      Iterable<SavedOperation> operations) {
    ObjectNode json = JSON.createObjectNode();
    agentId.ifPresent(id -> json.put("agent_id", id));
    json.put("port", port);
    json.set("configured", node(configured));
    json.set("total", node(total));
    ArrayNode executors = json.putArray("executors");
    runs.forEach(run -> executors.add(node(run)));
    ArrayNode unacknowledged = json.putArray("operations");
    for (SavedOperation operation : operations) {
      ObjectNode one = unacknowledged.addObject();
      one.set("framework", node(operation.framework()));
      one.set("status", node(operation.status()));
    }
    try {
      Files.createDirectories(file.getParent());
      Path next = file.resolveSibling("agent.json.new");
      JSON.writeValue(next.toFile(), json);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("The agent's state " + file + " can't be written.", e);
    }
  }

  private static ArrayNode node(Resources resources) {
    ArrayNode json = JSON.createArrayNode();
    resources.toProtos().forEach(resource -> json.add(node(resource)));
    return json;
  }

  private static Resources resources(JsonNode json) throws MalformedMessageException, IOException {
    List<Resource> resources = new ArrayList<>();
    for (JsonNode resource : json) {
      resources.add(message(resource, Resource.newBuilder()).build());
    }
    return Resources.of(resources);
  }

  private static ObjectNode node(ExecutorRun run) {
    ObjectNode json = JSON.createObjectNode();
    json.set("framework", node(run.framework()));
    json.set("info", node(run.info()));
    json.put("container", run.container())
        .put("sandbox", run.sandbox().toString())
        .put("of_command", run.isOfCommand())
        .put("stage", run.stage().name())
        .put("kill_asked", run.killAsked);
    run.token().ifPresent(token -> json.put("token", token));
    run.process()
        .ifPresent(
            process ->
                json.put("pid", process.identity().pid())
                    .put("started_at", process.identity().startedAt()));
    ArrayNode tasks = json.putArray("tasks");
    for (AgentTask task : run.tasks.values()) {
      ObjectNode one = tasks.addObject();
      one.set("info", node(task.info()));
      one.put("delivered", task.isDelivered()).put("latest", task.latest().name());
      task.told().ifPresent(status -> one.set("told", node(status)));
      ArrayNode pending = one.putArray("pending");
      task.pending().forEach(status -> pending.add(node(status)));
    }
    return json;
  }

  private static SavedRun run(JsonNode json) throws MalformedMessageException, IOException {
    ExecutorRun run =
        new ExecutorRun(
            message(json.get("framework"), FrameworkInfo.newBuilder()).build(),
            message(json.get("info"), ExecutorInfo.newBuilder()).build(),
            json.get("container").asText(),
            Path.of(json.get("sandbox").asText()),
            json.get("of_command").asBoolean(),
            Optional.ofNullable(json.get("token")).map(JsonNode::asText));
    run.stage(ExecutorRun.Stage.valueOf(json.get("stage").asText()));
    run.killAsked = json.get("kill_asked").asBoolean();
    for (JsonNode task : json.get("tasks")) {
      List<TaskStatus> pending = new ArrayList<>();
      for (JsonNode status : task.get("pending")) {
        pending.add(message(status, TaskStatus.newBuilder()).build());
      }
      Optional<TaskStatus> told =
          task.has("told")
              ? Optional.of(message(task.get("told"), TaskStatus.newBuilder()).build())
              : Optional.empty();
      AgentTask known =
          new AgentTask(
              message(task.get("info"), TaskInfo.newBuilder()).build(),
              task.get("delivered").asBoolean(),
              TaskState.valueOf(task.get("latest").asText()),
              told,
              pending);
      run.tasks.put(known.id(), known);
    }
    return new SavedRun(
        run,
        json.has("pid")
            ? Optional.of(
                new ProcessIdentity(json.get("pid").asLong(), json.get("started_at").asLong()))
            : Optional.empty());
  }

  private static JsonNode node(Message message) {
    try {
      return JSON.readTree(MessageFormat.JSON.encode(message));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <B extends Message.Builder> B message(JsonNode json, B into)
      throws MalformedMessageException, IOException {
    return MessageFormat.JSON.decode(JSON.writeValueAsBytes(json), into);
  }
}
