package dcos.kafka.local.master;

import dcos.kafka.local.link.TaskStates;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.OperationID;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * What the master itself says of tasks and operations. It carries no uuid, so it is not to be
 * acknowledged.
 */
final class Statuses {
  private Statuses() {}

  static TaskStatus.Builder ofMaster(
      Framework framework,
      TaskID task,
      Optional<AgentID> agent,
      TaskState state,
      TaskStatus.Reason reason,
      String message) {
    TaskStatus.Builder status =
        TaskStatus.newBuilder()
            .setTaskId(task)
            .setState(TaskStates.forFramework(state, framework.isPartitionAware()))
            .setSource(TaskStatus.Source.SOURCE_MASTER)
            .setReason(reason)
            .setMessage(message)
            .setTimestamp(Cluster.now());
    agent.ifPresent(status::setAgentId);
    return status;
  }

  static Event update(TaskStatus status) {
    return Event.newBuilder()
        .setType(Event.Type.UPDATE)
        .setUpdate(Event.Update.newBuilder().setStatus(status))
        .build();
  }

  static Event operationUpdate(OperationStatus status) {
    return Event.newBuilder()
        .setType(Event.Type.UPDATE_OPERATION_STATUS)
        .setUpdateOperationStatus(Event.UpdateOperationStatus.newBuilder().setStatus(status))
        .build();
  }

  static Event operationError(OperationID id, String message) {
    return operationUpdate(
        OperationStatus.newBuilder()
            .setOperationId(id)
            .setState(OperationState.OPERATION_ERROR)
            .setMessage(message)
            .build());
  }
}
