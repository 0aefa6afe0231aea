package dcos.kafka.scheduler.simulation;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.broker.TaskPhase;
import dcos.kafka.scheduler.config.RecoveryConfiguration;
import dcos.kafka.scheduler.config.RolloutGate;
import dcos.kafka.scheduler.config.kafka.KafkaOption;
import dcos.kafka.scheduler.config.kafka.KafkaOptions;
import dcos.kafka.scheduler.core.Change;
import dcos.kafka.scheduler.core.Command;
import dcos.kafka.scheduler.core.Core;
import dcos.kafka.scheduler.core.Effect;
import dcos.kafka.scheduler.core.Event;
import dcos.kafka.scheduler.core.Recovery;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservedResource;
import dcos.kafka.scheduler.ledger.Stray;
import dcos.kafka.scheduler.plan.Strategy;
import dcos.kafka.scheduler.state.Rollout;
import dcos.kafka.scheduler.state.State;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** What must hold at every moment, whatever goes wrong. Each breach is a {@link Violation}. */
final class Invariants {

  /** So long after a fault, what the scheduler knows of Kafka may be out of date. */
  private static final long KNOWLEDGE_LAGS = 15_000;

  private final World world;
  private final Set<String> mayBeDestroyed = new HashSet<>();
  private final Set<String> used = new HashSet<>();

  /** Unreachable tasks that an operator gave up by having their broker replaced. */
  private final Set<String> givenUp = new HashSet<>();

  /** Brokers that were replaced at some time. */
  private final Set<Integer> replaced = new HashSet<>();

  /** Brokers that an operator has said to be complete, whatever they run. */
  private final Set<Integer> forceCompleted = new HashSet<>();

  private final Set<String> replacements = new HashSet<>();
  private Optional<Instant> lastReplacement = Optional.empty();
  private Instant lastReplacedTruly = Instant.EPOCH;

  /** Whether an operator asked for the end of the service. */
  private boolean uninstalling;

  /** What operators had left on agents, by its label, when the framework was torn down. */
  private final Set<String> left = new HashSet<>();

  private final Set<Long> open = new HashSet<>();
  private final Map<Long, Command> commands = new TreeMap<>();

  /** The tasks that were stopped by us, by broker, until the broker is back. */
  private final Map<Integer, String> stopped = new TreeMap<>();

  Invariants(World world) {
    this.world = world;
  }

  /** Two live brokers with one id, or on one volume, destroy data. */
  void launched(Execution launched) {
    used.add(launched.volume());
    for (Agent agent : world.agents) {
      for (Execution other : agent.executions.values()) {
        if (other == launched || !other.isAlive()) {
          continue;
        }
        if (other.brokerId() == launched.brokerId() && !givenUp.contains(other.taskId())) {
          throw new Violation(
              "%s is started on %s while %s is alive on %s",
              launched.taskId(), launched.agent().id(), other.taskId(), agent.id());
        }
        if (other.volume().equals(launched.volume())) {
          throw new Violation(
              "%s and %s are alive on volume %s",
              launched.taskId(), other.taskId(), other.volume());
        }
      }
    }
  }

  /** Reservations are recorded before they are made; volumes with data live until asked. */
  void operation(KnownAgent agent, Operation operation) {
    for (Resource resource : operation.getReserve().getResourcesList()) {
      if (!world.durable.knows(Bundle.label(resource))) {
        throw new Violation(
            "%s is reserved on %s and not in the ledger", Bundle.label(resource), agent.id);
      }
    }
    for (Resource volume : operation.getDestroy().getVolumesList()) {
      String id = volume.getDisk().getPersistence().getId();
      if (used.contains(id) && !mayBeDestroyed.contains(id) && !uninstalling) {
        throw new Violation("volume %s, which has data, is destroyed unasked", id);
      }
    }
  }

  void uninstalling() {
    uninstalling = true;
  }

