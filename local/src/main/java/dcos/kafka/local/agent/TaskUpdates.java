package dcos.kafka.local.agent;

import dcos.kafka.local.loop.Loop;
import java.time.Duration;
import java.time.Instant;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said of tasks: completes each status update, keeps it, and sends a task's updates one
 * after the other, each again and again until the framework has acknowledged it.
 */
final class TaskUpdates {
  private static final Logger LOG = LoggerFactory.getLogger(TaskUpdates.class);

  private final AgentCore agent;
  private final Loop loop;
  private final Containers containers;
  private final String ip;
  private final Duration retry;

  TaskUpdates(
      AgentCore agent, Loop loop, Containers containers, String ip, AgentOptions.Timing timing) {
    this.agent = agent;
    this.loop = loop;
    this.containers = containers;
    this.ip = ip;
    this.retry = timing.updateRetry();
  }

  /**
   * An update from an executor, or from the agent for one; ignored when it has come before, or
   * comes after the last one.
   */
  void add(ExecutorRun run, AgentTask task, TaskStatus status) {
    TaskStatus.Builder complete =
        status.toBuilder().setAgentId(agent.id()).setExecutorId(run.info().getExecutorId());
    if (status.getSource() == TaskStatus.Source.SOURCE_EXECUTOR) {
      complete.setContainerStatus(run.containerStatus(ip));
    }
    if (!status.hasTimestamp()) {
      complete.setTimestamp(now());
    }
    boolean isFirst = task.head().isEmpty();
    if (task.add(complete.build())) {
      LOG.info("Task {} is {}", task.id(), status.getState());
      if (task.isTerminal()) {
        containers.unlinkVolumes(task.info(), run.sandbox());
      }
      agent.save();
      if (isFirst) {
        sendHead(run, task);
      }
    }
  }

  /** The agent runs the command itself. */
  void ofCommand(ExecutorRun run, AgentTask task, TaskState state, String message) {
    TaskStatus.Builder status = status(task, state, TaskStatus.Source.SOURCE_EXECUTOR);
    if (!message.isEmpty()) {
      status.setMessage(message);
    }
    add(run, task, status.build());
  }

  /** What the executor can't say itself. */
  void ofAgent(
      ExecutorRun run, AgentTask task, TaskState state, TaskStatus.Reason reason, String message) {
    add(
        run,
        task,
        status(task, state, TaskStatus.Source.SOURCE_AGENT)
            .setReason(reason)
            .setMessage(message)
            .build());
  }

  /** {@link #ofAgent} with TASK_FAILED. */
  void fail(ExecutorRun run, AgentTask task, TaskStatus.Reason reason, String message) {
    ofAgent(run, task, TaskState.TASK_FAILED, reason, message);
  }

  /** Sends the first update that waits, if there is one, now and then again. */
  void sendHead(ExecutorRun run, AgentTask task) {
    send(run, task, retry);
  }

  private void send(ExecutorRun run, AgentTask task, Duration next) {
    task.head()
        .ifPresent(
            status -> {
              task.sent(loop.after(next, () -> send(run, task, AgentCore.following(next))));
              agent.withMaster(
                  (master, id) ->
                      master.statusUpdate(id, run.frameworkId(), status, task.latest()));
            });
  }

  private static TaskStatus.Builder status(
      AgentTask task, TaskState state, TaskStatus.Source source) {
    return TaskStatus.newBuilder()
        .setTaskId(task.info().getTaskId())
        .setState(state)
        .setSource(source)
        .setTimestamp(now())
        .setUuid(Uuids.bytes());
  }

  /** Seconds since 1970. */
  private static double now() {
    Instant now = Instant.now();
    return now.getEpochSecond() + now.getNano() / 1e9;
  }
}
