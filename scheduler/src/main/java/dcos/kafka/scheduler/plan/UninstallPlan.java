package dcos.kafka.scheduler.plan;

import dcos.kafka.api.plans.PlanStatus;
import dcos.kafka.api.plans.PlanView;
import dcos.kafka.api.plans.PlanView.PhaseView;
import dcos.kafka.api.plans.PlanView.StepView;
import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.Stray;
import dcos.kafka.scheduler.state.State;
import dcos.kafka.scheduler.state.Uninstall;
import dcos.kafka.scheduler.state.Uninstall.Leak;
import dcos.kafka.scheduler.state.Uninstall.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The plan {@code uninstall}: brokers are stopped, each agent gives back what is reserved on it,
 * the framework is torn down, and what is in ZooKeeper is removed. Computed, like the other plans.
 */
final class UninstallPlan {

  static final String BROKERS = "brokers";
  static final String RESERVATIONS = "reservations";
  static final String FRAMEWORK = "framework";
  static final String ZOOKEEPER = "zookeeper";

  private final State state;
  private final Uninstall uninstall;

  private UninstallPlan(State state, Uninstall uninstall) {
    this.state = state;
    this.uninstall = uninstall;
  }

  static PlanView of(State state, Uninstall uninstall) {
    return new UninstallPlan(state, uninstall).view();
  }

  /** The agent of a step of the phase of reservations; empty when no step has this id. */
  static Optional<String> agentOfStep(State state, Uninstall uninstall, String stepId) {
    return new UninstallPlan(state, uninstall)
        .agents().values().stream()
            .map(agent -> agent.id)
            .filter(id -> Plans.id(RESERVATIONS + id).equals(stepId))
            .findFirst();
  }

  private PlanView view() {
    List<PhaseView> phases = new ArrayList<>();
    boolean gone = uninstall.stage() != Stage.RELEASING;
    phases.add(phase(BROKERS, brokers()));
    phases.add(phase(RESERVATIONS, gone ? List.of() : reservations()));
    boolean released = phases.stream().allMatch(phase -> phase.status() == PlanStatus.COMPLETE);
    phases.add(phase(FRAMEWORK, List.of(framework(released))));
    phases.add(phase(ZOOKEEPER, List.of(zookeeper())));
    return new PlanView(
        phases, left(), Plans.aggregate(phases.stream().map(PhaseView::status).toList()));
  }

  private static PhaseView phase(String name, List<StepView> steps) {
    return new PhaseView(
        Plans.id("uninstall/" + name),
        name,
        steps,
        Plans.aggregate(steps.stream().map(StepView::status).toList()));
  }

  /** What was left on agents; sentences that stay when all else is done. */
  private List<String> left() {
    return uninstall.leaks().stream()
        .map(
            leak ->
                "%s (resource_id %s) is left on %s, agent %s."
                    .formatted(
                        leak.description(), leak.resourceId(), leak.hostname(), leak.agentId()))
        .toList();
  }

  /** What isn't begun waits for an operator when all is interrupted. */
  private PlanStatus notBegun() {
    return uninstall.interrupted() ? PlanStatus.WAITING : PlanStatus.PENDING;
  }

  private StepView step(String id, PlanStatus status, String name, String what, String detail) {
    String waits = status == PlanStatus.WAITING ? "an operator has to continue the plan" : detail;
    return new StepView(
        Plans.id(id), status, name, what + " is " + status + (waits.isEmpty() ? "" : ": " + waits));
  }

  private List<StepView> brokers() {
    List<StepView> steps = new ArrayList<>();
    for (Broker broker : state.brokers().values()) {
      Optional<BrokerTask> task = broker.task();
      if (task.isPresent()) {
        PlanStatus status =
            !broker.mayBeAlive()
                ? PlanStatus.COMPLETE
                : task.get().stop().isPresent() ? PlanStatus.IN_PROGRESS : notBegun();
        String detail = broker.mayBeAlive() ? progress(task.get()) : "";
        steps.add(
            step(
                BROKERS + broker.id(),
                status,
                state.names().taskName(broker.id()),
                "Broker-" + broker.id(),
                detail));
      }
    }
    return steps;
  }

