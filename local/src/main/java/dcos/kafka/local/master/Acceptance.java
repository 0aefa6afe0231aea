package dcos.kafka.local.master;

import dcos.kafka.local.resource.Conversion;
import dcos.kafka.local.resource.InvalidOperationException;
import dcos.kafka.local.resource.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.AllocationInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * Carries out an ACCEPT: its operations, in order, on the sum of its offers. An operation that is
 * not valid is dropped and the rest goes on; what is left at the end counts as declined, but for
 * what the operations have converted.
 */
final class Acceptance {
  private final Cluster cluster;
  private final Allocator allocator;

  Acceptance(Cluster cluster, Allocator allocator) {
    this.cluster = cluster;
    this.allocator = allocator;
  }

  void accept(Framework framework, Call.Accept accept) {
    Optional<String> problem = problem(framework, accept.getOfferIdsList());
    List<HeldOffer> taken = take(framework, accept.getOfferIdsList());
    allocator.changed();
    if (problem.isPresent()) {
      accept.getOperationsList().forEach(operation -> drop(framework, operation, problem.get()));
    } else if (!taken.isEmpty()) {
      HeldOffer first = taken.get(0);
      // An agent that went away has taken its offers with it, so it is there.
      cluster
          .agent(first.agent())
          .ifPresent(agent -> carryOut(framework, agent, first.role(), taken, accept));
    }
  }

  /** Those of the framework, which it doesn't hold any more from now on. */
  List<HeldOffer> take(Framework framework, List<OfferID> ids) {
    List<HeldOffer> taken = new ArrayList<>();
    for (OfferID id : ids) {
      HeldOffer offer = cluster.offers.get(id.getValue());
      if (offer != null && offer.framework().equals(framework.id())) {
        cluster.offers.remove(id.getValue());
        taken.add(offer);
      }
    }
    return taken;
  }

  private Optional<String> problem(Framework framework, List<OfferID> ids) {
    if (ids.isEmpty()) {
      return Optional.of("No offers specified");
    }
    Set<String> seen = new HashSet<>();
    Optional<HeldOffer> before = Optional.empty();
    for (OfferID id : ids) {
      String value = id.getValue();
      if (!seen.add(value)) {
        return Optional.of("Duplicate offer " + value + " in offer list");
      }
      HeldOffer offer = cluster.offers.get(value);
      if (offer == null) {
        return Optional.of("Offer " + value + " is no longer valid");
      }
      if (!offer.framework().equals(framework.id())) {
        return Optional.of(
            "Offer "
                + value
                + " has invalid framework "
                + offer.framework()
                + " while framework "
                + framework.id()
                + " is expected");
      }
      if (before.filter(first -> !first.agent().equals(offer.agent())).isPresent()) {
        return Optional.of(
            "Aggregated offers must belong to one single agent. Offer "
                + value
                + " uses agent "
                + offer.agent()
                + " and agent "
                + before.get().agent());
      }
      if (before.filter(first -> !first.role().equals(offer.role())).isPresent()) {
        return Optional.of(
            "Aggregated offers must be allocated to the same role. Offer "
                + value
                + " uses role '"
                + offer.role()
                + "' but another is using role '"
                + before.get().role()
                + "'");
      }
      before = Optional.of(offer);
    }
    return Optional.empty();
  }

  private void drop(Framework framework, Operation operation, String problem) {
    for (TaskInfo task : tasks(operation)) {
      tell(
          framework,
          task,
          TaskState.TASK_DROPPED,
          TaskStatus.Reason.REASON_INVALID_OFFERS,
          "Task launched with invalid offers: " + problem);
    }
    if (operation.hasId()) {
      framework.send(
          Statuses.operationError(
              operation.getId(), "Operation attempted with invalid offers: " + problem));
    }
  }

