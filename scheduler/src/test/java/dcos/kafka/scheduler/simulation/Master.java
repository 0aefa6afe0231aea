package dcos.kafka.scheduler.simulation;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.InverseOffer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * The Mesos master: which agents there are, what runs on them as far as it knows, and what it tells
 * the framework. The rules are those of {@code reference/mesos-rules.md} and of the recordings.
 */
final class Master {

  private static final long PING_TIMEOUT = 75_000;
  private static final long REREGISTER_TIMEOUT = 600_000;

  private final World world;
  private final Map<String, KnownAgent> agents = new LinkedHashMap<>();
  private final Allocator allocator;
  private final Upkeep upkeep;
  private boolean up = true;
  private int epoch;
  private Optional<Subscription> subscription = Optional.empty();
  private int frameworks;

  /** The framework that there is. */
  private Optional<String> framework = Optional.empty();

  /** Frameworks that were torn down; the next master knows nothing of them. */
  private final Set<String> removed = new HashSet<>();

  Master(World world) {
    this.world = world;
    this.allocator = new Allocator(world, this);
    this.upkeep = new Upkeep(world, this);
  }

  /** A framework's stream of events. */
  interface Subscription {
    void subscribed(String frameworkId);

    /** Another one has subscribed as the same framework. */
    void failedOver();

    void offers(List<org.apache.mesos.v1.Protos.Offer> offers);

    void inverseOffers(List<InverseOffer> offers);

    void inverseRescinded(String offerId);

    void task(TaskStatus status);

    void operation(OperationStatus status);

    /** The framework is one that was torn down. */
    void removed();

    /** The framework is being torn down, and the stream ends. */
    void closed();
  }

  boolean isUp() {
    return up;
  }

  Optional<Subscription> subscription() {
    return subscription;
  }

  Allocator allocator() {
    return allocator;
  }

  /** What operators of Mesos do to agents. */
  Upkeep upkeep() {
    return upkeep;
  }

  Iterable<KnownAgent> agents() {
    return agents.values();
  }

  Optional<KnownAgent> agent(String id) {
    return Optional.ofNullable(agents.get(id));
  }

  // ---- the framework's side

  void subscribe(Subscription stream, Optional<String> frameworkId, boolean suppressed) {
    if (frameworkId.filter(removed::contains).isPresent()) {
      stream.removed();
      return;
    }
    subscription.filter(former -> former != stream).ifPresent(Subscription::failedOver);
    subscription = Optional.of(stream);
    allocator.begin(suppressed);
    framework = frameworkId.or(() -> Optional.of("framework-" + ++frameworks));
    stream.subscribed(framework.get());
    world.timeline.after(1, () -> allocator.allocate());
    upkeep.begin();
  }

  /** The stream has ended, and the master has noticed. */
  void ended(Subscription stream) {
    if (subscription.isPresent() && subscription.get() == stream) {
      subscription = Optional.empty();
      allocator.end();
    }
  }

  void call(Call call) {
    switch (call.getType()) {
      case REVIVE -> allocator.revive();
      case SUPPRESS -> allocator.suppress();
      case DECLINE -> allocator.decline(call.getDecline());
      case ACCEPT -> accept(call.getAccept());
      case RECONCILE -> reconcile(call.getReconcile());
      case ACCEPT_INVERSE_OFFERS -> upkeep.accepted(call.getAcceptInverseOffers());
      case DECLINE_INVERSE_OFFERS -> upkeep.declined(call.getDeclineInverseOffers());
      case TEARDOWN -> tearDown();
      case KILL ->
          kill(call.getKill().getTaskId().getValue(), call.getKill().getAgentId().getValue());
      case SHUTDOWN -> shutdown(call.getShutdown());
      case ACKNOWLEDGE -> acknowledge(call.getAcknowledge());
      case ACKNOWLEDGE_OPERATION_STATUS -> {
        Call.AcknowledgeOperationStatus operation = call.getAcknowledgeOperationStatus();
        String id = operation.getOperationId().getValue();
        ByteString uuid = operation.getUuid();
        registered(operation.getAgentId().getValue())
            .ifPresent(a -> a.agent.toAgent(() -> a.agent.acknowledgeOperation(id, uuid)));
      }
      default -> throw new Violation("the model knows no call %s", call.getType());
    }
  }