  void commanded(long id, Command command) {
    uninstalling |= command instanceof Command.Uninstall;
    open.add(id);
    commands.put(id, command);
    if (command instanceof Command.ForceComplete force) {
      forceCompleted.addAll(force.brokers());
    }
    if (command instanceof Command.ReleaseStray release) {
      world.agents.stream()
          .flatMap(agent -> Stream.ofNullable(agent.resources.reserved.get(release.resourceId())))
          .forEach(stray -> mayBeDestroyed.add(stray.getDisk().getPersistence().getId()));
    }
    if (command instanceof Command.Replace replace && !replace.dryRun()) {
      replaced.add(replace.broker());
      State state = world.scheduler.state();
      state.broker(replace.broker()).ifPresent(broker -> mayDestroy(state, broker));
    }
  }

  private void mayDestroy(State state, Broker broker) {
    broker
        .reservationId()
        .flatMap(state.ledger()::find)
        .flatMap(reservation -> reservation.part(ReservedResource.Part.DISK))
        .flatMap(ReservedResource::volume)
        .ifPresent(volume -> mayBeDestroyed.add(volume.id()));
  }

  void answered(Effect.Answer answer) {
    if (!open.remove(answer.commandId())) {
      throw new Violation("command %d is answered twice", answer.commandId());
    }
  }

  /** After a frame's records are durable, before its effects leave. */
  void handled(State before, Event event, Core.Outcome outcome) {
    State state = outcome.state();
    for (Effect effect : outcome.effects()) {
      if (effect instanceof Effect.Send send
          && !state.session().connection().equals(OptionalLong.of(send.connection()))) {
        throw new Violation("%s goes to an old connection", send.call().getType());
      }
    }
    if (state.session().suppressed() && state.work().waitsForOffers()) {
      throw new Violation("offers are suppressed, and something waits for one");
    }
    for (Change change : outcome.changes()) {
      if (change instanceof Change.PutBroker put) {
        replaced(before, state, put.broker());
        givenUp(put.broker());
        stopped(before, event, state, put.broker());
      }
    }
  }

  /** A volume is given up: unasked only when the rules for that allow it. */
  private void replaced(State before, State after, Broker broker) {
    Optional<Broker> known = before.broker(broker.id());
    Optional<String> reason = broker.replaced().map(Broker.Replaced::reason);
    Optional<Broker.Replaced> formerly = known.flatMap(Broker::replaced);
    // The same reason at another time is a time that was put right, since the clock was set back.
    boolean same = formerly.map(Broker.Replaced::reason).equals(reason);
    if (same && formerly.map(Broker.Replaced::at).equals(lastReplacement)) {
      lastReplacement = broker.replaced().map(Broker.Replaced::at);
    }
    if (reason.isEmpty()
        || same
        || !replacements.add(broker.id() + " at " + broker.replaced().get().at())) {
      return;
    }
    Optional<Instant> last = lastReplacement;
    Instant lastTruly = lastReplacedTruly;
    lastReplacement = broker.replaced().map(Broker.Replaced::at);
    lastReplacedTruly = world.timeline.instant();
    if (!broker.replaced().get().reason().startsWith("Down since")) {
      return;
    }
    if (known.flatMap(Broker::task).filter(BrokerTask::drained).isPresent()) {
      throw new Violation("broker-%d is replaced unasked, and is only drained", broker.id());
    }
    replaced.add(broker.id());
    known.ifPresent(old -> mayDestroy(before, old));
    RecoveryConfiguration rules = before.targetConfiguration().recovery();
    if (!rules.replacementEnabled()) {
      throw new Violation("broker-%d is replaced unasked, which is switched off", broker.id());
    }
    Instant now = broker.replaced().get().at();
    boolean hasty =
        last.filter(at -> !now.isBefore(at) && now.isBefore(at.plus(rules.replaceDelay())))
            .isPresent();
    if (hasty && world.timeline.instant().isBefore(lastTruly.plus(rules.replaceDelay()))) {
      throw new Violation(
          "broker-%d is replaced unasked, and the last replacement was at %s", broker.id(), last);
    }
    for (Broker other : before.brokers().values()) {
      if (other.id() != broker.id() && staysDown(other, after.brokers().get(other.id()))) {
        throw new Violation(
            "broker-%d is replaced unasked while broker-%d is down", broker.id(), other.id());
      }
    }
    if (world.timeline.millis() - world.kafka.disturbed() < KNOWLEDGE_LAGS) {
      return;
    }
    if (world.kafka.serves(broker.id())) {
      throw new Violation("broker-%d is replaced unasked, and it serves", broker.id());
    }
    for (KafkaCluster.Partition partition : world.kafka.partitions()) {
      if (!rules.replaceLastInSync() && partition.inSync.keySet().equals(Set.of(broker.id()))) {
        throw new Violation(
            "broker-%d is replaced unasked, which loses %s", broker.id(), partition.name);
      }
    }
  }

