package dcos.kafka.scheduler.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** Settings that a broker takes over while it runs (KIP-226, KIP-339). */
final class BrokerSettings {

  private final AdminConnection admin;

  BrokerSettings(AdminConnection admin) {
    this.admin = admin;
  }

  /**
   * Sets and removes settings of one broker, all or none.
   *
   * @return why it wasn't done, as a sentence; empty when it was
   */
  CompletableFuture<Optional<String>> apply(
      int broker, Map<String, String> set, Collection<String> removed) {
    List<AlterConfigOp> operations = new ArrayList<>();
    set.forEach(
        (name, value) ->
            operations.add(
                new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
    removed.forEach(
        name ->
            operations.add(
                new AlterConfigOp(new ConfigEntry(name, ""), AlterConfigOp.OpType.DELETE)));
    ConfigResource resource =
        new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(broker));
    return admin
        .call(kafka -> kafka.incrementalAlterConfigs(Map.of(resource, operations)).all())
        .handle((done, failure) -> failure == null ? Optional.empty() : Optional.of(why(failure)));
  }

  private static String why(Throwable failure) {
    Throwable cause = KafkaErrors.unwrap(failure);
    if (cause instanceof AdminConnection.NoBroker) {
      return "no broker is registered.";
    }
    if (cause instanceof RejectedExecutionException) {
      return "too many calls wait for Kafka already.";
    }
    return cause instanceof TimeoutException
        ? "it did not answer in time."
        : String.valueOf(cause.getMessage());
  }
}
