package dcos.kafka.local.link;

import java.util.EnumSet;
import java.util.Set;
import org.apache.mesos.v1.Protos.TaskState;

/**
 * Which states are the last ones, and how those that came with Mesos 1.1 are told to frameworks
 * that don't know them.
 */
public final class TaskStates {
  private static final Set<TaskState> TERMINAL =
      EnumSet.of(
          TaskState.TASK_FINISHED,
          TaskState.TASK_FAILED,
          TaskState.TASK_KILLED,
          TaskState.TASK_LOST,
          TaskState.TASK_ERROR,
          TaskState.TASK_DROPPED,
          TaskState.TASK_GONE,
          TaskState.TASK_GONE_BY_OPERATOR);

  private static final Set<TaskState> PARTITION_STATES =
      EnumSet.of(
          TaskState.TASK_DROPPED,
          TaskState.TASK_UNREACHABLE,
          TaskState.TASK_GONE,
          TaskState.TASK_GONE_BY_OPERATOR,
          TaskState.TASK_UNKNOWN);

  private TaskStates() {}

  /** Whether nothing comes after it. */
  public static boolean isTerminal(TaskState state) {
    return TERMINAL.contains(state);
  }

  /** Without the capability PARTITION_AWARE, all of them are TASK_LOST. */
  public static TaskState forFramework(TaskState state, boolean partitionAware) {
    return partitionAware || !PARTITION_STATES.contains(state) ? state : TaskState.TASK_LOST;
  }
}