  /** The worst moments for an offer to be rescinded, and for its agent not to be reached. */
  private void accept(Call.Accept accept) {
    Optional<KnownAgent> agent = allocator.agentOf(accept.getOfferIds(0).getValue());
    if (agent.isPresent() && world.crashesAllowed()) {
      if (world.timeline.chance(world.scenario.lateRescinds())) {
        world.tally.add(Fault.OFFER_IS_RESCINDED_WHILE_ACCEPTED);
        world.history.tell("fault", "an offer is rescinded while it is being accepted");
        allocator.rescind(agent.get());
      }
      Acceptance.of(world, this, accept);
      if (agent.get().agent.isLinked() && world.timeline.chance(world.scenario.lostAccepts())) {
        world.tally.add(Fault.AGENT_DOES_NOT_HEAR_WHAT_WAS_ACCEPTED);
        world.history.tell("fault", "%s doesn't hear what was accepted", agent.get().id);
        agent.get().agent.unlink();
        world.timeline.within(500, 10_000, agent.get().agent::link);
      }
    } else {
      Acceptance.of(world, this, accept);
    }
  }

  /** Whether there is a framework. */
  boolean hasFramework() {
    return framework.isPresent();
  }

  private void tearDown() {
    world.history.tell("master", "tears the framework down");
    world.invariants.tornDown();
    framework.ifPresent(removed::add);
    framework = Optional.empty();
    Subscription stream = subscription.orElseThrow();
    ended(stream);
    for (KnownAgent known : agents.values()) {
      known.tasks.clear();
      known.executors.clear();
      known.agent.toAgent(known.agent::shutdownFramework);
    }
    stream.closed();
  }

  private Optional<KnownAgent> registered(String id) {
    return agent(id).filter(agent -> agent.standing == KnownAgent.Standing.REGISTERED);
  }

  private void acknowledge(Call.Acknowledge acknowledge) {
    String taskId = acknowledge.getTaskId().getValue();
    ByteString uuid = acknowledge.getUuid();
    registered(acknowledge.getAgentId().getValue())
        .ifPresent(
            known -> {
              KnownAgent.Task task = known.tasks.get(taskId);
              if (task != null && uuid.equals(task.terminalUuid)) {
                task.acknowledged = true;
                known.forgetEnded(taskId);
              }
              known.agent.toAgent(() -> known.agent.acknowledge(taskId, uuid));
            });
  }

  private void kill(String taskId, String agentId) {
    Optional<KnownAgent> known = registered(agentId);
    if (known.isPresent() && known.get().tasks.containsKey(taskId)) {
      if (world.timeline.chance(world.scenario.lostKills())) {
        world.tally.add(Fault.KILL_IS_LOST);
      } else {
        known.get().agent.toAgent(() -> known.get().agent.kill(taskId));
      }
      return;
    }
    reconcile(taskId, agentId);
  }

  private void shutdown(Call.Shutdown shutdown) {
    world.tally.add(Fault.EXECUTOR_IS_TOLD_TO_END);
    String executorId = shutdown.getExecutorId().getValue();
    registered(shutdown.getAgentId().getValue())
        .filter(known -> !world.timeline.chance(world.scenario.lostKills()))
        .ifPresent(known -> known.agent.toAgent(() -> known.agent.shutdownExecutor(executorId)));
  }

  private void reconcile(Call.Reconcile reconcile) {
    if (reconcile.getTasksCount() == 0) {
      for (KnownAgent agent : agents.values()) {
        if (agent.standing == KnownAgent.Standing.REGISTERED) {
          agent.tasks.values().forEach(task -> tell(task, task.state, true));
        }
      }
      return;
    }
    for (Call.Reconcile.Task task : reconcile.getTasksList()) {
      reconcile(task.getTaskId().getValue(), task.getAgentId().getValue());
    }
  }

  /** The cases of Master::_reconcileTasks, in its order. */
  private void reconcile(String taskId, String agentId) {
    KnownAgent agent = agents.get(agentId);
    if (agent == null) {
      answer(taskId, agentId, TaskState.TASK_UNKNOWN);
      return;
    }
    switch (agent.standing) {
      case RECOVERING -> {
        // the master doesn't know yet, and says nothing
      }
      case REGISTERED -> {
        KnownAgent.Task task = agent.tasks.get(taskId);
        if (task == null) {
          answer(taskId, agentId, TaskState.TASK_GONE);
        } else {
          tell(task, task.state, true);
        }
      }
      case UNREACHABLE -> answer(taskId, agentId, TaskState.TASK_UNREACHABLE);
      case GONE -> answer(taskId, agentId, TaskState.TASK_GONE_BY_OPERATOR);
    }
  }

