package dcos.kafka.local.agent;

import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.Environment;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskInfo;

/** Describes the executor of a task. */
final class ExecutorInfos {
  private ExecutorInfos() {}

  /** The task's own with what Mesos fills in, or for a command one with the task's id. */
  static ExecutorInfo of(FrameworkInfo framework, TaskInfo task) {
    return task.hasExecutor()
        ? withDefaults(task.getExecutor())
        : ExecutorInfo.newBuilder()
            .setExecutorId(idOf(task))
            .setFrameworkId(framework.getId())
            .setName("Command executor of task " + task.getTaskId().getValue())
            .setCommand(task.getCommand())
            .build();
  }

  static ExecutorID idOf(TaskInfo task) {
    return task.hasExecutor()
        ? task.getExecutor().getExecutorId()
        : ExecutorID.newBuilder().setValue(task.getTaskId().getValue()).build();
  }

  private static ExecutorInfo withDefaults(ExecutorInfo info) {
    ExecutorInfo.Builder complete = info.toBuilder();
    CommandInfo.Builder command = complete.getCommandBuilder();
    if (!command.hasShell()) {
      command.setShell(true);
    }
    if (command.hasEnvironment()) {
      for (Environment.Variable.Builder variable :
          command.getEnvironmentBuilder().getVariablesBuilderList()) {
        if (!variable.hasType()) {
          variable.setType(Environment.Variable.Type.VALUE);
        }
      }
    }
    return complete.build();
  }
}
