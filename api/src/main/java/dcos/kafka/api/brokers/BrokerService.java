package dcos.kafka.api.brokers;

import dcos.kafka.api.outcome.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What the API asks of the service about its brokers. The reads are taken from an immutable
 * snapshot and never block; the commands complete when what the operator wants is durably recorded.
 */
public interface BrokerService {

  /** Ids of all brokers that this service ever launched, alive or not, ascending. */
  List<Integer> ids();

  /** What is known of a broker; empty when the service never launched one with this id. */
  Optional<BrokerView> broker(int id);

  /**
   * Restarts a broker in place, on its agent and volume, as soon as the gate lets it.
   *
   * @return ids of the tasks that this stops: one, or none while the broker is down
   */
  CompletionStage<Outcome<List<String>>> restart(int id, RestartOptions options);

  /**
   * Gives up the broker's reservation and volume and launches it anew, maybe elsewhere. Refused as
   * a conflict, naming the partitions, while the only in-sync copy of something is on this broker,
   * unless forced.
   *
   * @return ids of the tasks that this stops: one, or none while the broker is down
   */
  CompletionStage<Outcome<List<String>>> replace(int id, RestartOptions options);
}
