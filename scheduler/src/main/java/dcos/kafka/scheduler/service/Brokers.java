package dcos.kafka.scheduler.service;

import dcos.kafka.api.brokers.BrokerService;
import dcos.kafka.api.brokers.BrokerView;
import dcos.kafka.api.brokers.RestartOptions;
import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.core.Command;
import dcos.kafka.scheduler.kafka.observation.Replication;
import dcos.kafka.scheduler.plan.Explanation;
import dcos.kafka.scheduler.state.State;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The API's brokers. */
public final class Brokers implements BrokerService {

  private final Supplier<State> state;
  private final Commander commander;

  /** Reads from {@code state}; commands go to {@code commander}. */
  public Brokers(Supplier<State> state, Commander commander) {
    this.state = state;
    this.commander = commander;
  }

  @Override
  public List<Integer> ids() {
    return state.get().brokers().values().stream()
        .filter(Broker::launched)
        .map(Broker::id)
        .toList();
  }

  @Override
  public Optional<BrokerView> broker(int id) {
    State now = state.get();
    return now.broker(id).filter(Broker::launched).map(broker -> view(now, broker));
  }

  private static BrokerView view(State state, Broker broker) {
    Optional<BrokerTask> task = broker.task();
    Optional<Integer> outOfSync =
        state.kafka().replication() instanceof Replication.Known known
            ? Optional.of(known.of(broker.id()).outOfSync().count())
            : Optional.empty();
    return new BrokerView(
        broker.id(),
        state.names().taskName(broker.id()),
        Explanation.word(broker),
        message(state, broker),
        task.map(BrokerTask::id),
        task.flatMap(BrokerTask::state),
        task.map(BrokerTask::host),
        task.map(BrokerTask::port),
        task.map(BrokerTask::agentId),
        broker.serves() ? broker.deployed() : task.map(BrokerTask::configurationId),
        state.kafka().brokers().containsKey(broker.id()),
        outOfSync,
        task.map(BrokerTask::since));
  }

  private static String message(State state, Broker broker) {
    String name = state.names().taskName(broker.id());
    String subject = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    String progress = Explanation.progress(state, broker);
    if (!progress.isEmpty()) {
      return subject + ": " + progress + (progress.endsWith(".") ? "" : ".");
    }
    return state.kafka().brokers().containsKey(broker.id())
        ? subject + " is registered."
        : subject + " runs, but is not registered with Kafka.";
  }

  @Override
  public CompletionStage<Outcome<List<String>>> restart(int id, RestartOptions options) {
    return commander.command(new Command.Restart(id, options.force(), options.dryRun()));
  }

  @Override
  public CompletionStage<Outcome<List<String>>> replace(int id, RestartOptions options) {
    return commander.command(new Command.Replace(id, options.force(), options.dryRun()));
  }
}
