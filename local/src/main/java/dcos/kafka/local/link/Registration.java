package dcos.kafka.local.link;

import dcos.kafka.local.resource.Resources;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * What an agent says of itself when it registers.
 *
 * @param id the id that it was given before; empty for the first time
 * @param info where it is and what it was configured with
 * @param total all it has, with reservations and volumes
 * @param frameworks those that have something on it
 * @param tasks those that it has not forgotten yet
 * @param executors custom executors that run
 */
public record Registration(
    Optional<AgentID> id,
    AgentInfo info,
    Resources total,
    List<FrameworkInfo> frameworks,
    List<TaskReport> tasks,
    List<ExecutorReport> executors) {
  /**
   * A task as its agent knows it.
   *
   * @param status the last one that was sent to the framework
   * @param latest the state by now
   */
  public record TaskReport(
      FrameworkInfo framework, TaskInfo task, Optional<TaskStatus> status, TaskState latest) {}

  /** A custom executor that runs. */
  public record ExecutorReport(FrameworkInfo framework, ExecutorInfo executor) {}
}