  private void answer(String taskId, String agentId, TaskState state) {
    TaskStatus status =
        World.status(taskId, agentId, state, TaskStatus.Reason.REASON_RECONCILIATION);
    subscription.ifPresent(stream -> stream.task(status));
  }

  /** Tells of a task without anybody having to acknowledge it. */
  void tell(KnownAgent.Task task, TaskState state, boolean reconciliation) {
    TaskStatus status =
        World.status(
            task.info.getTaskId().getValue(),
            task.info.getAgentId().getValue(),
            state,
            reconciliation
                ? TaskStatus.Reason.REASON_RECONCILIATION
                : TaskStatus.Reason.REASON_AGENT_REMOVED);
    TaskStatus told = task.sick ? status.toBuilder().setHealthy(false).build() : status;
    subscription.ifPresent(stream -> stream.task(told));
  }

  // ---- the agents' side

  void registered(Agent agent) {
    if (!up) {
      return;
    }
    KnownAgent known = agents.get(agent.id());
    if (known == null) {
      replaceFormer(agent);
      known = new KnownAgent(agent, agent.id());
      agents.put(agent.id(), known);
    }
    boolean wasUnreachable = known.standing == KnownAgent.Standing.UNREACHABLE;
    boolean wasRegistered = known.standing == KnownAgent.Standing.REGISTERED;
    if (known.standing == KnownAgent.Standing.GONE) {
      return;
    }
    world.history.tell("master", "%s registers, was %s", agent.id(), known.standing);
    known.standing = KnownAgent.Standing.REGISTERED;
    allocator.rescind(known);
    known.total.become(agent.resources);
    if (framework.isEmpty()) {
      agent.shutdownFramework();
    }
    Map<String, KnownAgent.Task> before = new LinkedHashMap<>(known.tasks);
    known.tasks.clear();
    known.executors.clear();
    for (ExecutorRun executor : agent.executors.values()) {
      known.executors.put(executor.id(), executor.info());
    }
    for (Execution execution : agent.executions.values()) {
      KnownAgent.Task task = known.taskOf(execution);
      known.tasks.put(execution.taskId(), task);
      if (wasUnreachable) {
        tell(task, task.state, true);
      }
    }
    if (wasRegistered) {
      disown(known, before);
    }
    Map<String, Operation> unknown = new LinkedHashMap<>(known.operations);
    known.operations.clear();
    unknown.values().stream()
        .filter(operation -> !agent.operations.containsKey(operation.getId().getValue()))
        .forEach(
            operation ->
                agent.toAgent(() -> agent.report(operation, OperationState.OPERATION_DROPPED)));
    allocator.allocate();
  }

  private void disown(KnownAgent known, Map<String, KnownAgent.Task> before) {
    for (KnownAgent.Task task : before.values()) {
      if (!known.tasks.containsKey(task.info.getTaskId().getValue())
          && !Agent.isTerminal(task.state)) {
        known.tasks.put(task.info.getTaskId().getValue(), task);
        known.agent.toAgent(() -> known.agent.disown(task.info));
      }
    }
  }

  /** An agent with a new id from an address that an older one has: the older one is gone. */
  private void replaceFormer(Agent agent) {
    for (KnownAgent former : List.copyOf(agents.values())) {
      if (former.agent == agent && former.standing == KnownAgent.Standing.REGISTERED) {
        allocator.rescind(former);
        if (subscription.isEmpty()) {
          // Nobody hears that its tasks are gone; so that an operator can say it later, it is kept.
          former.standing = KnownAgent.Standing.UNREACHABLE;
          former.tasks.clear();
          former.executors.clear();
          continue;
        }
        agents.remove(former.id);
        former.tasks.values().forEach(task -> tell(task, TaskState.TASK_GONE, false));
      }
    }
  }

