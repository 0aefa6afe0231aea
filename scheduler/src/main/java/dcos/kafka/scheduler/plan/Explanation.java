package dcos.kafka.scheduler.plan;

import dcos.kafka.api.plans.PlanStatus;
import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.broker.TaskPhase;
import dcos.kafka.scheduler.config.kafka.Overrides;
import dcos.kafka.scheduler.config.kafka.Passwords;
import dcos.kafka.scheduler.offer.Misfit;
import dcos.kafka.scheduler.state.Maintenance;
import dcos.kafka.scheduler.state.OfferOutcome;
import dcos.kafka.scheduler.state.State;
import dcos.kafka.scheduler.state.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a broker's step is doing or waiting for, and since when, in a sentence. */
public final class Explanation {

  /** Of many reasons, or agents, so many are told. */
  private static final int TOLD = 3;

  private Explanation() {}

  /** The sentence; empty where the status says it all. */
  public static String of(State state, Broker broker, PlanStatus status) {
    return switch (status) {
      case COMPLETE -> maintenance(state, broker);
      case ERROR -> "";
      case WAITING -> "an operator has to continue the plan" + unavoidable(state, broker, "; ");
      case PENDING ->
          growing(state, broker)
              .or(() -> gate(state, broker))
              .orElseGet(() -> unavoidable(state, broker, ""));
      case IN_PROGRESS -> gate(state, broker).orElseGet(() -> progress(state, broker));
    };
  }

  private static String maintenance(State state, Broker broker) {
    return broker
        .task()
        .flatMap(task -> state.session().maintenance(task.agentId()))
        .map(Maintenance::sentence)
        .orElse("");
  }

  private static String unavoidable(State state, Broker broker, String before) {
    return Gate.unavoidable(state, broker.id())
        .map(reason -> before + reason.sentence())
        .orElse("");
  }

  private static Optional<String> growing(State state, Broker broker) {
    return state.work().growing().contains(broker.id())
        ? Optional.of(
            "waits until its agent has room for what it is to have more, and runs on meanwhile"
                + lastOutcomes(state, broker))
        : Optional.empty();
  }

  private static Optional<String> gate(State state, Broker broker) {
    return state
        .work()
        .gateWait()
        .filter(wait -> wait.broker() == broker.id())
        .map(wait -> gate(state, broker, wait));
  }

  private static String gate(State state, Broker broker, Work.GateWait wait) {
    boolean serially = broker.request().isPresent() || Strategy.isSerial(state);
    String reasons = Gate.check(state, broker, serially).sentence();
    return "waits since %s until it may be stopped: %s".formatted(wait.since(), reasons);
  }

  /** What a broker that is on its way is doing. */
  public static String progress(State state, Broker broker) {
    if (!broker.mayBeAlive()) {
      return down(state, broker);
    }
    BrokerTask task = broker.task().orElseThrow();
    if (task.stop().isPresent()) {
      return "stopping since " + task.stop().get().since() + ": " + task.stop().get().reason();
    }
    return switch (task.phase()) {
      case LAUNCHING -> "launched on " + task.hostname() + " at " + task.launched();
      case STARTING ->
          "started on %s at %s, not yet registered".formatted(task.hostname(), task.since());
      case UNREACHABLE ->
          "its agent %s does not answer Mesos since %s; it may be alive, so nothing takes its place%s"
              .formatted(task.hostname(), task.since(), replacement(state, broker));
      case RUNNING, KILLING, ENDED, GONE ->
          task.healthy()
              ? settings(state, broker)
              : "runs since " + task.since() + ", but is unhealthy: " + task.message();
    };
  }

  /** A broker that runs, and whose step is begun but not complete. */
  private static String settings(State state, Broker broker) {
    return state.work().begun().contains(broker.id())
        ? "Kafka is taking over new settings without a restart; GET /v1/events tells if it refuses"
        : "";
  }

