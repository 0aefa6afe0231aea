package dcos.kafka.api.testing;

import dcos.kafka.api.brokers.BrokerService;
import dcos.kafka.api.brokers.BrokerView;
import dcos.kafka.api.brokers.RestartOptions;
import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.outcome.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Brokers that a test put there; remembers what it was asked to do. */
public final class FakeBrokers implements BrokerService {

  /** An operator's restart or replace. */
  public record Command(int id, boolean replace, RestartOptions options) {}

  /** The brokers, in the order in which they are listed. */
  public final Map<Integer, BrokerView> views = new LinkedHashMap<>();

  /** What was asked for. */
  public final List<Command> commands = new ArrayList<>();

  /** What a command about a known broker is answered. */
  public CompletionStage<Outcome<List<String>>> answer = stopped();

  /** Adds a running broker. */
  public void running(int id) {
    views.put(
        id,
        new BrokerView(
            id,
            "broker-" + id,
            "RUNNING",
            "Broker-" + id + " is registered.",
            Optional.of("broker-" + id + "__uuid-" + id),
            Optional.of("TASK_RUNNING"),
            Optional.of("10.0.0.3" + id),
            Optional.of(1025 + id),
            Optional.of("agent-" + id),
            Optional.of("319ebe89-42e2-40e2-9169-8568e2421023"),
            true,
            Optional.of(0),
            Optional.of(Instant.parse("2026-01-31T12:00:00Z"))));
  }

  @Override
  public List<Integer> ids() {
    return List.copyOf(views.keySet());
  }

  @Override
  public Optional<BrokerView> broker(int id) {
    return Optional.ofNullable(views.get(id));
  }

  @Override
  public CompletionStage<Outcome<List<String>>> restart(int id, RestartOptions options) {
    return command(new Command(id, false, options));
  }

  @Override
  public CompletionStage<Outcome<List<String>>> replace(int id, RestartOptions options) {
    return command(new Command(id, true, options));
  }

  private static CompletionStage<Outcome<List<String>>> stopped() {
    return CompletableFuture.completedFuture(Outcome.done(List.of("broker-0__some-uuid")));
  }

  private CompletionStage<Outcome<List<String>>> command(Command command) {
    if (!views.containsKey(command.id())) {
      return CompletableFuture.completedFuture(
          Outcome.refused(Refusal.UNKNOWN, "There is no broker " + command.id() + "."));
    }
    commands.add(command);
    return answer;
  }

  void reset() {
    views.clear();
    commands.clear();
    answer = stopped();
  }
}
