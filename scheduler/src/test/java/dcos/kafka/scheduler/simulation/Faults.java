package dcos.kafka.scheduler.simulation;

import java.util.ArrayList;
import java.util.List;

/** Things that go wrong, drawn from the seed, until it is time for them to stop. */
final class Faults {

  private final World world;

  Faults(World world) {
    this.world = world;
  }

  void begin() {
    if (world.scenario.faults()) {
      next();
    }
  }

  private void next() {
    world.timeline.within(
        1_000,
        2 * world.scenario.faultEvery(),
        () -> {
          if (world.crashesAllowed()) {
            strike();
            next();
          }
        });
  }

  private void strike() {
    Agent agent = world.agents.get(world.timeline.index(world.agents.size()));
    switch (world.timeline.index(12)) {
      case 0, 1 -> world.scheduler.disconnect("the network");
      case 2 -> failover();
      case 3 -> pause(agent, 1_000, 60_000);
      case 4 -> pause(agent, 76_000, 400_000);
      case 5 -> reboot(agent);
      case 6 -> lose(agent);
      case 7 -> {
        world.history.tell("fault", "all offers are rescinded");
        world.master.agents().forEach(world.master.allocator()::rescind);
        world.master.allocator().soon();
      }
      case 8 -> world.scheduler.crash("killed by somebody");
      case 9, 10 -> world.scheduler.startAnother();
      default -> crashBroker(agent);
    }
  }

  private void failover() {
    if (!world.master.isUp()) {
      return;
    }
    boolean registry = world.timeline.chance(0.8);
    world.history.tell("fault", "the master dies, registry %s", registry ? "kept" : "lost");
    world.master.fail();
    world.scheduler.disconnect("the master died");
    world.timeline.within(500, 10_000, () -> world.master.takeOver(registry));
  }

  private void pause(Agent agent, long least, long most) {
    if (!agent.isLinked() || agent.isLost()) {
      return;
    }
    world.history.tell("fault", "%s doesn't reach the master", agent.id());
    agent.unlink();
    long epoch = agent.linkEpoch();
    world.timeline.within(
        least,
        most,
        () -> {
          if (agent.linkEpoch() == epoch) {
            agent.link();
          }
        });
  }

  private void reboot(Agent agent) {
    if (!agent.isLinked() || agent.isLost()) {
      return;
    }
    boolean sameId = world.timeline.chance(0.5);
    boolean wiped = world.timeline.chance(0.15);
    world.history.tell(
        "fault",
        "%s reboots%s%s",
        agent.id(),
        sameId && !wiped ? "" : ", gets a new id",
        wiped ? ", loses its disks" : "");
    agent.powerOff();
    world.timeline.within(2_000, 250_000, () -> agent.powerOn(sameId, wiped));
  }

  /** For ever; but as many machines as are needed stay. */
  private void lose(Agent agent) {
    List<Agent> others = new ArrayList<>(world.agents);
    others.removeIf(other -> other.isLost() || other == agent);
    if (!agent.isLinked() || others.size() < world.scenario.machinesNeeded()) {
      return;
    }
    world.history.tell("fault", "%s is lost for ever", agent.id());
    agent.lose();
  }

  private void crashBroker(Agent agent) {
    agent.executions.values().stream()
        .filter(Execution::isAlive)
        .findFirst()
        .ifPresent(execution -> execution.crash("killed by signal 9"));
  }

  /** Whoever is lost for ever is declared so by an operator, a while after the faults stopped. */
  void declareLost() {
    for (KnownAgent known : world.master.agents()) {
      if (known.standing == KnownAgent.Standing.UNREACHABLE
          && (known.agent.isLost()
              || (known.agent.isLinked() && !known.agent.id().equals(known.id)))) {
        world.master.markGone(known);
      }
    }
  }
}
