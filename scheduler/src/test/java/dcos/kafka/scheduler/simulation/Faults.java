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
    switch (world.timeline.index(15)) {
      case 0, 1 -> {
        world.tally.add(Fault.CONNECTION_BREAKS);
        world.scheduler.disconnect("the network");
      }
      case 2 -> failover();
      case 3 -> pause(Fault.AGENT_IS_AWAY_FOR_SECONDS, agent, 1_000, 60_000);
      case 4 -> pause(Fault.AGENT_IS_AWAY_FOR_MINUTES, agent, 76_000, 400_000);
      case 5 -> reboot(agent);
      case 6 -> lose(agent);
      case 7 -> {
        world.tally.add(Fault.OFFERS_ARE_RESCINDED);
        world.history.tell("fault", "all offers are rescinded");
        world.master.agents().forEach(world.master.allocator()::rescind);
        world.master.allocator().soon();
      }
      case 8 -> {
        world.tally.add(Fault.SCHEDULER_IS_KILLED);
        world.scheduler.crash("killed by somebody");
      }
      case 9, 10 -> world.scheduler.startAnother();
      case 11 -> world.master.agent(agent.id()).ifPresent(world.master.upkeep()::plan);
      case 12 -> world.master.agent(agent.id()).ifPresent(world.master.upkeep()::drain);
      case 13 -> agent.executions.values().stream().findFirst().ifPresent(Execution::hang);
      default -> crashBroker(agent);
    }
  }

  private void failover() {
    if (!world.master.isUp()) {
      return;
    }
    boolean registry = world.timeline.chance(0.8);
    world.tally.add(registry ? Fault.MASTER_FAILS_OVER : Fault.MASTER_LOSES_ITS_REGISTRY);
    world.history.tell("fault", "the master dies, registry %s", registry ? "kept" : "lost");
    world.master.fail();
    world.scheduler.disconnect("the master died");
    world.timeline.within(500, 10_000, () -> world.master.takeOver(registry));
  }

  private void pause(Fault fault, Agent agent, long least, long most) {
    if (!agent.isLinked() || agent.isLost()) {
      return;
    }
    world.tally.add(fault);
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
    world.tally.add(
        wiped
            ? Fault.AGENT_LOSES_ITS_DISKS
            : sameId ? Fault.AGENT_RESTARTS : Fault.AGENT_COMES_BACK_UNDER_A_NEW_ID);
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
    world.tally.add(Fault.AGENT_IS_LOST);
    world.history.tell("fault", "%s is lost for ever", agent.id());
    agent.lose();
  }

  private void crashBroker(Agent agent) {
    agent.executions.values().stream()
        .filter(Execution::isAlive)
        .findFirst()
        .ifPresent(
            execution -> {
              world.tally.add(Fault.BROKER_CRASHES);
              execution.crash("killed by signal 9");
            });
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
