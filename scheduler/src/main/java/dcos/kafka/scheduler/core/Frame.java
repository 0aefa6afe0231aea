package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.TaskPhase;
import dcos.kafka.scheduler.kafka.observation.ClusterObservation;
import dcos.kafka.scheduler.ledger.Ledger;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservationState;
import dcos.kafka.scheduler.ledger.Stray;
import dcos.kafka.scheduler.offer.Ids;
import dcos.kafka.scheduler.state.Configurations;
import dcos.kafka.scheduler.state.OfferOutcome;
import dcos.kafka.scheduler.state.Rollout;
import dcos.kafka.scheduler.state.Session;
import dcos.kafka.scheduler.state.State;
import dcos.kafka.scheduler.state.StoredConfiguration;
import dcos.kafka.scheduler.state.Timers;
import dcos.kafka.scheduler.state.Uninstall;
import dcos.kafka.scheduler.state.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;
import org.pcollections.TreePVector;

/**
 * The handling of one event, in the making: the state as it becomes, and what has to be persisted,
 * done and told. It lives inside {@link Core#handle} only; what leaves is a value.
 *
 * <p>Each setter of something durable notes the record, so that no change can be forgotten.
 */
final class Frame {

  private final Instant now;
  private final Ids ids;
  private final List<Change> changes = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private final List<Note> notes = new ArrayList<>();

  private Optional<String> frameworkId;
  private Configurations configurations;
  private TreePMap<Integer, Broker> brokers;
  private Ledger ledger;
  private Optional<Rollout> rollout;
  private Optional<Uninstall> uninstall;
  private Work work;
  private Session session;
  private ClusterObservation kafka;
  private TreePVector<OfferOutcome> outcomes;
  private Timers timers;
  private final State before;
  private boolean rolloutDirty;

  /** Brokers of which something is not what it was, so that they are to be looked at. */
  private final SortedSet<Integer> touched = new TreeSet<>();

  Frame(State state, Instant now, Ids ids) {
    this.before = state;
    this.now = now;
    this.ids = ids;
    this.frameworkId = state.frameworkId();
    this.configurations = state.configurations();
    this.brokers = state.brokers();
    this.ledger = state.ledger();
    this.rollout = state.rollout();
    this.uninstall = state.uninstall();
    this.work = state.work();
    this.session = state.session();
    this.kafka = state.kafka();
    this.outcomes = state.outcomes();
    this.timers = state.timers();
  }

  /** The state as it is by now. */
  State state() {
    return new State(
        before.names(),
        frameworkId,
        configurations,
        brokers,
        ledger,
        rollout,
        uninstall,
        work,
        session,
        kafka,
        outcomes,
        timers);
  }

  /** The state before the event. */
  State before() {
    return before;
  }

  Instant now() {
    return now;
  }

  Ids ids() {
    return ids;
  }

  Core.Outcome outcome() {
    return new Core.Outcome(state(), changes, effects, notes);
  }

  Broker broker(int id) {
    return Optional.ofNullable(brokers.get(id)).orElseGet(() -> Broker.unborn(id));
  }

  Ledger ledger() {
    return ledger;
  }

  Session session() {
    return session;
  }

  Work work() {
    return work;
  }

  Timers timers() {
    return timers;
  }

  Optional<Rollout> rollout() {
    return rollout;
  }

  Optional<Uninstall> uninstall() {
    return uninstall;
  }

  /** Whether something happened after which the next steps of the rollout may begin. */
  boolean isRolloutDirty() {
    return rolloutDirty;
  }

  void rolloutDirty() {
    rolloutDirty = true;
  }

  /** Something about a broker is not what it was, or is to be looked at again. */
  void touch(int broker) {
    touched.add(broker);
    rolloutDirty = true;
  }

  private void touchAll() {
    touched.addAll(brokers.keySet());
    rolloutDirty = true;
  }

  /**
   * Brokers that were touched up to now. No others need to be looked at, however many there are.
   */
  List<Integer> touched() {
    return List.copyOf(touched);
  }

  void put(Broker broker) {
    changes.add(new Change.PutBroker(broker));
    brokers = brokers.plus(broker.id(), broker);
    index(broker);
    touch(broker.id());
  }

