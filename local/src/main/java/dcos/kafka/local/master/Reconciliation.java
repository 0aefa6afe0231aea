package dcos.kafka.local.master;

import java.util.ArrayList;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * Tells a framework what the master knows of its tasks. It stays silent about a task on an agent
 * that has not registered yet with this master, because it may run or not.
 */
final class Reconciliation {
  private final Cluster cluster;

  Reconciliation(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Each of these tasks; all that the master knows when there are none. */
  void reconcile(Framework framework, Call.Reconcile reconcile) {
    if (reconcile.getTasksCount() == 0) {
      new ArrayList<>(framework.tasks.values()).forEach(task -> tellLatest(framework, task));
      new ArrayList<>(framework.unreachableTasks.values())
          .forEach(task -> tellUnreachable(framework, task.task(), task.since()));
    }
    for (Call.Reconcile.Task task : reconcile.getTasksList()) {
      reconcile(
          framework,
          task.getTaskId(),
          task.hasAgentId() ? Optional.of(task.getAgentId()) : Optional.empty());
    }
  }

  /** This task. */
  void reconcile(Framework framework, TaskID id, Optional<AgentID> agent) {
    MasterTask task = framework.tasks.get(id.getValue());
    Framework.Unreachable unreachable = framework.unreachableTasks.get(id.getValue());
    String agentId = agent.map(AgentID::getValue).orElse("");
    TimeInfo agentUnreachable = cluster.unreachableAgents.get(agentId);
    if (task != null) {
      tellLatest(framework, task);
    } else if (unreachable != null) {
      tellUnreachable(framework, unreachable.task(), unreachable.since());
    } else if (cluster.agents.containsKey(agentId)) {
      tell(
          framework,
          id,
          agent,
          TaskState.TASK_GONE,
          "Reconciliation: Task is unknown to the agent");
    } else if (agentUnreachable != null) {
      framework.send(
          Statuses.update(
              status(
                      framework,
                      id,
                      agent,
                      TaskState.TASK_UNREACHABLE,
                      "Reconciliation: Task is unreachable")
                  .setUnreachableTime(agentUnreachable)
                  .build()));
    } else if (agent.isPresent()
        ? !cluster.recoveredAgents.contains(agentId)
        : cluster.recoveredAgents.isEmpty()) {
      tell(framework, id, agent, TaskState.TASK_UNKNOWN, "Reconciliation: Task is unknown");
    }
  }

  private void tellLatest(Framework framework, MasterTask task) {
    TaskStatus.Builder status =
        status(
            framework,
            task.info().getTaskId(),
            Optional.of(task.info().getAgentId()),
            task.told(),
            "Reconciliation: Latest task state");
    task.lastStatus().ifPresent(last -> copyDetails(last, status));
    framework.send(Statuses.update(status.build()));
  }

  /** What a status made from an earlier one repeats of it. */
  static void copyDetails(TaskStatus last, TaskStatus.Builder status) {
    if (last.hasContainerStatus()) {
      status.setContainerStatus(last.getContainerStatus());
    }
    if (last.hasHealthy()) {
      status.setHealthy(last.getHealthy());
    }
    if (last.hasCheckStatus()) {
      status.setCheckStatus(last.getCheckStatus());
    }
  }

  private void tellUnreachable(Framework framework, MasterTask task, TimeInfo since) {
    framework.send(
        Statuses.update(
            status(
                    framework,
                    task.info().getTaskId(),
                    Optional.of(task.info().getAgentId()),
                    TaskState.TASK_UNREACHABLE,
                    "Reconciliation: Task is unreachable")
                .setUnreachableTime(since)
                .build()));
  }

  private static void tell(
      Framework framework, TaskID task, Optional<AgentID> agent, TaskState state, String message) {
    framework.send(Statuses.update(status(framework, task, agent, state, message).build()));
  }

  private static TaskStatus.Builder status(
      Framework framework, TaskID task, Optional<AgentID> agent, TaskState state, String message) {
    return Statuses.ofMaster(
        framework, task, agent, state, TaskStatus.Reason.REASON_RECONCILIATION, message);
  }
}
