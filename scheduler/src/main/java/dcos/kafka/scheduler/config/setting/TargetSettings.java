package dcos.kafka.scheduler.config.setting;

import dcos.kafka.scheduler.config.ConfigurationReading;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.config.ValidationError;
import dcos.kafka.scheduler.config.kafka.KafkaOptions;
import dcos.kafka.scheduler.config.kafka.Overrides;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** All settings of a {@link TargetConfiguration}, and how it is made from them. */
public final class TargetSettings {

  /** All of them, by section, in the order of the documentation. */
  public static final List<Setting<TargetConfiguration, ?>> ALL =
      Stream.of(
              ServiceSettings.ALL,
              BrokerSettings.ALL,
              KafkaSettings.ALL,
              ExecutorSettings.ALL,
              RecoverySettings.ALL,
              HealthCheckSettings.ALL)
          .flatMap(List::stream)
          .toList();

  /**
   * A name that stands in for one that is missing or bad, so that the other mistakes are found too.
   */
  private static final String PLACEHOLDER_NAME = "kafka";

  private TargetSettings() {}

  /**
   * Reads what an environment says.
   *
   * @param environment all variables of the scheduler's process
   */
  public static ConfigurationReading read(Map<String, String> environment) {
    return read(Source.of(environment), Overrides.in(environment));
  }

  /**
   * Reads a configuration and looks for everything that is wrong with it.
   *
   * @param source where the settings are looked up
   * @param overrides Kafka's own options by Kafka's names
   */
  public static ConfigurationReading read(Source source, SortedMap<String, String> overrides) {
    SettingReader reader = new SettingReader(source);
    TargetConfiguration configuration = assemble(reader, overrides);
    List<ValidationError> errors = new ArrayList<>(reader.errors());
    errors.addAll(KafkaOptions.shipped().check(configuration.kafka()));
    return errors.isEmpty()
        ? new ConfigurationReading.Valid(configuration)
        : new ConfigurationReading.Invalid(
            errors,
            // Too much follows from the name to tell what somebody meant without it.
            Optional.of(configuration)
                .filter(any -> reader.given(ServiceSettings.NAME).isPresent()));
  }

  /**
   * Puts the sections together; where one was not given, or was no good, its default takes the
   * place.
   */
  static TargetConfiguration assemble(SettingReader reader, SortedMap<String, String> overrides) {
    String name = reader.required(ServiceSettings.NAME, PLACEHOLDER_NAME);
    String ensemble =
        reader
            .peek(SurroundingsSettings.STATE_ZOOKEEPER)
            .orElse(SurroundingsSettings.DEFAULTS.stateZookeeper());
    TargetConfiguration defaults = TargetConfiguration.defaults(name, ensemble);
    return new TargetConfiguration(
        ServiceSettings.read(reader, defaults.service()),
        BrokerSettings.read(reader, defaults.broker()),
        KafkaSettings.read(reader, defaults.kafka(), defaults.names().zookeeperRoot(), overrides),
        ExecutorSettings.read(reader, defaults.executor()),
        RecoverySettings.read(reader, defaults.recovery()),
        HealthCheckSettings.read(reader, defaults.healthCheck()));
  }
}
