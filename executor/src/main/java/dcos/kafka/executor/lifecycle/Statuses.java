package dcos.kafka.executor.lifecycle;

import dcos.kafka.executor.task.BrokerTask;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TaskStatus.Reason;

/** What is reported of a task; the agent's client adds ids and time. */
final class Statuses {
  private Statuses() {}

  static TaskStatus starting(BrokerTask task) {
    return status(task.id(), TaskState.TASK_STARTING).build();
  }

  static TaskStatus running(BrokerTask task) {
    return status(task.id(), TaskState.TASK_RUNNING).setHealthy(true).build();
  }

  static TaskStatus healthy(BrokerTask task) {
    return status(task.id(), TaskState.TASK_RUNNING)
        .setHealthy(true)
        .setReason(Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED)
        .build();
  }

  static TaskStatus unhealthy(BrokerTask task, String problem) {
    return status(task.id(), TaskState.TASK_RUNNING)
        .setHealthy(false)
        .setReason(Reason.REASON_TASK_HEALTH_CHECK_STATUS_UPDATED)
        .setMessage(problem)
        .build();
  }

  static TaskStatus killing(BrokerTask task, String reason) {
    return status(task.id(), TaskState.TASK_KILLING).setMessage(reason).build();
  }

  static TaskStatus killed(BrokerTask task, String reason) {
    return status(task.id(), TaskState.TASK_KILLED).setMessage(reason).build();
  }

  static TaskStatus finished(BrokerTask task) {
    return status(task.id(), TaskState.TASK_FINISHED)
        .setMessage("The broker ended by itself, without an error")
        .build();
  }

  static TaskStatus failed(TaskID task, String reason) {
    return status(task, TaskState.TASK_FAILED)
        .setReason(Reason.REASON_COMMAND_EXECUTOR_FAILED)
        .setMessage(reason)
        .build();
  }

  static TaskStatus failedUnhealthy(BrokerTask task, String reason) {
    return failed(task.id(), reason).toBuilder().setHealthy(false).build();
  }

  static TaskStatus error(TaskID task, String reason) {
    return status(task, TaskState.TASK_ERROR)
        .setReason(Reason.REASON_TASK_INVALID)
        .setMessage(reason)
        .build();
  }

  private static TaskStatus.Builder status(TaskID task, TaskState state) {
    return TaskStatus.newBuilder().setTaskId(task).setState(state);
  }
}