  /** The frame may begin with its return, and end with its step. */
  private static boolean staysDown(Broker before, Broker after) {
    return isDown(before) && isDown(after) && isBeingStopped(before) == isBeingStopped(after);
  }

  private static boolean isBeingStopped(Broker broker) {
    return broker.task().flatMap(BrokerTask::stop).isPresent();
  }

  private static boolean isDown(Broker broker) {
    return broker.deployed().isPresent() && !broker.serves();
  }

  private void givenUp(Broker broker) {
    broker
        .task()
        .filter(task -> task.phase() == TaskPhase.GONE && replaced.contains(broker.id()))
        .ifPresent(task -> givenUp.add(task.id()));
  }

  /** What leaves must be on record: a launch as intent, a report before it is acknowledged. */
  void leaves(Call call, SchedulerProcess process) {
    if (call.getType() == Call.Type.ACCEPT) {
      for (Operation operation : call.getAccept().getOperationsList()) {
        if (process.state().uninstall().isPresent()
            && (operation.hasLaunch() || operation.hasReserve())) {
          throw new Violation("%s while the service is being uninstalled", operation.getType());
        }
        for (TaskInfo task : operation.getLaunch().getTaskInfosList()) {
          String id = task.getTaskId().getValue();
          int broker = Integer.parseInt(task.getName().substring("broker-".length()));
          if (!recorded(broker).map(BrokerTask::id).equals(Optional.of(id))) {
            throw new Violation("%s is launched and not on record", id);
          }
        }
      }
    } else if (call.getType() == Call.Type.ACCEPT_INVERSE_OFFERS) {
      call.getAcceptInverseOffers().getInverseOfferIdsList().stream()
          .flatMap(id -> world.master.upkeep().agentOf(id.getValue()).stream())
          .forEach(agent -> vacated(agent, process.state()));
    } else if (call.getType() == Call.Type.ACKNOWLEDGE && process.isOwner()) {
      String id = call.getAcknowledge().getTaskId().getValue();
      for (Broker broker : process.state().brokers().values()) {
        if (broker.task().filter(task -> task.id().equals(id)).isPresent()
            && !world.durable.broker(broker.id()).equals(Optional.of(broker))) {
          throw new Violation("a report of %s is acknowledged before it is on record", id);
        }
      }
    }
  }

  /**
   * Kafka knows no fence, so whoever asks it for something has to have shown to be the only one.
   */
  void applies(SchedulerProcess process) {
    if (!process.isOwner()) {
      throw new Violation("settings are applied by a process that another has replaced");
    }
  }

  private Optional<BrokerTask> recorded(int broker) {
    return world.durable.broker(broker).flatMap(Broker::task);
  }

