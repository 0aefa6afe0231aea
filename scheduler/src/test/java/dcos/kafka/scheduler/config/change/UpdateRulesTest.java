package dcos.kafka.scheduler.config.change;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.config.ValidationError;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateRulesTest {

  private final TargetConfiguration inForce =
      Environments.with(Map.of("KAFKA_ZOOKEEPER_URI", "a:1", "FRAMEWORK_PRINCIPAL", "me"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BROKER_COUNT | 2 | Decreasing this value (from 3 to 2) is not supported.",
        "FRAMEWORK_PRINCIPAL | you | Changing this value (from me to you) is not supported.",
        "USER | nobody | Changing this value (from root to nobody) is not supported.",
        "BROKER_DISK | 6000 | Changing this value (from 5000 to 6000) is not supported.",
        "DISK_TYPE | MOUNT | Changing this value (from ROOT to MOUNT) is not supported.",
        "PLACEMENT_STRATEGY | NODE | Changing this value (from ANY to NODE) is not supported.",
        "KAFKA_ZOOKEEPER_URI | b:1 | Changing this value (from a:1/dcos-service-kafka to b:1/dcos-service-kafka) is not supported.",
      })
  void someChangesAreRefused(String variable, String value, String message) {
    assertThat(UpdateRules.refusals(inForce, changed(Map.of(variable, value))))
        .containsExactly(new ValidationError(variable, message));
  }

  @Test
  void theNameCannotChange() {
    TargetConfiguration renamed =
        changed(Map.of("FRAMEWORK_NAME", "other", "KAFKA_ZOOKEEPER_URI", "a:1/dcos-service-kafka"));

    assertThat(UpdateRules.refusals(inForce, renamed))
        .extracting(ValidationError::text)
        .containsExactly(
            "Validation error on field \"FRAMEWORK_NAME\": Changing this value (from kafka to other)"
                + " is not supported.");
  }

  @Test
  void allRefusalsAreSaidAtOnce() {
    TargetConfiguration changed =
        changed(Map.of("BROKER_COUNT", "1", "DISK_TYPE", "MOUNT", "BROKER_DISK", "1"));

    assertThat(UpdateRules.refusals(inForce, changed))
        .extracting(ValidationError::field)
        .containsExactly("BROKER_COUNT", "BROKER_DISK", "DISK_TYPE");
  }

  @ParameterizedTest
  @CsvSource({
    "BROKER_COUNT, 4",
    "BROKER_COUNT, 3",
    "BROKER_MEM, 4096",
    "BROKER_CPUS, 2",
    "BROKER_PORT, 0",
    "DEPLOY_STRATEGY, parallel",
    "PLACEMENT_CONSTRAINT, hostname:UNIQUE",
    "KAFKA_VER_NAME, kafka_2.12-2.5.0",
    "KAFKA_OVERRIDE_LOG_RETENTION_HOURS, 100",
    "ENABLE_REPLACEMENT, true"
  })
  void otherChangesAreNot(String variable, String value) {
    assertThat(UpdateRules.refusals(inForce, changed(Map.of(variable, value)))).isEmpty();
  }

  private static TargetConfiguration changed(Map<String, String> variables) {
    Map<String, String> all =
        new HashMap<>(Map.of("KAFKA_ZOOKEEPER_URI", "a:1", "FRAMEWORK_PRINCIPAL", "me"));
    all.putAll(variables);
    return Environments.with(all);
  }
}
