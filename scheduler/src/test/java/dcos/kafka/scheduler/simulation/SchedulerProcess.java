package dcos.kafka.scheduler.simulation;

import dcos.kafka.scheduler.config.ConfigurationReading;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.core.Change;
import dcos.kafka.scheduler.core.Core;
import dcos.kafka.scheduler.core.Effect;
import dcos.kafka.scheduler.core.Event;
import dcos.kafka.scheduler.kafka.observation.ClusterObservation;
import dcos.kafka.scheduler.state.State;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.InverseOffer;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * One process of the scheduler: the real core, with an engine and a client of Mesos that behave as
 * the real ones do but for threads and clocks. It can die before and after each thing that it does;
 * the next one begins with what is durable.
 */
final class SchedulerProcess {

  private final World world;
  private final Variant variant;
  private final int number;
  private final long owner;
  private final long clockSkew;
  private State state;
  private boolean alive = true;
  private Optional<Connection> connection = Optional.empty();
  private long connections;
  private Optional<String> frameworkId;
  private boolean suppressed;

  /**
   * A process that takes the records over.
   *
   * @param clockSkew by how many ms its clock is ahead of the world's
   */
  SchedulerProcess(
      World world, Variant variant, int number, long clockSkew, TargetConfiguration environment) {
    this.world = world;
    this.variant = variant;
    this.number = number;
    this.clockSkew = clockSkew;
    this.owner = world.durable.open();
    this.state = world.durable.recovery().state(environment.names());
    this.frameworkId = state.frameworkId();
  }

  State state() {
    return state;
  }

  boolean isAlive() {
    return alive;
  }

  /** Whether it is the one whose records count. */
  boolean isOwner() {
    return world.durable.isOwnedBy(owner);
  }

  /**
   * Begins, with what is in its environment.
   *
   * @param uninstall whether that says that the service is to be taken down
   * @param slowest how long it takes at most until it turns to Mesos, in ms
   */
  void start(ConfigurationReading environment, boolean uninstall, long slowest) {
    boolean leavesMesosAlone =
        (uninstall || state.uninstall().isPresent()) && !state.isKnownToMesos();
    world.history.tell("scheduler", "process %d starts, clock %+d ms", number, clockSkew);
    handle(new Event.Configured(environment, uninstall));
    world.timeline.within(20, 2_000, () -> observed(world.kafka.observe()));
    if (!leavesMesosAlone) {
      subscribeSoon(10, slowest);
    }
  }

  /** The process dies. */
  void crash(String when) {
    if (!alive) {
      return;
    }
    alive = false;
    world.history.tell("scheduler", "process %d DIES %s", number, when);
    connection.ifPresent(Connection::broken);
    connection = Optional.empty();
    world.scheduler.died(this);
  }

  /** When the core wants to be called if nothing else happens; the end of time when never. */
  long due() {
    return alive
        ? state.timers().next().map(at -> Timeline.millisOf(at) - clockSkew).orElse(Long.MAX_VALUE)
        : Long.MAX_VALUE;
  }

  void tick() {
    handle(new Event.Ticked());
  }

  void observed(ClusterObservation seen) {
    if (alive && !seen.equals(state.kafka())) {
      handle(new Event.KafkaObserved(seen));
    }
  }

  // ---- the connection to Mesos

  private void subscribeSoon(long least, long most) {
    world.timeline.within(
        least,
        most,
        () -> {
          if (alive && connection.isEmpty() && state.session().ended().isEmpty()) {
            if (world.master.isUp()) {
              connection = Optional.of(new Connection(++connections));
              connection.get().subscribe();
            } else {
              subscribeSoon(500, 5_000);
            }
          }
        });
  }

  /** The connection breaks; both sides notice, each in its time. */
  void disconnect(String why) {
    connection.ifPresent(
        broken -> {
          world.history.tell("network", "connection breaks: %s", why);
          broken.broken();
          world.timeline.within(
              10,
              3_000,
              () -> {
                if (alive && connection.equals(Optional.of(broken))) {
                  connection = Optional.empty();
                  handle(new Event.Disconnected(broken.number, why));
                  subscribeSoon(100, 4_000);
                }
              });
        });
  }

