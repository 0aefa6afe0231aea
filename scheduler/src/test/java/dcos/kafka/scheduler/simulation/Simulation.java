package dcos.kafka.scheduler.simulation;

import dcos.kafka.api.plans.PlanStatus;
import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.plan.Plans;
import dcos.kafka.scheduler.state.State;
import java.util.Optional;

/** One run: faults for a while, then none, and the goal has to be reached. */
final class Simulation {

  private static final long PATIENCE = 4 * 3_600_000L;
  private static final long LONGEST = 24 * 3_600_000L;
  private static final long LOOKS_EVERY = 15_000;
  private static final int MOST_EVENTS = 20_000;

  private final World world;
  private final Faults faults;
  private final Operator operator;

  private Simulation(long seed, Variant variant, boolean keepHistory) {
    Timeline timeline = new Timeline(seed);
    this.world = new World(Scenario.drawn(timeline), timeline, variant, keepHistory);
    this.faults = new Faults(world);
    this.operator = new Operator(world);
  }

  /**
   * What came of a run.
   *
   * @param violation what was broken; empty when nothing was
   * @param events how many events the core handled
   * @param tally how often what happened
   * @param history what happened, where it was kept
   */
  record Result(Optional<String> violation, int events, Tally tally, History history) {}

  static Result run(long seed, Variant variant, boolean keepHistory) {
    Simulation simulation = new Simulation(seed, variant, keepHistory);
    Optional<String> violation = Optional.empty();
    try {
      simulation.run();
    } catch (Violation e) {
      violation = Optional.of(e.getMessage());
    } catch (RuntimeException e) {
      StackTraceElement[] trace = e.getStackTrace();
      StringBuilder where = new StringBuilder(e.toString());
      for (int i = 0; i < Math.min(12, trace.length); i++) {
        where.append("\n    at ").append(trace[i]);
      }
      violation = Optional.of(where.toString());
    }
    violation.ifPresent(
        what -> simulation.world.history.tell("VIOLATION", what.replace("%", "%%")));
    World world = simulation.world;
    return new Result(violation, world.scheduler.events(), world.tally, world.history);
  }

  private void run() {
    world.history.tell("scenario", "%s", world.scenario);
    world.tally.add(world.scenario.configuration().service().deployStrategy());
    world.agents.forEach(Agent::link);
    world.scheduler.start();
    faults.begin();
    operator.begin();
    while (world.scheduler.events() < world.scenario.events()) {
      if (world.timeline.millis() > LONGEST) {
        throw new Violation("only %d events in a day", world.scheduler.events());
      }
      next(Long.MAX_VALUE);
    }
    world.becomeQuiet();
    world.history.tell("scenario", "no more faults");
    long deadline = world.timeline.millis() + PATIENCE;
    Optional<String> missing = Optional.of("everything");
    for (int look = 0; missing.isPresent(); look++) {
      if (world.timeline.millis() > deadline) {
        State state = world.scheduler.state();
        throw new Violation(
            "the goal is not reached: %s; plan %s, rollout %s, work %s, outcomes %s, brokers %s",
            missing.get(),
            Plans.current(state),
            state.rollout(),
            state.work(),
            state.outcomes(),
            state.brokers());
      }
      passUntil(world.timeline.millis() + LOOKS_EVERY);
      boolean looksAtMachines = look % 8 == 7;
      if (uninstalls()) {
        operator.finishUninstall(looksAtMachines);
      } else {
        operator.finish();
      }
      if (looksAtMachines) {
        faults.declareLost();
        if (!uninstalls()) {
          operator.replaceLost();
        }
      }
      missing = missing();
    }
    world.history.tell("scenario", "the goal is reached");
  }

  private boolean uninstalls() {
    return world.scenario.uninstallsAfter().isPresent();
  }

  private void passUntil(long end) {
    while (next(end)) {
      if (world.scheduler.events() > MOST_EVENTS) {
        throw new Violation("more than %d events: something goes in circles", MOST_EVENTS);
      }
    }
    world.timeline.passTo(end);
  }

  /** Has the next thing happen, unless that is after {@code end}. */
  private boolean next(long end) {
    long next = world.timeline.next();
    long due = world.scheduler.due();
    if (Math.min(next, due) > end) {
      return false;
    }
    if (due <= next) {
      world.timeline.passTo(due);
      world.scheduler.tick();
    } else {
      world.timeline.step();
    }
    return true;
  }

  /** What is not yet as it should be. */
  private Optional<String> missing() {
    State state = world.scheduler.state();
    if (!world.scheduler.isAlive()) {
      return Optional.of("the scheduler is dead");
    }
    if (uninstalls()) {
      return Plans.uninstall(state).filter(p -> p.status() == PlanStatus.COMPLETE).isPresent()
          ? world.invariants.leftover()
          : Optional.of("the service is not uninstalled");
    }
    var plan = Plans.deploy(state);
    if (plan.status() != PlanStatus.COMPLETE && plan.errors().isEmpty()) {
      return Optional.of("the plan is not complete");
    }
    for (Broker broker : state.brokers().values()) {
      if (!broker.serves() || !world.kafka.serves(broker.id())) {
        return Optional.of("broker-" + broker.id() + " doesn't serve");
      }
      if (broker.request().isPresent() || broker.retiringId().isPresent()) {
        return Optional.of("broker-" + broker.id() + " is not done");
      }
    }
    if (!world.kafka.allInSync()) {
      return Optional.of("not everything is in sync");
    }
    for (Agent agent : world.agents) {
      if (agent.hasUnacknowledged()) {
        return Optional.of("reports of " + agent.id() + " are not acknowledged");
      }
    }
    return world.invariants.leak().or(world.invariants::otherwise);
  }
}
