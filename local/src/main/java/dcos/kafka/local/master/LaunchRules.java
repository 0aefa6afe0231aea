package dcos.kafka.local.master;

import static java.util.Locale.ROOT;

import dcos.kafka.local.resource.ResourceText;
import dcos.kafka.local.resource.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * Whether a task may be launched with what was offered, and if not why, in the words of Mesos'
 * validation.
 */
final class LaunchRules {
  private static final String ID_RULE = "contains invalid characters";

  private LaunchRules() {}

  /** Why it may not. */
  static Optional<String> problem(
      TaskInfo task, Framework framework, AgentEntry agent, String role, Resources available) {
    String id = task.getTaskId().getValue();
    if (!isValidId(id)) {
      return Optional.of("Task ID '" + id + "' " + ID_RULE);
    }
    if (framework.tasks.containsKey(id)) {
      return Optional.of("Task has duplicate ID: " + id);
    }
    if (!task.getAgentId().equals(agent.agentId())) {
      return Optional.of(
          "Task uses invalid agent "
              + task.getAgentId().getValue()
              + " while agent "
              + agent.id()
              + " is expected");
    }
    if (task.hasCommand() == task.hasExecutor()) {
      return Optional.of(
          "Task should have at least one (but not both) of CommandInfo or ExecutorInfo present");
    }
    Optional<String> healthCheck = healthCheckProblem(task);
    if (healthCheck.isPresent()) {
      return healthCheck;
    }
    if (task.getResourcesCount() == 0) {
      return Optional.of("Task uses no resources");
    }
    return (task.hasExecutor()
            ? executorProblem(task.getExecutor(), framework, agent)
            : Optional.<String>empty())
        .or(() -> resourceProblem(task, framework, agent, role, available));
  }

  /** A check has a type and what goes with it, also where a custom executor does the checking. */
  static Optional<String> healthCheckProblem(TaskInfo task) {
    HealthCheck check = task.getHealthCheck();
    String kind = check.getType().name();
    boolean complete =
        switch (check.getType()) {
          case COMMAND -> check.hasCommand();
          case HTTP -> check.hasHttp();
          case TCP -> check.hasTcp();
          case UNKNOWN -> false;
        };
    if (!task.hasHealthCheck() || complete) {
      return Optional.empty();
    }
    return Optional.of(
        "Task uses invalid health check: "
            + (check.hasType()
                ? "Expecting '"
                    + kind.toLowerCase(ROOT)
                    + "' to be set for "
                    + kind
                    + " health check"
                : "HealthCheck must specify 'type'"));
  }

  private static Optional<String> executorProblem(
      ExecutorInfo executor, Framework framework, AgentEntry agent) {
    String id = executor.getExecutorId().getValue();
    if (!isValidId(id)) {
      return Optional.of("ExecutorInfo.executor_id '" + id + "' " + ID_RULE);
    }
    if (executor.hasFrameworkId() && !executor.getFrameworkId().getValue().equals(framework.id())) {
      return Optional.of(
          "ExecutorInfo has an invalid FrameworkID (Actual: "
              + executor.getFrameworkId().getValue()
              + " vs Expected: "
              + framework.id()
              + ")");
    }
    ExecutorInfo running = framework.executorsOn(agent.id()).get(id);
    if (running != null && !isSame(running, complete(executor, framework))) {
      return Optional.of(
          "ExecutorInfo is not compatible with existing ExecutorInfo with same ExecutorID '"
              + id
              + "'");
    }
    return Optional.empty();
  }

  private static Optional<String> resourceProblem(
      TaskInfo task, Framework framework, AgentEntry agent, String role, Resources available) {
    List<Resource> required = new ArrayList<>(task.getResourcesList());
    if (task.hasExecutor() && isNew(task.getExecutor(), framework, agent)) {
      required.addAll(task.getExecutor().getResourcesList());
    }
    Resources total = Resources.of(required);
    if (available.contains(total)) {
      return Optional.empty();
    }
    return Optional.of(
        "Total resources "
            + ResourceText.of(total.allocatedTo(role))
            + " required by task and its executor is more than available "
            + ResourceText.of(available.allocatedTo(role)));
  }

  /** Whether it has to be started for the task. */
  static boolean isNew(ExecutorInfo executor, Framework framework, AgentEntry agent) {
    return !framework.executorsOn(agent.id()).containsKey(executor.getExecutorId().getValue());
  }

  /** With what the master fills in. */
  static ExecutorInfo complete(ExecutorInfo executor, Framework framework) {
    return executor.toBuilder().setFrameworkId(framework.info().getId()).build();
  }

  /** Resources are the same in any order, and with or without the role they were offered to. */
  private static boolean isSame(ExecutorInfo one, ExecutorInfo other) {
    return withoutResources(one).equals(withoutResources(other))
        && Resources.of(one.getResourcesList()).equals(Resources.of(other.getResourcesList()));
  }

  private static ExecutorInfo withoutResources(ExecutorInfo executor) {
    return executor.toBuilder().clearResources().build();
  }

  /** Ids become folder names on the agent. */
  private static boolean isValidId(String id) {
    return !id.isEmpty()
        && !id.equals(".")
        && !id.equals("..")
        && id.chars().noneMatch(c -> Character.isISOControl(c) || c == '/' || c == '\\');
  }
}
