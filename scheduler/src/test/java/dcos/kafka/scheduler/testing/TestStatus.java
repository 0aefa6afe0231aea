package dcos.kafka.scheduler.testing;

import com.google.protobuf.ByteString;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.OperationID;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.UUID;

/** Writes what Mesos reports of tasks and operations. */
public final class TestStatus {

  private TestStatus() {}

  /** A status that wants to be acknowledged. */
  public static TaskStatus of(String taskId, String agentId, TaskState state) {
    return TaskStatus.newBuilder()
        .setTaskId(TaskID.newBuilder().setValue(taskId))
        .setAgentId(AgentID.newBuilder().setValue(agentId))
        .setState(state)
        .setUuid(ByteString.copyFromUtf8(taskId + state))
        .build();
  }

  /** The answer to a question; there is nothing to acknowledge. */
  public static TaskStatus reconciled(String taskId, String agentId, TaskState state) {
    return of(taskId, agentId, state).toBuilder()
        .clearUuid()
        .setReason(TaskStatus.Reason.REASON_RECONCILIATION)
        .build();
  }

  /** What became of an operation. */
  public static OperationStatus operation(String operationId, OperationState state) {
    return OperationStatus.newBuilder()
        .setOperationId(OperationID.newBuilder().setValue(operationId))
        .setState(state)
        .setUuid(UUID.newBuilder().setValue(ByteString.copyFromUtf8(operationId)))
        .build();
  }
}
