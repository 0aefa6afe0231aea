package dcos.kafka.scheduler.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * A task on an agent: its executor, the broker's process, and its status updates, which are sent in
 * order, each until it is acknowledged.
 */
final class Execution {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final World world;
  private final Agent agent;
  private final ExecutorRun executor;
  private final TaskInfo task;
  private final Deque<TaskStatus> updates = new ArrayDeque<>();
  private TaskState latest = TaskState.TASK_STAGING;
  private boolean started;
  private boolean broker;
  private boolean killed;
  private boolean drained;
  private boolean sick;

  Execution(World world, Agent agent, ExecutorRun executor, TaskInfo task) {
    this.world = world;
    this.agent = agent;
    this.executor = executor;
    this.task = task;
  }

  TaskInfo task() {
    return task;
  }

  String taskId() {
    return task.getTaskId().getValue();
  }

  int brokerId() {
    return Integer.parseInt(task.getName().substring("broker-".length()));
  }

  /** The volume that the broker's data is on. */
  String volume() {
    for (Resource resource : task.getResourcesList()) {
      if (resource.getDisk().hasPersistence()) {
        return resource.getDisk().getPersistence().getId();
      }
    }
    throw new Violation("%s was launched without a volume", taskId());
  }

  /** One of the properties that the broker was started with. */
  Optional<String> property(String name) {
    try {
      JsonNode value = JSON.readTree(task.getData().toStringUtf8()).path("properties").path(name);
      return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  TaskState latest() {
    return latest;
  }

  Agent agent() {
    return agent;
  }

  /** Whether anything of it runs that could be, or become, a broker. */
  boolean isAlive() {
    return started && executor.isAlive() && !Agent.isTerminal(latest);
  }

  /** Whether it was handed to that executor. */
  boolean isOn(ExecutorRun one) {
    return executor == one;
  }

  void start() {
    world.invariants.launched(this);
    started = true;
    if (executor.handed()) {
      world.tally.add(Fault.EXECUTOR_GETS_ANOTHER_TASK);
      world.history.tell(agent.id(), "hands %s to %s", taskId(), executor.id());
      world.timeline.within(10, 300, this::startBroker);
    } else {
      world.history.tell(agent.id(), "starts %s", taskId());
      world.timeline.within(300, world.scenario.slowestFetch(), this::startBroker);
    }
  }

  private void startBroker() {
    if (!isAlive() || killed) {
      return;
    }
    report(TaskState.TASK_STARTING, "");
    broker = true;
    world.kafka.start(this);
  }

  /** The broker answers and is registered. */
  void registered() {
    if (isAlive() && !killed) {
      report(TaskState.TASK_RUNNING, "");
    }
  }

  /** The broker's process ends by itself. */
  void crash(String why) {
    if (isAlive()) {
      world.history.tell(agent.id(), "%s crashes", taskId());
      world.kafka.ended(this, false);
      end(TaskState.TASK_FAILED, why);
    }
  }

  /** It doesn't answer any more: it comes to itself again, or is ended for it. */
  void hang() {
    if (latest != TaskState.TASK_RUNNING || !isAlive() || killed || sick) {
      return;
    }
    world.tally.add(Fault.BROKER_HANGS);
    world.history.tell(agent.id(), "%s hangs", taskId());
    world.kafka.disturb();
    sick = true;
    report(latest, "no answer on its port");
    boolean ends = world.timeline.chance(0.5);
    world.timeline.within(
        2_000,
        60_000,
        () -> {
          if (!sick || !isAlive() || killed) {
            return;
          }
          sick = false;
          if (ends) {
            crash("its health check failed too often");
          } else {
            report(latest, "");
          }
        });
  }

  boolean isSick() {
    return sick;
  }

  /** It is ended because its agent is drained. */
  void drain() {
    if (isAlive() && !killed) {
      drained = true;
      kill();
    }
  }

  void kill() {
    if (!isAlive() || killed) {
      return;
    }
    killed = true;
    if (!broker) {
      end(TaskState.TASK_KILLED, "");
      return;
    }
    report(TaskState.TASK_KILLING, "");
    world.timeline.within(500, world.scenario.slowestStop(), this::stopped);
  }

  private void stopped() {
    if (isAlive()) {
      if (drained) {
        world.kafka.disturb();
      }
      world.kafka.ended(this, true);
      end(TaskState.TASK_KILLED, "");
    }
  }

  private void end(TaskState state, String message) {
    report(state, message);
    if (state == TaskState.TASK_KILLED) {
      executor.rest();
    } else {
      executor.end();
    }
  }

  /** Its executor is no more; it is over unless something of it is to be heard still. */
  boolean isOver() {
    return updates.isEmpty();
  }

  /** Its machine loses power. */
  void vanish() {
    if (broker && isAlive()) {
      world.kafka.ended(this, false);
    }
    updates.clear();
    latest = TaskState.TASK_LOST;
  }

  void dropped(String why) {
    report(TaskState.TASK_DROPPED, why);
  }

  private void report(TaskState state, String message) {
    latest = state;
    TaskStatus status =
        TaskStatus.newBuilder()
            .setTaskId(task.getTaskId())
            .setState(state)
            .setAgentId(task.getAgentId())
            .setExecutorId(task.getExecutor().getExecutorId())
            .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
            .setMessage(message)
            .setUuid(agent.uuid())
            .setHealthy(!sick)
            .build();
    TaskStatus sent =
        drained
            ? status.toBuilder().setReason(TaskStatus.Reason.REASON_AGENT_DRAINING).build()
            : status;
    updates.add(sent);
    if (updates.size() == 1) {
      send(sent, 0);
    }
  }

  private void send(TaskStatus status, int attempt) {
    if (updates.peek() == status) {
      TaskState state = latest;
      boolean ill = sick;
      agent.toMaster(() -> world.master.taskReported(agent, status, state, ill));
      world.timeline.after(Agent.retry(attempt), () -> send(status, attempt + 1));
    }
  }

  boolean isUnheard() {
    return !updates.isEmpty();
  }

  void acknowledged(ByteString uuid) {
    TaskStatus first = updates.peek();
    if (first == null || !first.getUuid().equals(uuid)) {
      return;
    }
    updates.remove();
    if (!updates.isEmpty()) {
      send(updates.element(), 0);
    } else if (Agent.isTerminal(latest)) {
      executor.acknowledged();
      agent.executions.remove(taskId());
    }
  }
}