  /** A subscription; messages in each direction stay in order. */
  private final class Connection implements Master.Subscription {

    private final long number;
    private boolean works = true;
    private long lastIn;
    private long lastOut;

    Connection(long number) {
      this.number = number;
    }

    void subscribe() {
      boolean quiet = suppressed;
      Optional<String> id = frameworkId;
      out(() -> world.master.subscribe(this, id, quiet));
    }

    void broken() {
      works = false;
      world.timeline.within(10, 3_000, () -> world.master.ended(this));
    }

    private void out(Runnable message) {
      lastOut = Math.max(lastOut, world.timeline.millis() + world.timeline.between(1, 20));
      world.timeline.at(
          lastOut,
          () -> {
            if (world.master.isUp() && (works || world.timeline.chance(0.5))) {
              message.run();
            }
          });
    }

    void send(Call call) {
      if (works) {
        out(
            () -> {
              Optional<Master.Subscription> current = world.master.subscription();
              if (current.isPresent() && current.get() == this) {
                world.master.call(call);
              } else {
                world.history.tell("master", "refuses %s over an old stream", call.getType());
              }
            });
      }
    }

    private void in(String what, Event event) {
      in(what, () -> handle(event));
    }

    private void in(String what, Runnable taken) {
      lastIn = Math.max(lastIn, world.timeline.millis() + world.timeline.between(1, 20));
      world.timeline.at(
          lastIn,
          () -> {
            if (works && alive && connection.equals(Optional.of(this))) {
              world.history.tell("mesos", "%s", what);
              taken.run();
            }
          });
    }

    @Override
    public void subscribed(String id) {
      in(
          "SUBSCRIBED",
          () -> {
            frameworkId = Optional.of(id);
            handle(new Event.Subscribed(number, id, world.scenario.masterVersion()));
          });
    }

    @Override
    public void failedOver() {
      in(
          "ERROR Framework failed over",
          () -> handle(new Event.Ended(Event.Ended.Why.FAILED_OVER, "Framework failed over")));
    }

    @Override
    public void removed() {
      in(
          "ERROR Framework has been removed",
          () -> {
            connection = Optional.empty();
            handle(new Event.Ended(Event.Ended.Why.REMOVED, "Framework has been removed"));
          });
    }

    @Override
    public void closed() {
      disconnect("the master closed it");
    }

    @Override
    public void offers(List<Offer> offers) {
      String what =
          world.history.isKept()
              ? "OFFERS "
                  + offers.stream()
                      .map(o -> o.getId().getValue() + " of " + o.getAgentId().getValue())
                      .toList()
              : "";
      in(what, new Event.Offered(number, offers));
    }

    @Override
    public void inverseOffers(List<InverseOffer> offers) {
      in("INVERSE_OFFERS", new Event.InverseOffered(number, offers));
    }

    @Override
    public void inverseRescinded(String offerId) {
      in("RESCIND_INVERSE_OFFER", new Event.InverseRescinded(number, offerId));
    }

    @Override
    public void task(TaskStatus status) {
      String what =
          world.history.isKept()
              ? "%s %s%s"
                  .formatted(
                      status.getTaskId().getValue(),
                      status.getState(),
                      status.hasUuid() ? "" : " (" + status.getReason() + ")")
              : "";
      in(what, new Event.TaskReported(number, status));
    }

    @Override
    public void operation(OperationStatus status) {
      String what =
          world.history.isKept()
              ? status.getOperationId().getValue() + " " + status.getState()
              : "";
      in(what, new Event.OperationReported(number, status));
    }
  }

  // ---- the engine

