package dcos.kafka.local.link;

import com.google.protobuf.ByteString;
import dcos.kafka.local.resource.Resources;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * What an agent tells the leading master. Every method returns at once; a stopped master hears
 * nothing.
 */
public interface MasterEnd {
  /** It wants to be admitted, for the first time or again; {@link AgentEnd#registered} answers. */
  void register(AgentEnd agent, Registration registration);

  /** Its process has ended; its executors have not. */
  void disconnected(AgentEnd agent);

  /** It is alive. */
  void pong(AgentEnd agent);

  /**
   * A task's status update, perhaps not for the first time.
   *
   * @param latest the task's state by now, which may be ahead of {@code status} while updates wait
   *     to be acknowledged
   */
  void statusUpdate(AgentID agent, FrameworkID framework, TaskStatus status, TaskState latest);

  /**
   * An operation's status update, perhaps not for the first time.
   *
   * @param total what the agent has, when the operation failed and so the master is wrong about it
   */
  void operationUpdate(
      AgentID agent, FrameworkID framework, OperationStatus status, Optional<Resources> total);

  /**
   * An executor has ended.
   *
   * @param status as {@code waitpid} gives it: exit code times 256, or the signal's number; -1 when
   *     unknown
   * @param own whether it was the agent's own executor for a command, about which frameworks hear
   *     nothing
   */
  void executorTerminated(
      AgentID agent, FrameworkID framework, ExecutorID executor, int status, boolean own);

  /** Bytes from an executor to its framework. */
  void message(AgentID agent, FrameworkID framework, ExecutorID executor, ByteString data);
}
