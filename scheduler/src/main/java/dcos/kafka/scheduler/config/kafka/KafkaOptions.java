package dcos.kafka.scheduler.config.kafka;

import dcos.kafka.scheduler.config.KafkaConfiguration;
import dcos.kafka.scheduler.config.ValidationError;
import java.util.List;
import java.util.Set;

/** Kafka's options as far as the service has to know them. */
public final class KafkaOptions {

  /** What the service decides itself for each broker. */
  private static final Set<String> OWNED =
      Set.of(
          "broker.id",
          "zookeeper.connect",
          "log.dirs",
          "log.dir",
          "listeners",
          "port",
          "host.name",
          "advertised.listeners",
          "advertised.host.name",
          "advertised.port");

  private static final KafkaOptions SHIPPED = new KafkaOptions();

  private KafkaOptions() {}

  /** The options of the version that the package ships. */
  public static KafkaOptions shipped() {
    return SHIPPED;
  }

  /** Everything that is wrong with the overrides of a configuration, ascending by option. */
  public List<ValidationError> check(KafkaConfiguration kafka) {
    return kafka.overrides().keySet().stream()
        .filter(OWNED::contains)
        .map(
            option ->
                new ValidationError(
                    Overrides.variable(option),
                    "The service sets " + option + " itself; it can't be overridden."))
        .toList();
  }
}
