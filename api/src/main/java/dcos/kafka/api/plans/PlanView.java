package dcos.kafka.api.plans;

import java.util.List;

/**
 * A plan as clients read it, keys in the documented order.
 *
 * @param phases in the order in which they are carried out
 * @param errors sentences, such as those about a refused configuration; empty when all is well
 * @param status of the whole
 */
public record PlanView(List<PhaseView> phases, List<String> errors, PlanStatus status) {

  /** Copies, so that a view never changes. */
  public PlanView {
    phases = List.copyOf(phases);
    errors = List.copyOf(errors);
  }

  /**
   * A phase of a plan.
   *
   * @param id a UUID that stays the same for as long as the phase is meant
   * @param name {@code Reconciliation} or {@code Update to: <configuration id>}, for example
   * @param steps in order
   * @param status of the whole phase
   */
  public record PhaseView(String id, String name, List<StepView> steps, PlanStatus status) {
    /** Copies, so that a view never changes. */
    public PhaseView {
      steps = List.copyOf(steps);
    }
  }

  /**
   * A step of a phase.
   *
   * @param id a UUID that stays the same for as long as the step is meant
   * @param status of the step
   * @param name {@code broker-0}, for example
   * @param message {@code Broker-0 is COMPLETE}; a step that waits adds for what and since when
   */
  public record StepView(String id, PlanStatus status, String name, String message) {}
}
