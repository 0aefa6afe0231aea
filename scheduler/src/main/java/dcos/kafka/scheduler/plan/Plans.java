package dcos.kafka.scheduler.plan;

import dcos.kafka.api.plans.PlanStatus;
import dcos.kafka.api.plans.PlanView;
import dcos.kafka.api.plans.PlanView.PhaseView;
import dcos.kafka.api.plans.PlanView.StepView;
import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.config.ValidationError;
import dcos.kafka.scheduler.state.Rollout;
import dcos.kafka.scheduler.state.Session;
import dcos.kafka.scheduler.state.State;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The plans as people read them, computed from a state whenever somebody reads: {@code deploy},
 * which takes the brokers to the target configuration, and {@code recovery}, which brings back
 * those that were there already.
 *
 * <p>Ids are made from what they name, so they stay the same for as long as that is meant.
 */
public final class Plans {

  /** The plan of the rollout. */
  public static final String DEPLOY = "deploy";

  /** The plan of what has to be brought back. */
  public static final String RECOVERY = "recovery";

  /** The plan of the end. */
  public static final String UNINSTALL = "uninstall";

  private Plans() {}

  /** The plan that matters: the way to the target, or to the end. */
  public static PlanView current(State state) {
    return uninstall(state).orElseGet(() -> deploy(state));
  }

  /** The way to the end; empty while the service isn't being uninstalled. */
  public static Optional<PlanView> uninstall(State state) {
    return state.uninstall().map(uninstall -> UninstallPlan.of(state, uninstall));
  }

  /** The agent of a step that waits for one; empty when no step of the uninstall plan is that. */
  public static Optional<String> agentOfStep(State state, String stepId) {
    return state
        .uninstall()
        .flatMap(uninstall -> UninstallPlan.agentOfStep(state, uninstall, stepId));
  }

  /** The way to the target configuration. */
  public static PlanView deploy(State state) {
    List<PhaseView> phases = new ArrayList<>();
    phases.add(reconciliation(state));
    state.rollout().ifPresent(rollout -> phases.add(update(state, rollout)));
    List<String> errors =
        state.configurations().errors().stream().map(ValidationError::text).toList();
    PlanStatus status =
        errors.isEmpty()
            ? aggregate(phases.stream().map(PhaseView::status).toList())
            : PlanStatus.ERROR;
    return new PlanView(phases, errors, status);
  }

  /** What has to be brought back; complete and without steps when all is well. */
  public static PlanView recovery(State state) {
    List<StepView> steps = new ArrayList<>();
    for (Broker broker : state.brokers().values()) {
      if (needsRecovery(state, broker)) {
        steps.add(step(state, broker, id(RECOVERY + broker.id()), PlanStatus.IN_PROGRESS));
      }
    }
    PhaseView phase = new PhaseView(id(RECOVERY), RECOVERY, steps, aggregate(statuses(steps)));
    return new PlanView(List.of(phase), List.of(), phase.status());
  }

  /** Whether a broker is the recovery's business rather than the rollout's. */
  private static boolean needsRecovery(State state, Broker broker) {
    boolean rollingOut = state.isBegun(broker) && !state.isComplete(broker);
    return !rollingOut
        && state.uninstall().isEmpty()
        && (broker.request().isPresent() || (broker.deployed().isPresent() && !broker.serves()));
  }

  /** The broker of a step of the deploy plan; empty when no step has this id. */
  public static Optional<Integer> brokerOfStep(State state, String stepId) {
    return state
        .rollout()
        .flatMap(
            rollout ->
                state.brokers().keySet().stream()
                    .filter(id -> stepId(rollout, id).equals(stepId))
                    .findFirst());
  }

  /** The id of the phase that takes the brokers to the target; empty when there is no target. */
  public static Optional<String> updatePhaseId(State state) {
    return state.rollout().map(rollout -> id(rollout.configurationId()));
  }

  private static PhaseView reconciliation(State state) {
    Session session = state.session();
    PlanStatus status =
        session.reconciled()
            ? PlanStatus.COMPLETE
            : session.connection().isPresent() ? PlanStatus.IN_PROGRESS : PlanStatus.PENDING;
    String message =
        switch (status) {
          case COMPLETE -> "Reconciliation complete";
          case IN_PROGRESS ->
              "Reconciliation in progress unreconciled tasks = " + session.unanswered();
          default ->
              session
                  .ended()
                  .map(why -> "Reconciliation is impossible: " + why)
                  .orElse("Reconciliation pending: not connected to Mesos");
        };
    StepView step = new StepView(id("Reconciliation/step"), status, "Reconciliation", message);
    return new PhaseView(id("Reconciliation"), "Reconciliation", List.of(step), status);
  }

  private static PhaseView update(State state, Rollout rollout) {
    int count = state.targetConfiguration().service().count();
    List<StepView> steps = new ArrayList<>();
    boolean next = true;
    for (Broker broker : state.brokers().headMap(count).values()) {
      PlanStatus status = status(state, rollout, broker, next);
      if (status != PlanStatus.COMPLETE && status != PlanStatus.IN_PROGRESS) {
        next = false;
      }
      steps.add(step(state, broker, stepId(rollout, broker.id()), status));
    }
    PlanStatus status = aggregate(statuses(steps));
    return new PhaseView(
        id(rollout.configurationId()), "Update to: " + rollout.configurationId(), steps, status);
  }

  /**
   * Where a broker's step is.
   *
   * @param next whether it is the first that isn't begun
   */
  private static PlanStatus status(State state, Rollout rollout, Broker broker, boolean next) {
    if (state.isComplete(broker)) {
      return PlanStatus.COMPLETE;
    }
    if (state.isBegun(broker)) {
      return PlanStatus.IN_PROGRESS;
    }
    // An operator is needed wherever the rollout stops: at a canary, or behind it when that is
    // complete already, or at an interruption.
    boolean waits = rollout.waitsAt(broker.id()) || (rollout.holds(broker.id()) && next);
    return waits ? PlanStatus.WAITING : PlanStatus.PENDING;
  }

  private static StepView step(State state, Broker broker, String id, PlanStatus status) {
    String detail = Explanation.of(state, broker, status);
    return new StepView(
        id,
        status,
        state.names().taskName(broker.id()),
        "Broker-" + broker.id() + " is " + status + (detail.isEmpty() ? "" : ": " + detail));
  }

  private static List<PlanStatus> statuses(List<StepView> steps) {
    return steps.stream().map(StepView::status).toList();
  }

  /** What parts make of a whole; nothing at all is complete. */
  static PlanStatus aggregate(List<PlanStatus> parts) {
    for (PlanStatus telling :
        List.of(PlanStatus.ERROR, PlanStatus.IN_PROGRESS, PlanStatus.WAITING)) {
      if (parts.contains(telling)) {
        return telling;
      }
    }
    if (!parts.contains(PlanStatus.PENDING)) {
      return PlanStatus.COMPLETE;
    }
    return parts.contains(PlanStatus.COMPLETE) ? PlanStatus.IN_PROGRESS : PlanStatus.PENDING;
  }

  private static String stepId(Rollout rollout, int broker) {
    return id(rollout.configurationId() + "/" + broker);
  }

  static String id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
