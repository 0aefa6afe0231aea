package dcos.kafka.scheduler.config.setting;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.scheduler.config.ConfigurationReading;
import dcos.kafka.scheduler.config.Surroundings;
import dcos.kafka.scheduler.config.kafka.Overrides;
import io.dropwizard.core.Configuration;
import java.util.Map;

/**
 * What Dropwizard reads from {@code scheduler.yml}: beside its own sections {@code server} and
 * {@code logging} those of the service, in the shape of the documented JSON.
 *
 * <p>The service's sections are kept as text here, on purpose: a typed mapping would end the
 * process with the first value that does not fit, but a scheduler with brokers to care for has to
 * go on with what it has, and tell of all mistakes at once. Types, ranges and defaults are those of
 * {@link TargetSettings} and {@link SurroundingsSettings}.
 */
public final class SchedulerConfiguration extends Configuration {

  private final ObjectNode settings = JsonNodeFactory.instance.objectNode();

  /** Which of the settings are around the scheduler, rather than what it should run. */
  @JsonProperty(SurroundingsSettings.SECTION)
  void surroundings(ObjectNode section) {
    settings.set(SurroundingsSettings.SECTION, section);
  }

  @JsonProperty(ServiceSettings.SECTION)
  void service(ObjectNode section) {
    settings.set(ServiceSettings.SECTION, section);
  }

  @JsonProperty(BrokerSettings.SECTION)
  void broker(ObjectNode section) {
    settings.set(BrokerSettings.SECTION, section);
  }

  @JsonProperty(KafkaSettings.SECTION)
  void kafka(ObjectNode section) {
    settings.set(KafkaSettings.SECTION, section);
  }

  @JsonProperty(ExecutorSettings.SECTION)
  void executor(ObjectNode section) {
    settings.set(ExecutorSettings.SECTION, section);
  }

  @JsonProperty(RecoverySettings.SECTION)
  void recovery(ObjectNode section) {
    settings.set(RecoverySettings.SECTION, section);
  }

  @JsonProperty(HealthCheckSettings.SECTION)
  void healthCheck(ObjectNode section) {
    settings.set(HealthCheckSettings.SECTION, section);
  }

  /**
   * What the service should run.
   *
   * @param environment all variables of the process, for {@code KAFKA_OVERRIDE_*}
   */
  public ConfigurationReading target(Map<String, String> environment) {
    return TargetSettings.read(Source.of(settings), Overrides.in(environment));
  }

  /**
   * Where the scheduler is.
   *
   * @throws InvalidSurroundingsException with one sentence for each thing that is wrong
   */
  public Surroundings surroundings() {
    return SurroundingsSettings.read(Source.of(settings));
  }
}