  private static String progress(BrokerTask task) {
    return switch (task.phase()) {
      case UNREACHABLE ->
          ("its agent %s (%s) does not answer Mesos since %s; when it is lost for ever, force the"
                  + " step %s of phase %s to be complete")
              .formatted(
                  task.hostname(), task.agentId(), task.since(), task.hostname(), RESERVATIONS);
      default -> task.stop().map(stop -> "stopping since " + stop.since()).orElse("");
    };
  }

  /** What an agent holds. */
  private static final class Agent {
    private final String id;
    private final String hostname;
    private final List<String> held = new ArrayList<>();
    private Optional<Instant> since = Optional.empty();
    private int left;

    Agent(String id, String hostname) {
      this.id = id;
      this.hostname = hostname;
    }

    void holds(String what, Instant from) {
      held.add(what);
      since = since.filter(earlier -> earlier.isBefore(from)).or(() -> Optional.of(from));
    }
  }

  /** Every agent that the service has had to do with, by its name and id. */
  private Map<String, Agent> agents() {
    Map<String, Agent> agents = new TreeMap<>();
    for (Broker broker : state.brokers().values()) {
      broker.task().ifPresent(task -> agent(agents, task.agentId(), task.hostname()));
    }
    state.ledger().reservations().stream()
        .sorted(Comparator.comparing(Reservation::brokerId).thenComparing(Reservation::id))
        .forEach(
            reservation ->
                agent(agents, reservation.agentId(), reservation.hostname())
                    .holds(
                        "%d resources of broker-%d"
                            .formatted(reservation.resources().size(), reservation.brokerId()),
                        reservation.since()));
    state.ledger().strays().stream()
        .sorted(Comparator.comparing(Stray::resourceId))
        .forEach(
            stray ->
                agent(agents, stray.agentId(), stray.hostname())
                    .holds(stray.description(), stray.firstSeen()));
    for (Leak leak : uninstall.leaks()) {
      agent(agents, leak.agentId(), leak.hostname()).left++;
    }
    return agents;
  }

  private static Agent agent(Map<String, Agent> agents, String id, String hostname) {
    return agents.computeIfAbsent(hostname + " " + id, key -> new Agent(id, hostname));
  }

  private List<StepView> reservations() {
    List<StepView> steps = new ArrayList<>();
    for (Agent agent : agents().values()) {
      PlanStatus status =
          agent.held.isEmpty()
              ? PlanStatus.COMPLETE
              : uninstall.interrupted() ? PlanStatus.WAITING : PlanStatus.IN_PROGRESS;
      String detail =
          agent.held.isEmpty()
              ? agent.left == 0 ? "" : "not waited for; %d resources are left".formatted(agent.left)
              : "waits since %s for offers of agent %s: %s"
                  .formatted(agent.since.orElseThrow(), agent.id, String.join(", ", agent.held));
      steps.add(
          step(RESERVATIONS + agent.id, status, agent.hostname, "Agent " + agent.hostname, detail));
    }
    return steps;
  }

  private StepView framework(boolean released) {
    if (uninstall.stage() != Stage.RELEASING) {
      return step(FRAMEWORK, PlanStatus.COMPLETE, FRAMEWORK, "Framework", "");
    }
    PlanStatus status = released && !uninstall.interrupted() ? PlanStatus.IN_PROGRESS : notBegun();
    String detail =
        !released
            ? ""
            : state.session().connection().isEmpty()
                ? "waits for Mesos, to be told that it is removed"
                : "listening for what was forgotten before it is torn down";
    return step(FRAMEWORK, status, FRAMEWORK, "Framework", detail);
  }

  private StepView zookeeper() {
    PlanStatus status =
        switch (uninstall.stage()) {
          case RELEASING -> notBegun();
          case TORN_DOWN -> uninstall.interrupted() ? PlanStatus.WAITING : PlanStatus.IN_PROGRESS;
          case REMOVED -> PlanStatus.COMPLETE;
        };
    String detail =
        status == PlanStatus.COMPLETE
            ? "nothing of the service is left; destroy its app in Marathon now, since a scheduler"
                + " started again without UNINSTALL=true deploys a new, empty service"
            : "";
    return step(ZOOKEEPER, status, ZOOKEEPER, "ZooKeeper", detail);
  }
}
