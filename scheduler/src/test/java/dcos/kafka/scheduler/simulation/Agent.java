package dcos.kafka.scheduler.simulation;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.UUID;

/**
 * A machine with a Mesos agent. What is reserved on it, and its volumes, survive its restarts; what
 * the master sends it gets lost while the link is broken, and is made good when it registers again.
 */
final class Agent {

  private static final long[] RETRIES = {10_000, 20_000, 40_000, 80_000, 160_000, 320_000};

  final int number;
  final Bundle resources;
  final Map<String, Execution> executions = new LinkedHashMap<>();

  /** Those that are alive, by id. */
  final Map<String, ExecutorRun> executors = new LinkedHashMap<>();

  /** Operations that were carried out, whose status wasn't acknowledged. */
  final Map<String, OperationStatus> operations = new LinkedHashMap<>();

  private final World world;
  private String id;
  private int generation;
  private boolean linked = true;
  private boolean lost;
  private boolean declaredGone;
  private long linkEpoch;
  private long lastToAgent;
  private long lastToMaster;

  Agent(World world, int number, Bundle resources) {
    this.world = world;
    this.number = number;
    this.resources = resources;
    this.id = "agent-" + number;
  }

  String id() {
    return id;
  }

  String host() {
    return "10.0.0." + (number + 1);
  }

  /** Whether an operator called one of its ids gone for ever, when the machine was not. */
  boolean wasDeclaredGone() {
    return declaredGone;
  }

  void declareGone() {
    declaredGone = true;
  }

  boolean isLinked() {
    return linked;
  }

  /** Whether it will never come back. */
  boolean isLost() {
    return lost;
  }

  /** Sends something to this agent; in order, and lost when the link breaks meanwhile. */
  void toAgent(Runnable message) {
    if (linked) {
      long epoch = linkEpoch;
      lastToAgent = Math.max(lastToAgent, world.timeline.millis() + world.timeline.between(1, 30));
      world.timeline.at(lastToAgent, () -> deliver(epoch, message));
    }
  }

  /** Sends something to the master. */
  void toMaster(Runnable message) {
    if (linked && world.master.isUp()) {
      long epoch = linkEpoch;
      lastToMaster =
          Math.max(lastToMaster, world.timeline.millis() + world.timeline.between(1, 30));
      world.timeline.at(lastToMaster, () -> deliver(epoch, message));
    }
  }

  private void deliver(long epoch, Runnable message) {
    if (linked && epoch == linkEpoch) {
      message.run();
    }
  }

  /** The link to the master breaks; what is on its way is lost. */
  void unlink() {
    linked = false;
    linkEpoch++;
    world.master.unlinked(this);
  }

  /** Changes whenever the link breaks or is made. */
  long linkEpoch() {
    return linkEpoch;
  }

  /** The agent reaches a master and registers. */
  void link() {
    if (lost) {
      return;
    }
    linked = true;
    linkEpoch++;
    toMaster(() -> world.master.registered(this));
  }

  private void vanish() {
    executions.values().forEach(Execution::vanish);
    executions.clear();
    executors.values().forEach(ExecutorRun::vanish);
    executors.clear();
  }

  /** All processes of the machine end at once, unheard. */
  void powerOff() {
    unlink();
    vanish();
  }

  /**
   * The machine starts again.
   *
   * @param sameId whether the agent goes by the id that it had
   * @param wiped whether its disks are empty
   */
  void powerOn(boolean sameId, boolean wiped) {
    if (!sameId || wiped) {
      generation++;
      id = "agent-" + number + "-" + generation;
      operations.clear();
    }
    if (wiped) {
      for (String label : List.copyOf(resources.reserved.keySet())) {
        wipe(label);
      }
    }
    link();
  }

  private void wipe(String label) {
    var resource = resources.reserved.get(label);
    if (resource == null) {
      return;
    }
    List<Operation> operations = new ArrayList<>();
    if (resource.getDisk().hasPersistence()) {
      world.kafka.volumeGone(resource.getDisk().getPersistence().getId());
      operations.add(
          Operation.newBuilder()
              .setType(Operation.Type.DESTROY)
              .setDestroy(Operation.Destroy.newBuilder().addVolumes(resource))
              .build());
    }
    operations.forEach(resources::apply);
    resources.apply(
        Operation.newBuilder()
            .setType(Operation.Type.UNRESERVE)
            .setUnreserve(
                Operation.Unreserve.newBuilder().addResources(resources.reserved.get(label)))
            .build());
  }

  /** The framework is no more, and neither is what ran of it. */
  void shutdownFramework() {
    vanish();
  }

  /** The machine is gone for ever, disks and all. */
  void lose() {
    powerOff();
    operations.clear();
    lost = true;
    for (String label : List.copyOf(resources.reserved.keySet())) {
      wipe(label);
    }
  }

