package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.broker.TaskPhase;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.config.change.BrokerEffect;
import dcos.kafka.scheduler.config.kafka.Passwords;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservationState;
import dcos.kafka.scheduler.offer.OfferEvaluator;
import dcos.kafka.scheduler.offer.Requirement;
import dcos.kafka.scheduler.plan.Gate;
import dcos.kafka.scheduler.plan.Replacement;
import dcos.kafka.scheduler.plan.Strategy;
import dcos.kafka.scheduler.state.Rollout;
import dcos.kafka.scheduler.state.State;
import dcos.kafka.scheduler.state.StoredConfiguration;
import dcos.kafka.scheduler.state.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.pcollections.TreePSet;

/**
 * Steers each broker from what it is to what it should be: begins steps, stops tasks, and says who
 * waits for offers. It is level-triggered: it looks at what is, not at what happened, so it may be
 * asked at any time and as often as one likes.
 */
final class Steering {

  /** A kill may be lost (docs/scheduler-http-api.md), so it is repeated until the task ended. */
  static final Duration KILL_REPEAT = Duration.ofSeconds(30);

  private Steering() {}

  /** Lets operators' requests and the steps of the rollout go on as far as they may. */
  static void advance(Frame frame) {
    if (frame.uninstall().isPresent()) {
      Uninstalling.advance(frame);
      return;
    }
    if (frame.state().target().isEmpty()) {
      return;
    }
    OptionalInt waits = OptionalInt.empty();
    for (int id : frame.work().requested()) {
      if (!serve(frame, frame.broker(id)) && waits.isEmpty()) {
        waits = OptionalInt.of(id);
      }
    }
    Settings.giveUpWhatTakesARestart(frame);
    Collection<Integer> next = Strategy.next(frame.state());
    TreePSet<Integer> growing = growing(frame, next);
    beginFreely(frame, next, growing);
    OptionalInt atGate = beginAtGate(frame, next, growing);
    Settings.apply(frame);
    grow(frame, growing);
    (waits.isPresent() ? waits : atGate).ifPresentOrElse(frame::waitingAtGate, frame::noneAtGate);
  }

  /** Of the brokers whose turn it is, those that wait for more; of others it is known already. */
  private static TreePSet<Integer> growing(Frame frame, Collection<Integer> next) {
    boolean serial = Strategy.isSerial(frame.state());
    TreePSet<Integer> growing = serial ? TreePSet.empty() : frame.work().growing();
    for (int id : serial ? next : frame.touched()) {
      growing =
          next.contains(id) && isTooSmall(frame, frame.broker(id))
              ? growing.plus(id)
              : growing.minus(id);
    }
    return growing;
  }

  /**
   * Begins the steps that hurt nobody. That a step is one of these follows from the broker, the
   * target and whether Kafka shows the broker, so only those are looked at of which one of these
   * has changed.
   */
  private static void beginFreely(
      Frame frame, Collection<Integer> next, TreePSet<Integer> growing) {
    String target = frame.rollout().orElseThrow().configurationId();
    for (int id : Strategy.isSerial(frame.state()) ? next : frame.touched()) {
      Broker broker = frame.broker(id);
      if (!next.contains(id) || growing.contains(id)) {
        continue;
      }
      if (!runsOn(broker)) {
        frame.put(broker.begun(target));
        settle(frame, id);
      } else if (!isOutOfReach(broker) && !needsRestart(frame, broker)) {
        Broker begun = broker.begun(target);
        frame.put(begun.serves() ? Settings.converged(frame, begun) : begun);
      } else if (!isOutOfReach(broker) && !Gate.isAsked(frame.state(), broker)) {
        stopForTarget(frame, broker);
      }
    }
  }

  private static boolean runsOn(Broker broker) {
    return broker.mayBeAlive() && broker.task().orElseThrow().stop().isEmpty();
  }