  /** A broker is being stopped by us from now on: that has to be safe for the others. */
  private void stopped(State before, Event event, State state, Broker broker) {
    Optional<BrokerTask> task = broker.task().filter(t -> t.stop().isPresent());
    if (task.isEmpty() || !task.get().phase().mayBeAlive() || state.uninstall().isPresent()) {
      return;
    }
    Optional<BrokerTask> formerly = before.broker(broker.id()).flatMap(Broker::task);
    if (formerly.isEmpty() || formerly.get().stop().isPresent()) {
      return;
    }
    boolean gated =
        state.targetConfiguration().service().rolloutGate() == RolloutGate.ON
            && !forced(before, event, broker);
    // One that came up a moment ago, of which the core has heard neither by Mesos nor by Kafka, is
    // for all it knows still down.
    boolean known =
        before.broker(broker.id()).filter(Broker::serves).isPresent()
            || state.kafka().brokers().containsKey(broker.id());
    if (gated && known && world.kafka.serves(broker.id())) {
      boolean step = task.get().stop().orElseThrow().reason().startsWith("Configuration update");
      checkStop(state, broker.id(), !step || Strategy.isSerial(state));
    }
    stopped.put(broker.id(), task.get().id());
  }

  private static boolean forced(State before, Event event, Broker broker) {
    return broker.request().filter(Broker.Request::forced).isPresent()
        || before.rollout().filter(Rollout::forced).isPresent()
        || (event instanceof Event.Commanded commanded
            && commanded.command() instanceof Command.Continue go
            && go.forced());
  }

  private void checkStop(State state, int broker, boolean serially) {
    if (serially) {
      for (int other : stopped.keySet()) {
        if (other != broker && state.broker(other).flatMap(Broker::deployed).isPresent()) {
          throw new Violation("broker-%d is stopped while broker-%d is down", broker, other);
        }
      }
    }
    if (world.timeline.millis() - world.kafka.disturbed() < KNOWLEDGE_LAGS) {
      return;
    }
    for (KafkaCluster.Partition partition : world.kafka.partitions()) {
      if (!partition.inSync.containsKey(broker) || !partition.canBeHelped()) {
        continue;
      }
      long left =
          partition.inSync.keySet().stream()
              .filter(id -> id != broker && world.kafka.serves(id) && !stopped.containsKey(id))
              .count();
      if (left < partition.minimum) {
        throw new Violation(
            "broker-%d is stopped, which leaves %s with %d in sync, below its minimum of %d",
            broker, partition.name, left, partition.minimum);
      }
    }
  }

  /**
   * An agent may go, says the core: what serves there may be missed, all of it together. What an
   * operator gave up with the agent, and with its data, is missed already.
   */
  private void vacated(String agent, State state) {
    if (world.timeline.millis() - world.kafka.disturbed() < KNOWLEDGE_LAGS
        || state.target().isEmpty()
        || state.targetConfiguration().service().rolloutGate() == RolloutGate.OFF) {
      return;
    }
    Set<Integer> there =
        world.agents.stream()
            .filter(each -> each.id().equals(agent))
            .flatMap(each -> each.executions.values().stream())
            .filter(each -> each.isAlive() && !givenUp.contains(each.taskId()))
            .map(Execution::brokerId)
            .filter(world.kafka::serves)
            .collect(Collectors.toSet());
    for (KafkaCluster.Partition partition : world.kafka.partitions()) {
      long left =
          partition.inSync.keySet().stream()
              .filter(id -> !there.contains(id) && world.kafka.serves(id))
              .count();
      boolean touched = partition.inSync.keySet().stream().anyMatch(there::contains);
      if (touched && partition.canBeHelped() && left < partition.minimum) {
        throw new Violation(
            "%s may be maintained, says the core, which leaves %s with %d in sync, below its %d",
            agent, partition.name, left, partition.minimum);
      }
    }
  }

  /** A broker is registered, as another task than the one that was stopped. */
  void back(int broker, String taskId) {
    if (!taskId.equals(stopped.get(broker))) {
      stopped.remove(broker);
    }
  }

