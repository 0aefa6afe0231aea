package dcos.kafka.scheduler.service;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.outcome.Refusal;
import dcos.kafka.api.plans.PlanCommand;
import dcos.kafka.api.plans.PlanService;
import dcos.kafka.api.plans.PlanView;
import dcos.kafka.scheduler.core.Command;
import dcos.kafka.scheduler.plan.Plans;
import dcos.kafka.scheduler.state.State;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The API's plans. While the service is being uninstalled, {@code deploy} is the plan of that too:
 * who watches it sees what is going on, and who steers it steers that.
 */
public final class PlanCommands implements PlanService {

  private final Supplier<State> state;
  private final Commander commander;

  /** Reads from {@code state}; commands go to {@code commander}. */
  public PlanCommands(Supplier<State> state, Commander commander) {
    this.state = state;
    this.commander = commander;
  }

  @Override
  public List<String> names() {
    return state.get().uninstall().isPresent()
        ? List.of(Plans.DEPLOY, Plans.RECOVERY, Plans.UNINSTALL)
        : List.of(Plans.DEPLOY, Plans.RECOVERY);
  }

  @Override
  public Optional<PlanView> plan(String name) {
    return switch (name) {
      case Plans.DEPLOY -> Optional.of(Plans.current(state.get()));
      case Plans.UNINSTALL -> Plans.uninstall(state.get());
      case Plans.RECOVERY -> Optional.of(Plans.recovery(state.get()));
      default -> Optional.empty();
    };
  }

  @Override
  public CompletionStage<Outcome<PlanCommand>> command(PlanCommand command) {
    if (command.plan().equals(Plans.RECOVERY)) {
      return CompletableFuture.completedStage(
          Outcome.refused(
              Refusal.CONFLICT,
              "The recovery plan brings back what is down and takes no commands; use PUT"
                  + " /v1/brokers/<id> to restart a broker."));
    }
    if (state.get().uninstall().isPresent() && command instanceof PlanCommand.ForceComplete force) {
      return force(force);
    }
    return commander.command(translate(command)).thenApply(outcome -> outcome.map(ids -> command));
  }

  /** An agent is the one thing of an uninstall that may never come. */
  private CompletionStage<Outcome<PlanCommand>> force(PlanCommand.ForceComplete force) {
    Optional<String> agent = force.stepId().flatMap(id -> Plans.agentOfStep(state.get(), id));
    if (agent.isEmpty()) {
      return CompletableFuture.completedStage(
          Outcome.refused(
              Refusal.CONFLICT,
              "Only the steps of phase reservations can be forced, so that an agent is not waited"
                  + " for; the others come to their end by themselves."));
    }
    return commander
        .command(new Command.SkipAgents(List.of(agent.get())))
        .thenApply(outcome -> outcome.map(ids -> force));
  }

  private Command translate(PlanCommand command) {
    if (command instanceof PlanCommand.Continue go) {
      return new Command.Continue(go.force());
    } else if (command instanceof PlanCommand.Restart restart) {
      return new Command.RestartSteps(brokers(restart.phaseId(), restart.stepId()));
    } else if (command instanceof PlanCommand.ForceComplete force) {
      return new Command.ForceComplete(brokers(force.phaseId(), force.stepId()));
    }
    return new Command.Interrupt();
  }

  /** The brokers of the steps that are meant; the reconciliation has none. */
  private List<Integer> brokers(Optional<String> phaseId, Optional<String> stepId) {
    State now = state.get();
    if (stepId.isPresent()) {
      return Plans.brokerOfStep(now, stepId.get()).stream().toList();
    }
    boolean update = phaseId.isEmpty() || phaseId.equals(Plans.updatePhaseId(now));
    return update && now.target().isPresent()
        ? List.copyOf(now.brokers().headMap(now.targetConfiguration().service().count()).keySet())
        : List.of();
  }
}
