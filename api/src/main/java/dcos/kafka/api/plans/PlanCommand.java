package dcos.kafka.api.plans;

import java.util.Optional;

/**
 * What an operator wants of a plan. Plan, phase and step exist in the plan that the API last read;
 * phases and steps are given by their ids, whichever way the operator named them.
 */
public sealed interface PlanCommand {

  /** Name of the plan, {@code deploy} for example. */
  String plan();

  /** What clients call the command, as it is repeated in the answer. */
  String text();

  /**
   * Go on after an interrupt, or release the next part of a canary rollout.
   *
   * @param phaseId one phase, or the whole plan
   * @param force let the next step begin although the gate is closed; recorded, and answered with a
   *     warning
   */
  record Continue(String plan, Optional<String> phaseId, boolean force) implements PlanCommand {
    @Override
    public String text() {
      return "continue";
    }
  }

  /**
   * Begin no further step until a {@link Continue}; what runs is not stopped.
   *
   * @param phaseId one phase, or the whole plan
   */
  record Interrupt(String plan, Optional<String> phaseId) implements PlanCommand {
    @Override
    public String text() {
      return "interrupt";
    }
  }

  /**
   * Do the steps again even if they are complete.
   *
   * @param phaseId one phase, or the whole plan
   * @param stepId one step of that phase, or all of them
   */
  record Restart(String plan, Optional<String> phaseId, Optional<String> stepId)
      implements PlanCommand {
    @Override
    public String text() {
      return "restart";
    }
  }

  /**
   * Count the steps as complete without doing them; brokers stay as they are.
   *
   * @param phaseId one phase, or the whole plan
   * @param stepId one step of that phase, or all of them
   */
  record ForceComplete(String plan, Optional<String> phaseId, Optional<String> stepId)
      implements PlanCommand {
    @Override
    public String text() {
      return "forceComplete";
    }
  }
}
