package dcos.kafka.scheduler.simulation;

import dcos.kafka.scheduler.config.ConfigurationReading;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.config.ValidationError;
import dcos.kafka.scheduler.core.Command;
import dcos.kafka.scheduler.core.Event;
import dcos.kafka.scheduler.kafka.observation.ClusterObservation;
import dcos.kafka.scheduler.state.State;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps one scheduler running, in the environment that operators edit. Where it loses sight of the
 * one that runs, it starts another beside it, and for a while there are two.
 */
final class Marathon {

  private static final int HOUR = 3_600_000;

  private final World world;
  private final Variant variant;
  private final List<SchedulerProcess> running = new ArrayList<>();
  private TargetConfiguration environment;
  private boolean misspelled;
  private boolean uninstall;
  private SchedulerProcess latest;
  private int started;
  private long commands;
  private int events;

  Marathon(World world, Variant variant) {
    this.world = world;
    this.variant = variant;
    this.environment = world.scenario.configuration();
    this.latest = new SchedulerProcess(world, variant, 0, 0, environment);
  }

  /** What the scheduler that counts believes, or believed last. */
  State state() {
    return latest.state();
  }

  boolean isAlive() {
    return latest.isAlive();
  }

  /** How many events cores have handled so far. */
  int events() {
    return events;
  }

  void counted() {
    events++;
  }

  TargetConfiguration environment() {
    return environment;
  }

  /**
   * What the next process finds in its environment.
   *
   * @param invalid whether something in it can't be read
   */
  void environment(TargetConfiguration next, boolean invalid) {
    environment = next;
    misspelled = invalid;
  }

  /** From now on, whoever is started finds in its environment that there is nothing to run. */
  void uninstall() {
    uninstall = true;
  }

  void start() {
    boolean jumps = world.crashesAllowed() && world.timeline.chance(0.1);
    if (jumps) {
      world.tally.add(Fault.CLOCK_IS_SET);
    }
    long skew = jumps ? world.timeline.between(-HOUR, HOUR) : 0;
    latest = new SchedulerProcess(world, variant, ++started, skew, environment);
    running.add(latest);
    latest.start(
        misspelled
            ? new ConfigurationReading.Invalid(
                List.of(new ValidationError("BROKER_MEM", "\"2 GB\" is not a number.")))
            : new ConfigurationReading.Valid(environment),
        uninstall,
        running.size() > 1 ? 60_000 : 500);
  }

  /** The scheduler dies, and another one is started a while later. */
  void crash(String when) {
    latest.crash(when);
  }

  /** Another scheduler is started while one still runs. */
  void startAnother() {
    if (latest.isAlive() && running.size() == 1) {
      world.tally.add(Fault.SECOND_SCHEDULER_IS_STARTED);
      world.history.tell("fault", "a second scheduler is started");
      start();
    }
  }

  /** A process has ended; if it was the one that counts, another is started. */
  void died(SchedulerProcess process) {
    running.remove(process);
    if (process == latest) {
      world.timeline.within(500, 20_000, this::start);
    }
  }

  /** When a core wants to be called if nothing else happens. */
  long due() {
    long due = Long.MAX_VALUE;
    for (SchedulerProcess process : running) {
      due = Math.min(due, process.due());
    }
    return due;
  }

  void tick() {
    long due = due();
    List.copyOf(running).stream().filter(process -> process.due() == due).forEach(p -> p.tick());
  }

  void observed(ClusterObservation seen) {
    List.copyOf(running).forEach(process -> process.observed(seen));
  }

  void disconnect(String why) {
    List.copyOf(running).forEach(process -> process.disconnect(why));
  }

  private static boolean isForced(Command command) {
    return (command instanceof Command.Restart restart && restart.forced())
        || (command instanceof Command.Replace replace && replace.forced())
        || (command instanceof Command.Continue go && go.forced());
  }

  long command(Command command) {
    long id = ++commands;
    world.tally.add(command.getClass());
    if (isForced(command)) {
      world.tally.add(new Tally.Forced(command.getClass()));
    }
    world.history.tell("operator", "%s", command);
    world.invariants.commanded(id, command);
    latest.handle(new Event.Commanded(id, command));
    return id;
  }
}