  /** Carries out an operation that the master found valid. */
  void apply(Operation operation, String what) {
    boolean done = resources.apply(operation).isEmpty();
    world.history.tell(id, "%s %s", what, done ? "done" : "failed");
    if (done && operation.getType() == Operation.Type.DESTROY) {
      operation
          .getDestroy()
          .getVolumesList()
          .forEach(v -> world.kafka.volumeGone(v.getDisk().getPersistence().getId()));
    }
    if (operation.hasId()) {
      report(operation, done ? OperationState.OPERATION_FINISHED : OperationState.OPERATION_FAILED);
    }
  }

  /** Tells of an operation until it is acknowledged. */
  void report(Operation operation, OperationState state) {
    OperationStatus status =
        OperationStatus.newBuilder()
            .setOperationId(operation.getId())
            .setState(state)
            .setUuid(UUID.newBuilder().setValue(uuid()))
            .setAgentId(World.agentId(id))
            .build();
    operations.put(operation.getId().getValue(), status);
    sendOperation(status, 0);
  }

  private void sendOperation(OperationStatus status, int attempt) {
    String operation = status.getOperationId().getValue();
    if (operations.get(operation) != status) {
      return;
    }
    toMaster(() -> world.master.operationReported(this, status));
    world.timeline.after(retry(attempt), () -> sendOperation(status, attempt + 1));
  }

  void acknowledgeOperation(String operation, ByteString uuid) {
    OperationStatus status = operations.get(operation);
    if (status != null && status.getUuid().getValue().equals(uuid)) {
      operations.remove(operation);
    }
  }

  /**
   * Starts a task, and its executor where the master says so. An executor that isn't there as the
   * master thinks costs the task, since Mesos 1.5 ({@code RunTaskMessage.launch_executor}).
   *
   * @param newExecutor whether the master knows of no such executor here
   */
  void launch(TaskInfo task, boolean newExecutor) {
    String executorId = task.getExecutor().getExecutorId().getValue();
    ExecutorRun present = executors.get(executorId);
    ExecutorRun executor =
        present == null ? new ExecutorRun(world, this, task.getExecutor()) : present;
    Execution execution = new Execution(world, this, executor, task);
    executions.put(execution.taskId(), execution);
    List<org.apache.mesos.v1.Protos.Resource> needed = new ArrayList<>(task.getResourcesList());
    needed.addAll(task.getExecutor().getResourcesList());
    boolean there =
        needed.stream().allMatch(r -> r.equals(resources.reserved.get(Bundle.label(r))));
    if (present != null && world.crashesAllowed() && world.timeline.chance(0.05)) {
      executor.exit();
    }
    if (there && newExecutor == (present == null) && executor.takesTasks()) {
      executors.put(executorId, executor);
      execution.start();
      return;
    }
    if (there) {
      world.tally.add(Fault.EXECUTOR_ENDS_BEFORE_ITS_NEXT_TASK);
    }
    execution.dropped(there ? "its executor has ended" : "its resources are not there");
    if (present == null) {
      toMaster(() -> world.master.executorExited(this, executorId));
    }
  }

  /** A task that the master thinks is here, and isn't. */
  void disown(TaskInfo task) {
    if (executions.containsKey(task.getTaskId().getValue())) {
      return; // it came while the master was being told what is here
    }
    Execution execution =
        new Execution(world, this, new ExecutorRun(world, this, task.getExecutor()), task);
    executions.put(task.getTaskId().getValue(), execution);
    execution.dropped("unknown to the agent");
  }

  void shutdownExecutor(String executorId) {
    ExecutorRun executor = executors.get(executorId);
    if (executor != null) {
      executor.shutdown();
    }
  }

  void kill(String taskId) {
    Execution execution = executions.get(taskId);
    if (execution != null) {
      execution.kill();
    }
  }

  /** Ends all that runs, since it is drained. */
  void drain() {
    List.copyOf(executions.values()).forEach(Execution::drain);
  }

  void acknowledge(String taskId, ByteString uuid) {
    Execution execution = executions.get(taskId);
    if (execution != null) {
      execution.acknowledged(uuid);
    }
  }

  /** Whether something that it reported still waits to be acknowledged. */
  boolean hasUnacknowledged() {
    return !operations.isEmpty() || executions.values().stream().anyMatch(Execution::isUnheard);
  }

  void executorExited(ExecutorRun executor) {
    executors.remove(executor.id());
    executions.values().removeIf(execution -> execution.isOn(executor) && execution.isOver());
    toMaster(() -> world.master.executorExited(this, executor.id()));
  }

  ByteString uuid() {
    byte[] bytes = new byte[16];
    long high = world.timeline.seed();
    long low = world.timeline.seed();
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (high >>> 8 * i);
      bytes[8 + i] = (byte) (low >>> 8 * i);
    }
    return ByteString.copyFrom(bytes);
  }

  static long retry(int attempt) {
    return RETRIES[Math.min(attempt, RETRIES.length - 1)];
  }

  static boolean isTerminal(TaskState state) {
    return switch (state) {
      case TASK_FINISHED,
          TASK_FAILED,
          TASK_KILLED,
          TASK_ERROR,
          TASK_DROPPED,
          TASK_GONE,
          TASK_GONE_BY_OPERATOR ->
          true;
      default -> false;
    };
  }
}