  private static String down(State state, Broker broker) {
    String ended =
        broker
            .crashes()
            .last()
            .map(
                at ->
                    "ended at %s, attempt %d: %s; "
                        .formatted(at, broker.crashes().inARow(), broker.crashes().reason()))
            .orElse("");
    if (broker.task().filter(BrokerTask::drained).isPresent()) {
      BrokerTask task = broker.task().orElseThrow();
      return "its agent %s is being drained, which ended it at %s; it starts there again when the"
              .formatted(task.hostname(), task.since())
          + " agent is back"
          + lastOutcomes(state, broker);
    }
    Optional<Instant> later = broker.crashes().notBefore();
    boolean waitsForOffer =
        state.work().startable().contains(broker.id())
            || state.work().homeless().contains(broker.id());
    if (!waitsForOffer && later.isPresent()) {
      return ended + "to be started again at " + later.get() + replacement(state, broker);
    }
    Optional<String> password = waitsForOffer ? Optional.empty() : missingPassword(state);
    if (password.isPresent()) {
      return ended + password.get() + replacement(state, broker);
    }
    return ended + "waits for an offer" + lastOutcomes(state, broker) + replacement(state, broker);
  }

  /** Whether, and when, it is replaced unasked. */
  private static String replacement(State state, Broker broker) {
    return Replacement.check(state, broker)
        .map(
            verdict ->
                verdict.obstacles().isEmpty()
                    ? "; replaced at " + verdict.notBefore() + ", unless it is back by then"
                    : "; down since %s, and not replaced: %s"
                        .formatted(broker.downSince().orElseThrow(), verdict.sentence()))
        .orElse("");
  }

  /** Only for the target's passwords there is nothing to fall back on. */
  private static Optional<String> missingPassword(State state) {
    return state
        .target()
        .flatMap(target -> Passwords.unknown(target.configuration().kafka()).stream().findFirst())
        .map(
            option ->
                "waits for its password: the environment's "
                    + Overrides.variable(option)
                    + " is not what the target was accepted with, and passwords are kept nowhere"
                    + " else; set it to what it was, or mend what is refused");
  }

  /**
   * Why the last offer of each agent did not do: one agent's reason would mislead, where another's
   * is the usual one.
   */
  private static String lastOutcomes(State state, Broker broker) {
    Set<String> agents = new HashSet<>();
    Map<String, List<String>> hostsByReasons = new LinkedHashMap<>();
    for (int i = state.outcomes().size() - 1; i >= 0; i--) {
      OfferOutcome outcome = state.outcomes().get(i);
      if (concerns(state, outcome, broker) && agents.add(outcome.agentId())) {
        String reasons =
            String.join(" and ", outcome.reasons().stream().map(Misfit::sentence).toList());
        hostsByReasons.computeIfAbsent(reasons, r -> new ArrayList<>()).add(outcome.hostname());
      }
    }
    if (agents.isEmpty()) {
      return "";
    }
    List<String> parts =
        hostsByReasons.entrySet().stream()
            .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
            .limit(TOLD)
            .map(entry -> some(entry.getValue()) + " " + entry.getKey())
            .toList();
    int more = hostsByReasons.size() - parts.size();
    return "; the last offers of %d agents did not do: %s%s"
        .formatted(
            agents.size(),
            String.join("; ", parts),
            more > 0 ? "; and " + more + " other reasons" : "");
  }

  private static String some(List<String> hosts) {
    int more = hosts.size() - TOLD;
    return String.join(", ", hosts.subList(0, Math.min(TOLD, hosts.size())))
        + (more > 0 ? " and " + more + " more:" : ":");
  }

  /** Whether an offer was tried for a broker. */
  public static boolean concerns(State state, OfferOutcome outcome, Broker broker) {
    return outcome.broker().isPresent()
        ? outcome.broker().getAsInt() == broker.id()
        : state.work().homeless().contains(broker.id());
  }

  /** The state of a broker in one word, for the API. */
  public static String word(Broker broker) {
    return broker
        .task()
        .map(
            task ->
                task.stop().isPresent() && task.phase().mayBeAlive()
                    ? TaskPhase.KILLING.name()
                    : task.phase() == TaskPhase.RUNNING && !task.healthy()
                        ? "UNHEALTHY"
                        : task.phase().name())
        .orElse("UNBORN");
  }
}
