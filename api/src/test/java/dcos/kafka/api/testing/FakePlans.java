package dcos.kafka.api.testing;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.plans.PlanCommand;
import dcos.kafka.api.plans.PlanService;
import dcos.kafka.api.plans.PlanStatus;
import dcos.kafka.api.plans.PlanView;
import dcos.kafka.api.plans.PlanView.PhaseView;
import dcos.kafka.api.plans.PlanView.StepView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Plans that a test put there; remembers the commands. */
public final class FakePlans implements PlanService {

  /** By name. */
  public final Map<String, PlanView> views = new LinkedHashMap<>();

  /** What was asked for. */
  public final List<PlanCommand> commands = new ArrayList<>();

  /** Puts the documented plan there, with this status of its last step. */
  public void documented(String name, PlanStatus last) {
    PlanStatus whole = last == PlanStatus.COMPLETE ? last : PlanStatus.IN_PROGRESS;
    views.put(
        name,
        new PlanView(
            List.of(
                new PhaseView(
                    "1915bcad-1235-400f-8406-4ac7555a7d34",
                    "Reconciliation",
                    List.of(
                        new StepView(
                            "9854a67d-7803-46d0-b278-402785fe3199",
                            PlanStatus.COMPLETE,
                            "Reconciliation",
                            "Reconciliation complete")),
                    PlanStatus.COMPLETE),
                new PhaseView(
                    "3e72c258-1ead-465f-871e-2a305d29124c",
                    "Update to: 329ef254-7331-48dc-a476-8a0e45752871",
                    List.of(
                        new StepView(
                            "ebf4cb02-1011-452a-897a-8c4083188bb2",
                            last,
                            "broker-0",
                            "Broker-0 is " + last)),
                    whole)),
            List.of(),
            whole));
  }

  @Override
  public List<String> names() {
    return List.copyOf(views.keySet());
  }

  @Override
  public Optional<PlanView> plan(String name) {
    return Optional.ofNullable(views.get(name));
  }

  @Override
  public CompletionStage<Outcome<PlanCommand>> command(PlanCommand command) {
    commands.add(command);
    return CompletableFuture.completedFuture(Outcome.done(command));
  }

  void reset() {
    views.clear();
    commands.clear();
  }
}