  /** A broker that doesn't run what it is said to run, in the end. */
  Optional<String> otherwise() {
    State state = world.scheduler.state();
    for (Broker broker : state.brokers().values()) {
      if (state.isComplete(broker) && !forceCompleted.contains(broker.id())) {
        for (String name : Scenario.OPTIONS) {
          Optional<String> is = world.kafka.effective(broker.id(), name).or(() -> standard(name));
          Optional<String> wanted =
              Optional.ofNullable(state.targetConfiguration().kafka().overrides().get(name))
                  .or(() -> standard(name));
          if (!is.equals(wanted)) {
            return Optional.of(
                "broker-%d runs with %s=%s, not %s"
                    .formatted(broker.id(), name, is.orElse(""), wanted.orElse("")));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> standard(String name) {
    return KafkaOptions.shipped().find(name).flatMap(KafkaOption::standard);
  }

  /** TEARDOWN releases nothing: what is reserved by then stays so for ever. */
  void tornDown() {
    if (!uninstalling) {
      throw new Violation("the framework is torn down unasked");
    }
    world.durable.recovery().uninstall().stream()
        .flatMap(uninstall -> uninstall.leaks().stream())
        .forEach(leak -> left.add(leak.resourceId()));
    reserved()
        .ifPresent(
            what -> {
              throw new Violation("the framework is torn down while %s", what);
            });
  }

  /** The records are what the framework is known by. */
  void recordsRemoved() {
    if (world.master.hasFramework()) {
      throw new Violation("the records are removed while there is a framework");
    }
  }

  /** What is reserved that nobody had left there. */
  private Optional<String> reserved() {
    for (Agent agent : world.agents) {
      for (String label : agent.resources.reserved.keySet()) {
        if (!left.contains(label)) {
          return Optional.of(label + " is reserved on " + agent.id());
        }
      }
    }
    return Optional.empty();
  }

  /** What there is of the service after its end. */
  Optional<String> leftover() {
    if (!world.durable.recovery().equals(Recovery.NOTHING)) {
      return Optional.of("there are records: " + world.durable.recovery());
    }
    if (world.master.hasFramework()) {
      return Optional.of("there is a framework");
    }
    for (Agent agent : world.agents) {
      if (agent.executions.values().stream().anyMatch(Execution::isAlive)) {
        return Optional.of("something runs on " + agent.id());
      }
    }
    return reserved();
  }

  /** Nothing is reserved that isn't in the books, and the books hold nothing that isn't used. */
  Optional<String> leak() {
    State state = world.scheduler.state();
    for (Agent agent : world.agents) {
      for (String label : agent.resources.reserved.keySet()) {
        // Nobody was here before us, so a stray is one that we forgot; or its agent was declared
        // gone, volumes and all, and they came back under another id: those only people destroy.
        boolean declared =
            agent.wasDeclaredGone()
                && state.ledger().stray(label).filter(Stray::volume).isPresent();
        if (!declared && state.ledger().ofResource(label).isEmpty()) {
          return Optional.of(label + " on " + agent.id() + " is in no book");
        }
      }
    }
    for (Reservation reservation : state.ledger().reservations()) {
      boolean lives =
          state
              .broker(reservation.brokerId())
              .flatMap(Broker::reservationId)
              .equals(Optional.of(reservation.id()));
      boolean reachable =
          world.agents.stream()
              .anyMatch(
                  agent ->
                      reservation.resources().stream()
                          .anyMatch(row -> agent.resources.reserved.containsKey(row.id())));
      if (!lives && reachable) {
        return Optional.of(
            "%s of broker-%d on %s, %s since %s, is kept for nobody: %s"
                .formatted(
                    reservation.id(),
                    reservation.brokerId(),
                    reservation.agentId(),
                    reservation.state(),
                    reservation.since(),
                    reservation.resources()));
      }
    }
    return Optional.empty();
  }
}
