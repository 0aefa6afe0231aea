package dcos.kafka.api.plans;

import dcos.kafka.api.errors.Problem;
import dcos.kafka.api.plans.PlanView.PhaseView;
import dcos.kafka.api.plans.PlanView.StepView;
import dcos.kafka.api.requests.Shown;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds what an operator named: phases and steps by id or by name. */
final class PlanLookup {

  private PlanLookup() {}

  /** The plan of this name, or a 404 that lists the names. */
  static PlanView plan(PlanService plans, String name) {
    return plans
        .plan(name)
        .orElseThrow(
            () ->
                Problem.notFound(
                    "There is no plan \""
                        + Shown.of(name)
                        + "\"; there are: "
                        + String.join(", ", plans.names())
                        + "."));
  }

  /** The phase that is named, if one is. */
  static Optional<PhaseView> phase(PlanView plan, @Nullable String named) {
    return find("phase", named, plan.phases(), PhaseView::id, PhaseView::name);
  }

  /** The step that is named, if one is. */
  static Optional<StepView> step(PhaseView phase, @Nullable String named) {
    return find("step", named, phase.steps(), StepView::id, StepView::name);
  }

  private static <T> Optional<T> find(
      String kind,
      @Nullable String named,
      List<T> there,
      Function<T, String> id,
      Function<T, String> name) {
    if (named == null || named.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        there.stream()
            .filter(one -> id.apply(one).equals(named) || name.apply(one).equals(named))
            .findFirst()
            .orElseThrow(
                () ->
                    Problem.notFound(
                        "There is no "
                            + kind
                            + " \""
                            + Shown.of(named)
                            + "\"; there are: "
                            + String.join(", ", there.stream().map(name).toList())
                            + ".")));
  }
}
