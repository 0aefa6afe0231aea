package dcos.kafka.local.agent;

import com.google.protobuf.ByteString;
import dcos.kafka.local.link.TaskStates;
import dcos.kafka.local.loop.Loop.Timer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** A task that its framework has not heard the last of. */
final class AgentTask {
  private final TaskInfo info;
  private final Deque<TaskStatus> pending = new ArrayDeque<>();
  private final Set<ByteString> seen = new HashSet<>();
  private boolean delivered;
  private TaskState latest = TaskState.TASK_STAGING;
  private Optional<TaskStatus> told = Optional.empty();

  /** When the first of the pending updates is sent again. */
  private Timer retry = Timer.NONE;

  AgentTask(TaskInfo info) {
    this.info = info;
  }

  /** As it was checkpointed. */
  AgentTask(
      TaskInfo info,
      boolean delivered,
      TaskState latest,
      Optional<TaskStatus> told,
      Iterable<TaskStatus> pending) {
    this(info);
    this.delivered = delivered;
    this.latest = latest;
    this.told = told;
    told.ifPresent(status -> seen.add(status.getUuid()));
    for (TaskStatus status : pending) {
      seen.add(status.getUuid());
      this.pending.addLast(status);
    }
  }

  TaskInfo info() {
    return info;
  }

  String id() {
    return info.getTaskId().getValue();
  }

  /** Whether its executor has been told of it. */
  boolean isDelivered() {
    return delivered;
  }

  void delivered() {
    delivered = true;
  }

  TaskState latest() {
    return latest;
  }

  boolean isTerminal() {
    return TaskStates.isTerminal(latest);
  }

  /** The last status that was sent to the framework. */
  Optional<TaskStatus> told() {
    return told;
  }

  Iterable<TaskStatus> pending() {
    return pending;
  }

  Optional<TaskStatus> head() {
    return Optional.ofNullable(pending.peekFirst());
  }

  /** Answers whether it is new and so was taken. */
  boolean add(TaskStatus status) {
    if (isTerminal() || !seen.add(status.getUuid())) {
      return false;
    }
    pending.addLast(status);
    latest = status.getState();
    return true;
  }

  void sent(Timer nextRetry) {
    retry.cancel();
    retry = nextRetry;
    told = head();
  }

  /** Answers whether it was the one to be acknowledged. */
  boolean acknowledge(ByteString uuid) {
    if (head().filter(status -> status.getUuid().equals(uuid)).isEmpty()) {
      return false;
    }
    pending.removeFirst();
    retry.cancel();
    return true;
  }

  void forget() {
    retry.cancel();
    pending.clear();
  }

  /** Whether there is nothing more to say about it. */
  boolean isOver() {
    return isTerminal() && pending.isEmpty();
  }
}