  private static boolean isOutOfReach(Broker broker) {
    return broker.task().orElseThrow().phase() == TaskPhase.UNREACHABLE;
  }

  private static boolean needsRestart(Frame frame, Broker broker) {
    BrokerEffect effect = Settings.effect(frame, broker, frame.state().targetConfiguration());
    return !(effect instanceof BrokerEffect.Nothing || effect instanceof BrokerEffect.Dynamic);
  }

  /**
   * Begins the other steps as far as the gate lets them; returns who waits there first. One that is
   * stopped closes the gate for all others, so that there is no need to ask for each.
   */
  private static OptionalInt beginAtGate(
      Frame frame, Collection<Integer> next, TreePSet<Integer> growing) {
    OptionalInt waits = OptionalInt.empty();
    boolean serially = Strategy.isSerial(frame.state());
    Optional<Set<Integer>> only = Gate.onlyFor(frame.state(), serially);
    for (int id : next) {
      Broker broker = frame.broker(id);
      if (growing.contains(id)
          || !frame.work().pending().contains(id)
          || !runsOn(broker)
          || isOutOfReach(broker)) {
        continue;
      }
      boolean maybe = only.map(those -> those.contains(id)).orElse(true);
      if (frame.rollout().orElseThrow().forced()
          || (maybe && Gate.check(frame.state(), broker, serially).isOpen())) {
        stopForTarget(frame, broker);
        only = Gate.onlyFor(frame.state(), serially);
      } else if (waits.isEmpty()) {
        waits = OptionalInt.of(id);
      }
      if (waits.isPresent()
          && only.filter(those -> those.stream().noneMatch(it -> it > id)).isPresent()) {
        break;
      }
    }
    return waits;
  }

  private static void stopForTarget(Frame frame, Broker broker) {
    Rollout rollout = frame.rollout().orElseThrow();
    if (rollout.forced()) {
      frame.put(rollout.stepped());
    }
    String target = rollout.configurationId();
    stop(frame, broker.begun(target), "Configuration update to " + target + ".");
  }

  /** Does what an operator asked for; false when the gate is closed. */
  private static boolean serve(Frame frame, Broker broker) {
    Broker.Request request = broker.request().orElseThrow();
    Optional<BrokerTask> task = broker.task();
    if (request.kind() == Broker.Request.Kind.REPLACE
        && task.isPresent()
        && task.get().phase() == TaskPhase.UNREACHABLE
        && (request.forced()
            || !Replacement.isMaybeAliveUnseen(frame.state(), broker.id(), task.get()))) {
      Replacing.giveUp(frame, broker, request.reason());
      return true;
    }
    if (task.isEmpty() || task.get().stop().isPresent() || !broker.mayBeAlive()) {
      return true;
    }
    if (!request.forced() && !Gate.check(frame.state(), broker, true).isOpen()) {
      return false;
    }
    stop(frame, broker, request.reason());
    return true;
  }

  /**
   * Whether a broker that runs has to wait for more cpus or memory before its step begins. It is
   * reserved while the broker runs, since on an agent that has no more it would be stopped in vain.
   */
  private static boolean isTooSmall(Frame frame, Broker broker) {
    TargetConfiguration target = frame.state().targetConfiguration();
    return runsOn(broker)
        && !isOutOfReach(broker)
        && broker
            .reservationId()
            .flatMap(frame.ledger()::find)
            .filter(home -> OfferEvaluator.isEnough(home, Requirement.of(target)))
            .isEmpty()
        && Settings.effect(frame, broker, target) instanceof BrokerEffect.Resize;
  }

  /** Says who waits for more; what was asked for somebody who doesn't any more is given back. */
  private static void grow(Frame frame, TreePSet<Integer> growing) {
    TreePSet<Integer> before = frame.work().growing();
    if (growing.equals(before)) {
      return;
    }
    frame.growing(growing);
    for (Reservation each : List.copyOf(frame.ledger().reservations())) {
      if (each.isAwaitedGrowth() && !growing.contains(each.brokerId())) {
        frame.put(each.in(ReservationState.RELEASING, frame.now()));
      }
    }
  }

