package dcos.kafka.scheduler.broker;

import org.apache.mesos.v1.Protos.TaskState;

/**
 * Where a broker's task is in its life.
 *
 * <p>A task only moves forward, but for {@link #UNREACHABLE}, from which it returns to whatever the
 * agent reports when it is back. An ended task never lives again: {@link #after} says which report
 * counts in which phase, and its test is the table.
 */
public enum TaskPhase {
  /** Recorded, then asked of Mesos; nothing that runs has been reported. */
  LAUNCHING,
  /** The executor has started the broker's process. */
  STARTING,
  /** The broker answers on its port and is registered in ZooKeeper. */
  RUNNING,
  /** It has been told to stop and is doing so. */
  KILLING,
  /** Its agent doesn't answer the master. It may be alive, so nothing may take its place. */
  UNREACHABLE,
  /** It has ended; its reservation and volume are there for the next one. */
  ENDED,
  /** It has ended with its agent, which an operator declared gone for ever, volumes and all. */
  GONE;

  /** Whether a broker may be alive in this phase. */
  public boolean mayBeAlive() {
    return this != ENDED && this != GONE;
  }

  /** Whether a broker is down in this phase, rather than on its way up or about to end. */
  public boolean hasFailed() {
    return this == UNREACHABLE || !mayBeAlive();
  }

  /**
   * The phase after Mesos reported {@code state}; this phase where the report doesn't count.
   *
   * <p>Reports are delivered at least once and, by reconciliation, out of order
   * (docs/reconciliation.md), so an earlier state never takes a task back.
   */
  public TaskPhase after(TaskState state) {
    TaskPhase reported = reported(state);
    if (this == GONE || (this == ENDED && reported != GONE)) {
      return this;
    }
    if (this == UNREACHABLE || reported == UNREACHABLE) {
      return reported;
    }
    return reported.ordinal() >= ordinal() ? reported : this;
  }

  private static TaskPhase reported(TaskState state) {
    return switch (state) {
      case TASK_STAGING -> LAUNCHING;
      case TASK_STARTING -> STARTING;
      case TASK_RUNNING -> RUNNING;
      case TASK_KILLING -> KILLING;
      // LOST isn't always final, and UNKNOWN may still run: docs/task-state-reasons.md.
      case TASK_UNREACHABLE, TASK_UNKNOWN, TASK_LOST -> UNREACHABLE;
      case TASK_FINISHED, TASK_FAILED, TASK_KILLED, TASK_ERROR, TASK_DROPPED, TASK_GONE -> ENDED;
      case TASK_GONE_BY_OPERATOR -> GONE;
    };
  }
}
