package dcos.kafka.scheduler.simulation;

import dcos.kafka.api.plans.PlanStatus;
import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.TaskPhase;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.core.Command;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservedResource;
import dcos.kafka.scheduler.ledger.Stray;
import dcos.kafka.scheduler.plan.Plans;
import dcos.kafka.scheduler.state.State;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Operators who press everything, and one who has the rollout finished in the end. */
final class Operator {

  private final World world;

  Operator(World world) {
    this.world = world;
  }

  void begin() {
    next();
    for (int topic = 0; topic < world.scenario.topics(); topic++) {
      int number = topic;
      world.timeline.within(60_000, 1_200_000, () -> world.kafka.createTopic(number));
    }
  }

  private void next() {
    world.timeline.within(
        1_000,
        2 * world.scenario.commandEvery(),
        () -> {
          if (!world.isQuiet()) {
            act();
            next();
          }
        });
  }

  private void act() {
    if (!world.scheduler.isAlive()) {
      return;
    }
    OptionalInt uninstallsAfter = world.scenario.uninstallsAfter();
    boolean uninstalls =
        uninstallsAfter.isPresent() && world.scheduler.events() >= uninstallsAfter.getAsInt();
    if (uninstalls && (!uninstalling() || world.timeline.chance(0.5))) {
      uninstall();
      return;
    }
    int broker = world.timeline.index(world.scheduler.environment().service().count() + 1);
    boolean forced = world.timeline.chance(0.1);
    boolean dryRun = world.timeline.chance(0.1);
    switch (world.timeline.index(14)) {
      case 0, 1 -> world.scheduler.command(new Command.Restart(broker, forced, dryRun));
      case 2 -> world.scheduler.command(new Command.Replace(broker, forced, dryRun));
      case 3, 4, 5 -> world.scheduler.command(new Command.Continue(forced));
      case 6 -> world.scheduler.command(new Command.Interrupt());
      case 7 -> world.scheduler.command(new Command.RestartSteps(known(broker)));
      case 8 -> {
        if (world.timeline.chance(0.3)) {
          world.scheduler.command(new Command.ForceComplete(known(broker)));
        }
      }
      case 9 -> world.scheduler.command(new Command.ReleaseStray(stray()));
      default -> edit();
    }
  }

  /** One that there is, most likely with data on it; else nothing that could be released. */
  private String stray() {
    return world.scheduler.state().ledger().strays().stream()
        .sorted(Comparator.comparing(Stray::volume).reversed().thenComparing(Stray::resourceId))
        .map(Stray::resourceId)
        .findFirst()
        .orElse("nothing");
  }

  private boolean uninstalling() {
    return world.scheduler.state().uninstall().isPresent();
  }

  /** Begins, by a command or by the environment; later meddles with it. */
  private void uninstall() {
    if (uninstalling()) {
      Agent agent = world.agents.get(world.timeline.index(world.agents.size()));
      world.scheduler.command(
          switch (world.timeline.index(6)) {
            case 0, 1 -> new Command.Interrupt();
            case 2, 3 -> new Command.Continue(false);
            case 4 -> new Command.SkipAgents(List.of(agent.host()));
            default -> new Command.Uninstall("An operator lost patience.", true);
          });
    } else if (world.timeline.chance(0.5)) {
      world.history.tell("operator", "sets UNINSTALL=true");
      world.invariants.uninstalling();
      world.scheduler.uninstall();
      world.scheduler.crash("for its new environment");
    } else {
      world.scheduler.command(
          new Command.Uninstall("An operator asked for it.", world.timeline.chance(0.3)));
    }
  }

  /**
   * Has an uninstall go on to its end.
   *
   * @param looksAtMachines whether somebody has looked which of them will not come back
   */
  void finishUninstall(boolean looksAtMachines) {
    State state = world.scheduler.state();
    if (!world.scheduler.isAlive()) {
      return;
    }
    if (!uninstalling()) {
      world.scheduler.command(new Command.Uninstall("An operator asked for it.", false));
    } else if (state.uninstall().get().interrupted()) {
      world.scheduler.command(new Command.Continue(false));
    } else if (looksAtMachines) {
      Stream.concat(
              state.ledger().reservations().stream()
                  .filter(row -> row.resources().stream().noneMatch(part -> exists(part.id())))
                  .map(Reservation::agentId),
              state.ledger().strays().stream()
                  .filter(stray -> !exists(stray.resourceId()))
                  .map(Stray::agentId))
          .findFirst()
          .ifPresent(agent -> world.scheduler.command(new Command.SkipAgents(List.of(agent))));
    }
  }

  private boolean exists(String label) {
    return world.agents.stream().anyMatch(agent -> agent.resources.reserved.containsKey(label));
  }

  private List<Integer> known(int broker) {
    return world.scheduler.state().brokers().containsKey(broker) ? List.of(broker) : List.of();
  }

  private void edit() {
    TargetConfiguration next = world.scenario.edited(world.scheduler.environment(), world);
    world.history.tell("operator", "edits the environment");
    boolean unreadable = world.timeline.chance(0.1);
    if (unreadable) {
      world.tally.add(Edit.UNREADABLE);
    }
    world.scheduler.environment(next, unreadable);
    world.scheduler.crash("for its new environment");
  }

  /**
   * Replaces brokers whose volumes are gone, which nobody tells the scheduler, and those of which
   * Mesos will never say anything again, once somebody has looked at the machines.
   */
  void replaceLost() {
    for (Broker broker : world.scheduler.state().brokers().values()) {
      boolean there =
          broker
              .reservationId()
              .flatMap(world.scheduler.state().ledger()::find)
              .flatMap(reservation -> reservation.part(ReservedResource.Part.DISK))
              .filter(row -> !exists(row.id()))
              .isEmpty();
      boolean dead =
          broker.mayBeAlive()
              && broker.task().orElseThrow().phase() == TaskPhase.UNREACHABLE
              && world.agents.stream()
                  .flatMap(agent -> agent.executions.values().stream())
                  .noneMatch(e -> e.isAlive() && e.brokerId() == broker.id());
      if (world.scheduler.isAlive()
          && broker.launched()
          && ((!there && !broker.mayBeAlive()) || dead)) {
        world.scheduler.command(new Command.Replace(broker.id(), true, false));
      }
    }
  }

  /** Continues whatever waits for it. */
  void finish() {
    State state = world.scheduler.state();
    if (!world.scheduler.isAlive() || state.rollout().isEmpty()) {
      return;
    }
    boolean waits =
        Plans.deploy(state).phases().stream()
            .flatMap(phase -> phase.steps().stream())
            .anyMatch(step -> step.status() == PlanStatus.WAITING);
    if (waits || state.rollout().get().interrupted()) {
      world.scheduler.command(new Command.Continue(false));
    }
  }
}
