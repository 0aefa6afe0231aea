package dcos.kafka.scheduler.config.change;

import dcos.kafka.scheduler.config.ConfigurationReading;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.config.setting.TargetSettings;
import java.util.HashMap;
import java.util.Map;

/** Configurations as they come from environments that say little. */
final class Environments {

  private Environments() {}

  /** What the least environment means with some variables more. */
  static TargetConfiguration with(Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.putIfAbsent("FRAMEWORK_NAME", "kafka");
    environment.putIfAbsent("KAFKA_URI", "http://packages/kafka.tgz");
    environment.putIfAbsent("EXECUTOR_URI", "http://packages/executor.tgz");
    ConfigurationReading reading = TargetSettings.read(environment);
    if (reading instanceof ConfigurationReading.Valid valid) {
      return valid.configuration();
    }
    throw new AssertionError(reading);
  }
}