  /** The link to an agent broke: after a while its tasks are unreachable. */
  void unlinked(Agent agent) {
    int now = epoch;
    String id = agent.id();
    long link = agent.linkEpoch();
    world.timeline.after(
        PING_TIMEOUT,
        () -> {
          KnownAgent known = agents.get(id);
          if (now == epoch
              && known != null
              && known.standing == KnownAgent.Standing.REGISTERED
              && agent.linkEpoch() == link) {
            unreachable(known);
          }
        });
  }

  private void unreachable(KnownAgent known) {
    boolean knew = known.standing == KnownAgent.Standing.REGISTERED;
    world.history.tell("master", "%s is unreachable", known.id);
    known.standing = KnownAgent.Standing.UNREACHABLE;
    allocator.rescind(known);
    if (knew) {
      known.tasks.values().stream()
          .filter(task -> !Agent.isTerminal(task.state))
          .forEach(task -> tell(task, TaskState.TASK_UNREACHABLE, false));
    }
    known.tasks.clear();
    known.executors.clear();
  }

  /** An operator says that an agent is gone for ever. */
  void markGone(KnownAgent known) {
    world.history.tell("operator", "marks %s gone", known.id);
    known.standing = KnownAgent.Standing.GONE;
    known.agent.declareGone();
    allocator.rescind(known);
    List<KnownAgent.Task> tasks = new ArrayList<>(known.tasks.values());
    known.tasks.clear();
    known.executors.clear();
    tasks.forEach(task -> tell(task, TaskState.TASK_GONE_BY_OPERATOR, false));
  }

  void taskReported(Agent agent, TaskStatus status, TaskState latest, boolean sick) {
    KnownAgent known = agents.get(agent.id());
    if (!up || known == null || known.standing != KnownAgent.Standing.REGISTERED) {
      return;
    }
    KnownAgent.Task task = known.tasks.get(status.getTaskId().getValue());
    if (task != null) {
      boolean ends = Agent.isTerminal(latest) && !Agent.isTerminal(task.state);
      task.state = latest;
      task.sick = sick;
      if (Agent.isTerminal(status.getState())) {
        task.terminalUuid = status.getUuid();
      }
      if (ends) {
        allocator.soon();
      }
    }
    subscription.ifPresent(stream -> stream.task(status));
    if (subscription.isPresent() && world.timeline.chance(world.scenario.repeats())) {
      world.tally.add(Fault.REPORT_COMES_TWICE);
      subscription.get().task(status);
    }
  }

  void operationReported(Agent agent, OperationStatus status) {
    KnownAgent known = agents.get(agent.id());
    if (up && known != null && known.standing == KnownAgent.Standing.REGISTERED) {
      known.operations.remove(status.getOperationId().getValue());
      subscription.ifPresent(stream -> stream.operation(status));
    }
  }

  void executorExited(Agent agent, String executorId) {
    KnownAgent known = agents.get(agent.id());
    if (up && known != null) {
      known.executors.remove(executorId);
      allocator.soon();
    }
  }

  // ---- failover

  /** The master dies. */
  void fail() {
    up = false;
    epoch++;
    subscription = Optional.empty();
    removed.clear();
    allocator.end();
  }

  /**
   * Another master takes over.
   *
   * @param registry whether it has the registry, which knows the agents' ids
   */
  void takeOver(boolean registry) {
    up = true;
    if (!registry) {
      upkeep.forget();
    }
    Map<String, KnownAgent> former = new LinkedHashMap<>(agents);
    agents.clear();
    for (KnownAgent agent : former.values()) {
      if (registry || !agent.agent.isLinked() || !agent.agent.id().equals(agent.id)) {
        KnownAgent known = new KnownAgent(agent.agent, agent.id);
        known.standing =
            agent.standing == KnownAgent.Standing.REGISTERED
                ? KnownAgent.Standing.RECOVERING
                : agent.standing;
        agents.put(agent.id, known);
      }
    }
    int now = epoch;
    world.timeline.after(
        REREGISTER_TIMEOUT,
        () -> {
          if (now == epoch) {
            agents.values().stream()
                .filter(agent -> agent.standing == KnownAgent.Standing.RECOVERING)
                .toList()
                .forEach(this::unreachable);
          }
        });
    for (Agent agent : world.agents) {
      if (agent.isLinked()) {
        agent.unlink();
        world.timeline.within(200, world.scenario.slowestReregistration(), agent::link);
      }
    }
  }
}
