package dcos.kafka.local.master;

import com.google.protobuf.ByteString;
import dcos.kafka.local.link.TaskStates;
import dcos.kafka.local.resource.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/** What the master knows of a task. */
final class MasterTask {
  private final TaskInfo info;
  private final String role;
  private final List<TaskStatus> statuses = new ArrayList<>();
  private TaskState latest = TaskState.TASK_STAGING;

  MasterTask(TaskInfo info, String role) {
    this.info = info;
    this.role = role;
  }

  TaskInfo info() {
    return info;
  }

  String id() {
    return info.getTaskId().getValue();
  }

  String agent() {
    return info.getAgentId().getValue();
  }

  String role() {
    return role;
  }

  /** Its state by now, of which the framework may not have heard yet. */
  TaskState latest() {
    return latest;
  }

  void latest(TaskState state) {
    latest = state;
  }

  boolean isTerminal() {
    return TaskStates.isTerminal(latest);
  }

  /**
   * The state of the last update that was sent to the framework: this is what reconciliation tells.
   */
  TaskState told() {
    return lastStatus().map(TaskStatus::getState).orElse(TaskState.TASK_STAGING);
  }

  /** All that were sent to the framework, each state once. */
  List<TaskStatus> statuses() {
    return statuses;
  }

  Optional<TaskStatus> lastStatus() {
    return statuses.isEmpty() ? Optional.empty() : Optional.of(statuses.get(statuses.size() - 1));
  }

  void sent(TaskStatus status) {
    if (lastStatus().filter(last -> last.getUuid().equals(status.getUuid())).isEmpty()) {
      statuses.add(status);
    }
  }

  /** Whether the framework has nothing to hear any more once it has acknowledged this. */
  boolean endsWith(ByteString uuid) {
    return lastStatus()
        .filter(last -> TaskStates.isTerminal(last.getState()) && last.getUuid().equals(uuid))
        .isPresent();
  }

  /** What it occupies: nothing any more once it has ended, acknowledged or not. */
  Resources resources() {
    return isTerminal() ? Resources.NONE : Resources.of(info.getResourcesList());
  }
}