  /** Handles an event, if it still lives. */
  void handle(Event event) {
    if (!alive) {
      return;
    }
    world.scheduler.counted();
    world.tally.add(event.getClass());
    State before = state;
    Core.Outcome outcome =
        variant.handle(state, event, world.timeline.instant().plusMillis(clockSkew), world.seed());
    outcome
        .notes()
        .forEach(note -> world.history.tell("core", "%s %s", note.kind(), note.message()));
    if (!variant.persistsFirst()) {
      outcome.effects().forEach(this::carryOut);
    }
    if (outcome.changes().isEmpty()) {
      world.invariants.handled(before, event, outcome);
    } else if (!persist(before, event, outcome)) {
      return;
    }
    state = outcome.state();
    if (variant.persistsFirst()) {
      for (Effect effect : outcome.effects()) {
        carryOut(effect);
        if (!alive || dies(Fault.DIES_BETWEEN_EFFECTS, "between two effects")) {
          return;
        }
      }
    }
  }

  /**
   * Whether the process knows that its records are durable; it ends when it doesn't. What is on
   * record is decided, also when the process ends with it.
   */
  private boolean persist(State before, Event event, Core.Outcome outcome) {
    List<Change> changes = outcome.changes();
    if (dies(Fault.DIES_BEFORE_RECORDS_ARE_DURABLE, "before its records were durable")) {
      return false;
    }
    if (breaks()) {
      boolean written = world.timeline.chance(0.5) && world.durable.commit(owner, changes);
      world.tally.add(
          written
              ? Fault.WRITE_IS_DONE_AND_NOT_CONFIRMED
              : Fault.WRITE_IS_NEITHER_DONE_NOR_CONFIRMED);
      if (written) {
        world.invariants.handled(before, event, outcome);
      }
      crash("as ZooKeeper didn't confirm a write, which was " + (written ? "done" : "not done"));
      return false;
    }
    if (!world.durable.commit(owner, changes) && variant.heedsTheFence()) {
      crash("since another one has taken over its records");
      return false;
    }
    world.invariants.handled(before, event, outcome);
    return !dies(
        Fault.DIES_AFTER_RECORDS_ARE_DURABLE,
        "after its records were durable, before anything left");
  }

  private boolean breaks() {
    return world.crashesAllowed() && world.timeline.chance(world.scenario.unconfirmedWrites());
  }

  private boolean dies(Fault fault, String when) {
    if (world.crashesAllowed() && world.timeline.chance(world.scenario.crashes())) {
      world.tally.add(fault);
      crash(when);
      return true;
    }
    return false;
  }

  private void carryOut(Effect effect) {
    if (effect instanceof Effect.Send send) {
      world.history.tell("core", "sends %s", World.describe(send.call(), world.history));
      world.invariants.leaves(send.call(), this);
      connection.filter(c -> c.number == send.connection()).ifPresent(c -> c.send(send.call()));
    } else if (effect instanceof Effect.Suppressed quiet) {
      suppressed = quiet.suppressed();
    } else if (effect instanceof Effect.ApplySettings settings) {
      world.invariants.applies(this);
      world.kafka.apply(settings, this);
    } else if (effect instanceof Effect.Answer answer) {
      world.history.tell("core", "answers %s", answer.outcome());
      world.invariants.answered(answer);
    } else if (effect instanceof Effect.RemoveState) {
      removeState();
    } else if (effect instanceof Effect.Exit exit) {
      crash("by itself: " + exit.reason());
    }
  }

  /** Removes the records; operators see to it that nobody begins anew. */
  private void removeState() {
    boolean fails = world.crashesAllowed() && world.timeline.chance(0.2);
    if (!fails) {
      boolean dies = world.crashesAllowed() && world.timeline.chance(0.2);
      if (!world.durable.remove(owner, dies)) {
        crash("since another one has taken over its records");
        return;
      }
      world.invariants.recordsRemoved();
      world.scheduler.uninstall();
      if (dies) {
        world.tally.add(Fault.DIES_WHILE_IT_REMOVES_ITS_RECORDS);
        crash("while its records were being removed");
        return;
      }
    }
    if (fails) {
      world.tally.add(Fault.RECORDS_CANNOT_BE_REMOVED);
    }
    Optional<String> error = fails ? Optional.of("ZooKeeper is away.") : Optional.empty();
    world.timeline.within(1, 1_000, () -> handle(new Event.StateRemoved(error, List.of())));
  }
}