  /** Records that a broker is being stopped, and why, then tells Mesos. */
  static void stop(Frame frame, Broker broker, String reason) {
    BrokerTask task = broker.task().orElseThrow();
    frame.put(broker.with(task.stopping(reason, frame.now())));
    frame.note("BROKER_STOPPING", broker.id(), task.id() + " is being stopped: " + reason);
    kill(frame, task);
  }

  /** Tells Mesos to end a task, and again later, unless it has ended by then. */
  static void kill(Frame frame, BrokerTask task) {
    frame.send(
        Call.newBuilder()
            .setType(Call.Type.KILL)
            .setKill(
                Call.Kill.newBuilder()
                    .setTaskId(TaskID.newBuilder().setValue(task.id()))
                    .setAgentId(AgentID.newBuilder().setValue(task.agentId()))
                    .setKillPolicy(killPolicy(frame))));
    frame.timer(
        new Timers.Key(Timers.Kind.KILL, TaskIds.broker(task.id()).orElseThrow()),
        frame.now().plus(KILL_REPEAT));
  }

  /** The grace that counts is the one asked for now, not the one at the task's launch. */
  private static KillPolicy killPolicy(Frame frame) {
    long seconds = frame.state().targetConfiguration().executor().killGraceSeconds();
    return KillPolicy.newBuilder()
        .setGracePeriod(
            DurationInfo.newBuilder().setNanoseconds(Duration.ofSeconds(seconds).toNanos()))
        .build();
  }

  /** Says whether a broker waits for an offer, and of which kind. */
  static void settle(Frame frame, int id) {
    Broker broker = frame.broker(id);
    boolean start = !broker.mayBeAlive() && launchConfiguration(frame.state(), broker).isPresent();
    Timers.Key backoff = new Timers.Key(Timers.Kind.BACKOFF, id);
    Optional<Instant> notBefore = broker.crashes().notBefore();
    if (start && notBefore.isPresent() && notBefore.get().isAfter(frame.now())) {
      frame.timer(backoff, notBefore.get());
      start = false;
    } else {
      frame.cancel(backoff);
    }
    boolean hasHome = broker.reservationId().isPresent();
    frame.waiting(id, start && hasHome, start && !hasHome);
  }

  /**
   * The configuration that a broker has to be started with; empty when it isn't to be started.
   *
   * <p>One whose step was begun, or that was down before its turn came, starts with the target. One
   * that the rollout holds back (a canary that waits, an interruption) is recovered with what it
   * ran before; with the target, where a password of that isn't in the environment any more, for
   * such a password is nowhere else. Without its passwords none is started.
   */
  static Optional<StoredConfiguration> launchConfiguration(State state, Broker broker) {
    if (state.uninstall().isPresent()
        || state.target().isEmpty()
        || broker.id() >= state.targetConfiguration().service().count()) {
      return Optional.empty();
    }
    Optional<StoredConfiguration> target = state.target().filter(Steering::hasItsPasswords);
    if (state.isComplete(broker) || state.isBegun(broker)) {
      return target;
    }
    if (broker.deployed().isEmpty()) {
      return Optional.empty();
    }
    return state.rollout().orElseThrow().holds(broker.id())
        ? formerConfiguration(state, broker).or(() -> target)
        : target;
  }

  /** The configuration that a broker was complete with last, if it can be started with that. */
  static Optional<StoredConfiguration> formerConfiguration(State state, Broker broker) {
    return broker
        .deployed()
        .flatMap(state.configurations()::find)
        .filter(Steering::hasItsPasswords);
  }

  private static boolean hasItsPasswords(StoredConfiguration stored) {
    return Passwords.unknown(stored.configuration().kafka()).isEmpty();
  }
}
