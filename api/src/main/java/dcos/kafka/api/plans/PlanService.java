package dcos.kafka.api.plans;

import dcos.kafka.api.outcome.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What the API asks of the service about its plans. */
public interface PlanService {

  /** The plan that {@code /v1/plan} without a name means. */
  String DEPLOY = "deploy";

  /** Names of the plans there are now, {@code deploy} first. */
  List<String> names();

  /**
   * The plan as it is now, from a snapshot, without blocking; empty when there is none of this
   * name.
   */
  Optional<PlanView> plan(String name);

  /**
   * Carries out an operator's command.
   *
   * @return completes when the command is durably recorded; the value is the command itself
   */
  CompletionStage<Outcome<PlanCommand>> command(PlanCommand command);
}
