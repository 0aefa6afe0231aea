package dcos.kafka.scheduler.simulation;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.InverseOffer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.Protos.Unavailability;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * What the operators of Mesos do to agents: they plan maintenance, of which frameworks are asked by
 * inverse offers (docs/maintenance.md), and drain agents, of which nobody is asked.
 */
final class Upkeep {

  private record Window(long from, long until) {}

  private final World world;
  private final Master master;

  /** By agent. */
  private final Map<String, Window> planned = new LinkedHashMap<>();

  /** The agent that each question is about that wasn't answered. */
  private final Map<String, String> questions = new LinkedHashMap<>();

  /** The last question about each agent. */
  private final Map<String, String> asked = new LinkedHashMap<>();

  /** Agents that the framework has agreed to. */
  private final Set<String> agreed = new HashSet<>();

  private final Set<String> drained = new HashSet<>();
  private int number;

  Upkeep(World world, Master master) {
    this.world = world;
    this.master = master;
  }

  /** Plans maintenance: where the framework agrees, the machine is taken down for it. */
  void plan(KnownAgent known) {
    if (known.standing != KnownAgent.Standing.REGISTERED || planned.containsKey(known.id)) {
      return;
    }
    long now = world.timeline.millis();
    long from = now + world.timeline.between(1_000, 400_000);
    Window window = new Window(from, from + world.timeline.between(20_000, 400_000));
    planned.put(known.id, window);
    world.tally.add(Fault.AGENT_IS_MAINTAINED);
    world.history.tell("operator", "plans maintenance of %s: %s", known.id, window);
    master.allocator().rescind(known);
    master.allocator().soon();
    ask(known.id);
    world.timeline.at(from, () -> begin(known, window));
    world.timeline.at(window.until(), () -> over(known.id, window));
  }

  private void begin(KnownAgent known, Window window) {
    boolean goes =
        window.equals(planned.get(known.id))
            && agreed.contains(known.id)
            && known.standing == KnownAgent.Standing.REGISTERED
            && known.agent.isLinked()
            && known.agent.id().equals(known.id)
            && world.crashesAllowed();
    if (goes) {
      world.history.tell("operator", "takes %s down, as was agreed", known.id);
      known.agent.powerOff();
      world.timeline.at(window.until(), () -> known.agent.powerOn(true, false));
    }
  }

  private void over(String agent, Window window) {
    if (!planned.remove(agent, window)) {
      return;
    }
    agreed.remove(agent);
    String question = asked.remove(agent);
    if (question != null) {
      questions.remove(question);
      master.subscription().ifPresent(stream -> stream.inverseRescinded(question));
    }
    master.agent(agent).ifPresent(master.allocator()::rescind);
    master.allocator().soon();
  }

  private void ask(String agent) {
    Window window = planned.get(agent);
    if (window == null || master.subscription().isEmpty()) {
      return;
    }
    String question = "inverse-" + ++number;
    questions.put(question, agent);
    asked.put(agent, question);
    InverseOffer offer =
        InverseOffer.newBuilder()
            .setId(OfferID.newBuilder().setValue(question))
            .setFrameworkId(FrameworkID.newBuilder().setValue("framework"))
            .setAgentId(World.agentId(agent))
            .setUnavailability(unavailability(window))
            .build();
    master.subscription().get().inverseOffers(List.of(offer));
  }

  /** What stands in offers of an agent that is to be maintained. */
  Optional<Unavailability> unavailability(String agent) {
    return Optional.ofNullable(planned.get(agent)).map(Upkeep::unavailability);
  }

  private static Unavailability unavailability(Window window) {
    long start = Timeline.instantAt(window.from()).toEpochMilli();
    return Unavailability.newBuilder()
        .setStart(TimeInfo.newBuilder().setNanoseconds(start * 1_000_000))
        .setDuration(
            DurationInfo.newBuilder().setNanoseconds((window.until() - window.from()) * 1_000_000))
        .build();
  }

  /** The agent that a question is about, while that may be answered. */
  Optional<String> agentOf(String question) {
    return Optional.ofNullable(questions.get(question));
  }

  void accepted(Call.AcceptInverseOffers answer) {
    answer.getInverseOfferIdsList().forEach(id -> answered(id, true, answer.getFilters()));
  }

  void declined(Call.DeclineInverseOffers answer) {
    answer.getInverseOfferIdsList().forEach(id -> answered(id, false, answer.getFilters()));
  }

  private void answered(OfferID question, boolean yes, Filters filters) {
    String agent = questions.remove(question.getValue());
    if (agent == null) {
      return;
    }
    world.history.tell("master", "%s may %sbe maintained", agent, yes ? "" : "not ");
    if (yes) {
      agreed.add(agent);
    } else {
      agreed.remove(agent);
    }
    world.timeline.after(
        (long) (filters.getRefuseSeconds() * 1000),
        () -> {
          if (question.getValue().equals(asked.get(agent))) {
            ask(agent);
          }
        });
  }

  /** A framework has subscribed, and is asked anew. */
  void begin() {
    questions.clear();
    asked.clear();
    planned.keySet().forEach(this::ask);
  }

  /** Ends everything on an agent, until it is reactivated a while later. */
  void drain(KnownAgent known) {
    if (known.standing != KnownAgent.Standing.REGISTERED
        || !world.scenario.drains()
        || !drained.add(known.id)) {
      return;
    }
    world.tally.add(Fault.AGENT_IS_DRAINED);
    world.history.tell("operator", "drains %s", known.id);
    master.allocator().rescind(known);
    known.agent.toAgent(known.agent::drain);
    world.timeline.within(60_000, 900_000, () -> reactivate(known.id));
  }

  private void reactivate(String agent) {
    if (drained.remove(agent)) {
      world.history.tell("operator", "reactivates %s", agent);
      master.allocator().soon();
    }
  }

  /** Whether nothing of an agent is offered. */
  boolean isDrained(String agent) {
    return drained.contains(agent);
  }

  /** Everything is called off. */
  void end() {
    Map.copyOf(planned).forEach(this::over);
    Set.copyOf(drained).forEach(this::reactivate);
  }

  /** The registry is lost, and what was in it. */
  void forget() {
    planned.clear();
    questions.clear();
    asked.clear();
    agreed.clear();
    drained.clear();
  }
}