  /** Files a broker under what it is; also when the target changed rather than the broker. */
  void index(Broker broker) {
    State state = state();
    boolean wanted =
        state.target().isPresent() && broker.id() < state.targetConfiguration().service().count();
    work =
        work.recorded(
            broker.id(),
            new Work.Recorded(
                wanted && !state.isComplete(broker),
                state.isBegun(broker),
                broker.deployed().isPresent() && !broker.serves(),
                broker.task().filter(task -> task.phase() == TaskPhase.UNREACHABLE).isPresent(),
                broker.request().isPresent(),
                isUnseen(broker)));
  }

  private boolean isUnseen(Broker broker) {
    return broker.serves() && !broker.isRegistered(kafka.registration(broker.id()));
  }

  /** A broker that is wanted, of which nothing needs to be recorded before it is launched. */
  void want(Broker unborn) {
    brokers = brokers.plus(unborn.id(), unborn);
    index(unborn);
    touch(unborn.id());
  }

  void waiting(int broker, boolean onItsAgent, boolean anywhere) {
    touched.add(broker);
    work = work.waiting(broker, onItsAgent, anywhere);
  }

  void waitingAtGate(int broker) {
    work = work.waitingAtGate(broker, now);
  }

  /** Says which brokers wait for more on their agents. */
  void growing(TreePSet<Integer> those) {
    work = work.growing(those);
  }

  void noneAtGate() {
    work = work.noneAtGate();
  }

  void spared(Optional<Work.Spared> broker) {
    work = work.spared(broker);
  }

  void put(Reservation reservation) {
    changes.add(new Change.PutReservation(reservation));
    if (reservation.state() == ReservationState.RELEASING) {
      Demand.hopeToRelease(this);
    }
    ledger = ledger.with(reservation);
    touch(reservation.brokerId());
  }

  void dropReservation(String id) {
    changes.add(new Change.DropReservation(id));
    ledger.find(id).ifPresent(dropped -> touch(dropped.brokerId()));
    ledger = ledger.without(id);
  }

  void put(Stray stray) {
    changes.add(new Change.PutStray(stray));
    Demand.hopeToRelease(this);
    ledger = ledger.with(stray);
  }

  void dropStray(String resourceId) {
    changes.add(new Change.DropStray(resourceId));
    ledger = ledger.withoutStray(resourceId);
  }

  void put(Rollout next) {
    changes.add(new Change.PutRollout(next));
    rollout = Optional.of(next);
    touchAll();
  }

  void put(Uninstall next) {
    changes.add(new Change.PutUninstall(next));
    uninstall = Optional.of(next);
    rolloutDirty = true;
  }

  /** Nothing is left, not even where it could be recorded. */
  void removed(Uninstall next) {
    uninstall = Optional.of(next);
  }

  void put(StoredConfiguration configuration) {
    changes.add(new Change.PutConfiguration(configuration));
    configurations = configurations.with(configuration);
  }

  void dropConfiguration(String id) {
    changes.add(new Change.DropConfiguration(id));
    configurations = configurations.without(id);
  }

  void set(Configurations next) {
    configurations = next;
  }

  void frameworkId(String id) {
    changes.add(new Change.PutFrameworkId(id));
    frameworkId = Optional.of(id);
  }

  void dropFrameworkId() {
    changes.add(new Change.DropFrameworkId());
    frameworkId = Optional.empty();
  }

  void set(Session next) {
    session = next;
  }

  void set(ClusterObservation next) {
    Set<Integer> others = next.registeredOtherwise(kafka);
    boolean connects = kafka.connected() != next.connected();
    kafka = next;
    for (int id : others) {
      Optional.ofNullable(brokers.get(id))
          .ifPresent(broker -> work = work.unseen(id, isUnseen(broker)));
      touch(id);
    }
    if (connects) {
      touchAll();
    }
    rolloutDirty = true;
  }

  void remember(OfferOutcome outcome) {
    TreePVector<OfferOutcome> more = outcomes.plus(outcome);
    outcomes = more.size() > OfferOutcome.REMEMBERED ? more.minus(0) : more;
  }

  void timer(Timers.Key key, Instant at) {
    timers = timers.with(key, at);
  }

  void cancel(Timers.Key key) {
    timers = timers.without(key);
  }

  void effect(Effect effect) {
    effects.add(effect);
  }

  /** Sends a call over the connection there is; without one it isn't sent. */
  void send(Call.Builder call) {
    session.connection().ifPresent(number -> effects.add(new Effect.Send(number, call.build())));
  }

  void note(String kind, int broker, String message) {
    notes.add(new Note(kind, OptionalInt.of(broker), message));
  }

  void note(String kind, String message) {
    notes.add(new Note(kind, OptionalInt.empty(), message));
  }
}