  private void carryOut(
      Framework framework,
      AgentEntry agent,
      String role,
      List<HeldOffer> offers,
      Call.Accept accept) {
    Resources offered =
        offers.stream().map(HeldOffer::resources).reduce(Resources.NONE, Resources::plus);
    Resources rest = offered;
    for (Operation operation : accept.getOperationsList()) {
      if (operation.getType() == Operation.Type.LAUNCH) {
        for (TaskInfo task : tasks(operation)) {
          rest = rest.minus(launch(framework, agent, role, task, rest));
        }
      } else {
        rest = convert(framework, agent, role, operation, rest);
      }
    }
    Resources converted = rest.minus(offered);
    allocator.refuse(framework, agent.id(), role, rest.minus(converted), accept.getFilters());
  }

  private Resources convert(
      Framework framework, AgentEntry agent, String role, Operation operation, Resources rest) {
    try {
      OperationRules.check(operation, framework.info(), role, agent);
      Conversion conversion = Conversion.of(operation);
      Resources converted = conversion.applyTo(rest);
      agent.total(conversion.applyTo(agent.total()));
      agent.end().apply(framework.info().getId(), operation);
      return converted;
    } catch (InvalidOperationException e) {
      for (TaskInfo task : tasks(operation)) {
        tell(
            framework,
            task,
            TaskState.TASK_ERROR,
            TaskStatus.Reason.REASON_TASK_INVALID,
            reason(e));
      }
      if (operation.hasId()) {
        framework.send(Statuses.operationError(operation.getId(), reason(e) + "; on " + agent));
      }
      return rest;
    }
  }

  private static String reason(InvalidOperationException e) {
    return String.valueOf(e.getMessage());
  }

  /** Answers what it uses. */
  private Resources launch(
      Framework framework, AgentEntry agent, String role, TaskInfo asked, Resources available) {
    Optional<String> problem = LaunchRules.problem(asked, framework, agent, role, available);
    if (problem.isPresent()) {
      tell(
          framework,
          asked,
          TaskState.TASK_ERROR,
          TaskStatus.Reason.REASON_TASK_INVALID,
          problem.get());
      return Resources.NONE;
    }
    TaskInfo task = complete(asked, framework, role);
    Resources used = Resources.of(task.getResourcesList());
    if (task.hasExecutor() && LaunchRules.isNew(task.getExecutor(), framework, agent)) {
      ExecutorInfo executor = task.getExecutor();
      framework
          .executors
          .computeIfAbsent(agent.id(), first -> new HashMap<>())
          .put(executor.getExecutorId().getValue(), executor);
      used = used.plus(Resources.of(executor.getResourcesList()));
    }
    framework.tasks.put(task.getTaskId().getValue(), new MasterTask(task, role));
    agent.end().launch(framework.info(), task);
    return used;
  }

  private static void tell(
      Framework framework,
      TaskInfo task,
      TaskState state,
      TaskStatus.Reason reason,
      String message) {
    framework.send(
        Statuses.update(
            Statuses.ofMaster(
                    framework,
                    task.getTaskId(),
                    Optional.of(task.getAgentId()),
                    state,
                    reason,
                    message)
                .build()));
  }

  private static List<TaskInfo> tasks(Operation operation) {
    return switch (operation.getType()) {
      case LAUNCH -> operation.getLaunch().getTaskInfosList();
      case LAUNCH_GROUP -> operation.getLaunchGroup().getTaskGroup().getTasksList();
      default -> List.of();
    };
  }

  private static TaskInfo complete(TaskInfo task, Framework framework, String role) {
    TaskInfo.Builder complete =
        task.toBuilder().clearResources().addAllResources(allocated(task.getResourcesList(), role));
    if (task.hasExecutor()) {
      complete.setExecutor(
          LaunchRules.complete(task.getExecutor(), framework).toBuilder()
              .clearResources()
              .addAllResources(allocated(task.getExecutor().getResourcesList(), role)));
    }
    return complete.build();
  }

  /** Frameworks may leave out the role that was in the offer. */
  private static List<Resource> allocated(List<Resource> resources, String role) {
    AllocationInfo allocation = AllocationInfo.newBuilder().setRole(role).build();
    return resources.stream()
        .map(resource -> resource.toBuilder().setAllocationInfo(allocation).build())
        .toList();
  }
}
