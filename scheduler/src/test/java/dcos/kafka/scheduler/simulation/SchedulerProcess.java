package dcos.kafka.scheduler.simulation;

import dcos.kafka.scheduler.config.ConfigurationReading;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.core.Command;
import dcos.kafka.scheduler.core.Core;
import dcos.kafka.scheduler.core.Effect;
import dcos.kafka.scheduler.core.Event;
import dcos.kafka.scheduler.kafka.observation.ClusterObservation;
import dcos.kafka.scheduler.state.State;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * The scheduler's process: the real core, with an engine and a client of Mesos that behave as the
 * real ones do but for threads and clocks. It can die before and after each thing that it does; the
 * next one begins with what is durable.
 */
final class SchedulerProcess {

  private final World world;
  private final Variant variant;
  private TargetConfiguration environment;
  private State state;
  private boolean alive;
  private int incarnation;
  private Optional<Connection> connection = Optional.empty();
  private long connections;
  private Optional<String> frameworkId = Optional.empty();
  private boolean suppressed;
  private long commands;
  private int events;

  SchedulerProcess(World world, Variant variant) {
    this.world = world;
    this.variant = variant;
    this.environment = world.scenario.configuration();
    this.state = world.durable.recovery().state(environment.names());
  }

  State state() {
    return state;
  }

  boolean isAlive() {
    return alive;
  }

  int events() {
    return events;
  }

  TargetConfiguration environment() {
    return environment;
  }

  /** What the next process finds in its environment. */
  void environment(TargetConfiguration next) {
    environment = next;
  }

  /** A process starts with what is durable. */
  void start() {
    alive = true;
    incarnation++;
    connections = 0;
    suppressed = false;
    world.history.tell("scheduler", "starts, process %d", incarnation);
    state = world.durable.recovery().state(environment.names());
    frameworkId = state.frameworkId();
    handle(new Event.Configured(new ConfigurationReading.Valid(environment)));
    int process = incarnation;
    world.timeline.within(
        20,
        2_000,
        () -> {
          if (process == incarnation) {
            observed(world.kafka.observe());
          }
        });
    subscribeSoon(10, 500);
  }

  /** The process dies, and Marathon starts another one a while later. */
  void crash(String when) {
    if (!alive) {
      return;
    }
    alive = false;
    incarnation++;
    world.history.tell("scheduler", "DIES %s", when);
    connection.ifPresent(Connection::broken);
    connection = Optional.empty();
    world.timeline.within(500, 20_000, this::start);
  }

  /** When the core wants to be called if nothing else happens; the end of time when never. */
  long due() {
    return alive
        ? state.timers().next().map(Timeline::millisOf).orElse(Long.MAX_VALUE)
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

  long command(Command command) {
    long id = ++commands;
    world.history.tell("operator", "%s", command);
    world.invariants.commanded(id, command);
    handle(new Event.Commanded(id, command));
    return id;
  }

  // ---- the connection to Mesos

  private void subscribeSoon(long least, long most) {
    int process = incarnation;
    world.timeline.within(
        least,
        most,
        () -> {
          if (alive && process == incarnation && connection.isEmpty()) {
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
          int process = incarnation;
          world.timeline.within(
              10,
              3_000,
              () -> {
                if (alive && process == incarnation && connection.equals(Optional.of(broken))) {
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
      lastIn = Math.max(lastIn, world.timeline.millis() + world.timeline.between(1, 20));
      world.timeline.at(
          lastIn,
          () -> {
            if (works && alive && connection.equals(Optional.of(this))) {
              world.history.tell("mesos", "%s", what);
              handle(event);
            }
          });
    }

    @Override
    public void subscribed(String id) {
      lastIn = Math.max(lastIn, world.timeline.millis() + world.timeline.between(1, 20));
      world.timeline.at(
          lastIn,
          () -> {
            if (works && alive && connection.equals(Optional.of(this))) {
              frameworkId = Optional.of(id);
              world.history.tell("mesos", "SUBSCRIBED %d", number);
              handle(new Event.Subscribed(number, id, world.scenario.masterVersion()));
            }
          });
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

  private void handle(Event event) {
    if (!alive) {
      return;
    }
    events++;
    State before = state;
    Core.Outcome outcome = variant.handle(state, event, world.timeline.instant(), world.seed());
    outcome
        .notes()
        .forEach(note -> world.history.tell("core", "%s %s", note.kind(), note.message()));
    if (!variant.persistsFirst()) {
      outcome.effects().forEach(this::carryOut);
    }
    if (!outcome.changes().isEmpty()) {
      if (dies("before its records were durable")) {
        return;
      }
      world.durable.commit(outcome.changes());
      if (dies("after its records were durable, before anything left")) {
        return;
      }
    }
    state = outcome.state();
    world.invariants.handled(before, event, outcome);
    if (variant.persistsFirst()) {
      for (Effect effect : outcome.effects()) {
        carryOut(effect);
        if (!alive || dies("between two effects")) {
          return;
        }
      }
    }
  }

  private boolean dies(String when) {
    if (world.crashesAllowed() && world.timeline.chance(world.scenario.crashes())) {
      crash(when);
      return true;
    }
    return false;
  }

  private void carryOut(Effect effect) {
    if (effect instanceof Effect.Send send) {
      world.history.tell("core", "sends %s", World.describe(send.call(), world.history));
      world.invariants.leaves(send.call(), state);
      connection.filter(c -> c.number == send.connection()).ifPresent(c -> c.send(send.call()));
    } else if (effect instanceof Effect.Suppressed quiet) {
      suppressed = quiet.suppressed();
    } else if (effect instanceof Effect.Answer answer) {
      world.history.tell("core", "answers %s", answer.outcome());
      world.invariants.answered(answer);
    } else if (effect instanceof Effect.Exit exit) {
      crash("by itself: " + exit.reason());
    }
  }
}
