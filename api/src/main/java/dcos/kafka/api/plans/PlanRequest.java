package dcos.kafka.api.plans;

import dcos.kafka.api.errors.Problem;
import dcos.kafka.api.outcome.Answers;
import dcos.kafka.api.plans.PlanView.PhaseView;
import dcos.kafka.api.plans.PlanView.StepView;
import dcos.kafka.api.requests.Parameters;
import dcos.kafka.api.requests.Shown;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that every spelling of a plan command takes, and the way from there to the
 * service.
 */
public final class PlanRequest {

  /** A phase by id or name. */
  @QueryParam("phase")
  private @Nullable String phase;

  /** A step by id or name. */
  @QueryParam("step")
  private @Nullable String step;

  /** For continue: although the gate is closed. */
  @QueryParam("force")
  private @Nullable String force;

  /**
   * Has the command carried out.
   *
   * @param plan name of the plan
   * @param command what clients call it
   */
  CompletionStage<Response> send(PlanService plans, Answers answers, String plan, String command) {
    PlanCommand meant = read(plan, PlanLookup.plan(plans, plan), command);
    return answers.answer(
        () -> plans.command(meant),
        done -> Response.ok(Map.of("Result", "Received cmd: " + done.text())).build());
  }

  private PlanCommand read(String plan, PlanView view, String command) {
    Optional<PhaseView> inPhase = PlanLookup.phase(view, phase);
    Optional<String> phaseId = inPhase.map(PhaseView::id);
    return switch (command) {
      case "continue" -> {
        Parameters.none(command, "step", step);
        yield new PlanCommand.Continue(plan, phaseId, Parameters.flag("force", force));
      }
      case "interrupt" -> {
        Parameters.none(command, "step", step);
        Parameters.none(command, "force", force);
        yield new PlanCommand.Interrupt(plan, phaseId);
      }
      case "restart" -> {
        Parameters.none(command, "force", force);
        yield new PlanCommand.Restart(plan, phaseId, step(inPhase));
      }
      case "forceComplete" -> {
        Parameters.none(command, "force", force);
        // Not for a whole plan or phase: a forgotten parameter must not skip a rollout.
        Parameters.required("phase", phase);
        Parameters.required("step", step);
        yield new PlanCommand.ForceComplete(plan, phaseId, step(inPhase));
      }
      default ->
          throw Problem.badRequest(
              "There is no command \""
                  + Shown.of(command)
                  + "\"; there are: continue, interrupt, restart, forceComplete.");
    };
  }

  private Optional<String> step(Optional<PhaseView> inPhase) {
    if (step == null || step.isBlank()) {
      return Optional.empty();
    }
    PhaseView found =
        inPhase.orElseThrow(
            () ->
                Problem.badRequest(
                    "The parameter \"phase\" is missing: a step is named within its phase."));
    return PlanLookup.step(found, step).map(StepView::id);
  }
}
