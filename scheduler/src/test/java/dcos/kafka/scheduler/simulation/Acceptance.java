package dcos.kafka.scheduler.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** What the master does with an ACCEPT: its operations in order, each checked before it is sent. */
final class Acceptance {

  private final World world;
  private final Master master;
  private final KnownAgent agent;
  private final Bundle left;

  private Acceptance(World world, Master master, Allocator.Taken offer) {
    this.world = world;
    this.master = master;
    this.agent = offer.agent();
    this.left = offer.resources();
  }

  static void of(World world, Master master, Call.Accept accept) {
    Optional<Allocator.Taken> offer = master.allocator().take(accept.getOfferIds(0).getValue());
    if (accept.getOfferIdsCount() != 1) {
      throw new Violation("the core accepts one offer at a time, not %s", accept.getOfferIdsList());
    }
    if (offer.isEmpty()) {
      world.history.tell("master", "%s is no longer valid", accept.getOfferIds(0).getValue());
      accept.getOperationsList().forEach(operation -> refuse(master, operation));
      return;
    }
    Acceptance acceptance = new Acceptance(world, master, offer.get());
    accept.getOperationsList().forEach(acceptance::apply);
    master.allocator().refuse(acceptance.agent, acceptance.left, accept.getFilters());
    master.allocator().soon();
  }

  private static void refuse(Master master, Operation operation) {
    if (operation.getType() == Operation.Type.LAUNCH) {
      for (TaskInfo task : operation.getLaunch().getTaskInfosList()) {
        TaskStatus status =
            World.status(
                task.getTaskId().getValue(),
                task.getAgentId().getValue(),
                TaskState.TASK_DROPPED,
                TaskStatus.Reason.REASON_INVALID_OFFERS);
        master.subscription().ifPresent(stream -> stream.task(status));
      }
    } else {
      error(master, operation, "the offer is no longer valid");
    }
  }

  private static void error(Master master, Operation operation, String message) {
    if (operation.hasId()) {
      OperationStatus status =
          OperationStatus.newBuilder()
              .setOperationId(operation.getId())
              .setState(OperationState.OPERATION_ERROR)
              .setMessage(message)
              .build();
      master.subscription().ifPresent(stream -> stream.operation(status));
    }
  }

  private void apply(Operation operation) {
    if (operation.getType() == Operation.Type.LAUNCH) {
      operation.getLaunch().getTaskInfosList().forEach(this::launch);
      return;
    }
    world.invariants.operation(agent, operation);
    Optional<String> wrong = left.apply(operation);
    if (wrong.isPresent()) {
      world.history.tell("master", "%s: %s", operation.getType(), wrong.get());
      error(master, operation, wrong.get());
      return;
    }
    agent.total.apply(operation).ifPresent(why -> bug(operation, why));
    if (operation.hasId()) {
      agent.operations.put(operation.getId().getValue(), operation);
    }
    String what = operation.getType().name();
    agent.agent.toAgent(() -> agent.agent.apply(operation, what));
  }

  private static void bug(Operation operation, String why) {
    throw new IllegalStateException(
        "the model's master offered what it doesn't have: " + why + " for " + operation);
  }

  private void launch(TaskInfo task) {
    String executorId = task.getExecutor().getExecutorId().getValue();
    ExecutorInfo present = agent.executors.get(executorId);
    List<Resource> needed = new ArrayList<>(task.getResourcesList());
    if (present == null) {
      needed.addAll(task.getExecutor().getResourcesList());
    } else if (!present.equals(task.getExecutor())) {
      throw new Violation("%s isn't as it was: ExecutorInfo is not compatible", executorId);
    }
    Optional<String> wrong = left.take(needed);
    if (wrong.isEmpty() && !task.getAgentId().getValue().equals(agent.id)) {
      wrong = Optional.of("the task names another agent than the offer");
    }
    if (wrong.isPresent()) {
      world.history.tell("master", "LAUNCH %s: %s", task.getTaskId().getValue(), wrong.get());
      TaskStatus status =
          World.status(
              task.getTaskId().getValue(),
              agent.id,
              TaskState.TASK_ERROR,
              TaskStatus.Reason.REASON_TASK_INVALID);
      master.subscription().ifPresent(stream -> stream.task(status));
      return;
    }
    agent.tasks.put(task.getTaskId().getValue(), new KnownAgent.Task(task, TaskState.TASK_STAGING));
    agent.executors.put(executorId, task.getExecutor());
    agent.agent.toAgent(() -> agent.agent.launch(task, present == null));
  }
}
