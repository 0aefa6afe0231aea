package dcos.kafka.scheduler.config.setting;

import dcos.kafka.scheduler.config.HealthCheckConfiguration;
import dcos.kafka.scheduler.config.TargetConfiguration;
import java.time.Duration;
import java.util.List;

/**
 * The settings of {@link HealthCheckConfiguration}; Mesos takes a check only with the launch, hence
 * the restart.
 */
final class HealthCheckSettings {

  static final String SECTION = "healthCheckConfiguration";

  private static final Section<HealthCheckConfiguration> SETTINGS =
      new Section<>(SECTION, TargetConfiguration::healthCheck);

  static final Setting<TargetConfiguration, Boolean> ENABLED =
      SETTINGS.setting(
          "enabled",
          "ENABLE_BROKER_HEALTH_CHECK",
          ValueType.bool(),
          HealthCheckConfiguration::enabled,
          OnChange.RESTART,
          "Whether brokers that run are checked for whether they work.");

  static final Setting<TargetConfiguration, Duration> DELAY =
      SETTINGS.setting(
          "delaySecs",
          "BROKER_HEALTH_CHECK_DELAY_SEC",
          ValueType.seconds(0),
          HealthCheckConfiguration::delay,
          OnChange.RESTART,
          "How long after its start a broker is first checked.");

  static final Setting<TargetConfiguration, Duration> INTERVAL =
      SETTINGS.setting(
          "intervalSecs",
          "BROKER_HEALTH_CHECK_INTERVAL_SEC",
          ValueType.seconds(1),
          HealthCheckConfiguration::interval,
          OnChange.RESTART,
          "Time between two checks.");

  static final Setting<TargetConfiguration, Duration> TIMEOUT =
      SETTINGS.setting(
          "timeoutSecs",
          "BROKER_HEALTH_CHECK_TIMEOUT_SEC",
          ValueType.seconds(1),
          HealthCheckConfiguration::timeout,
          OnChange.RESTART,
          "How long a check may take before it counts as failed.");

  static final Setting<TargetConfiguration, Duration> GRACE =
      SETTINGS.setting(
          "gracePeriodSecs",
          "BROKER_HEALTH_CHECK_GRACE_SEC",
          ValueType.seconds(0),
          HealthCheckConfiguration::grace,
          OnChange.RESTART,
          "How long after the delay failed checks do not count yet.");

  static final Setting<TargetConfiguration, Integer> MAX_FAILURES =
      SETTINGS.setting(
          "maxConsecutiveFailures",
          "BROKER_HEALTH_CHECK_MAX_FAILURES",
          ValueType.integer(1, Integer.MAX_VALUE),
          HealthCheckConfiguration::maxFailures,
          OnChange.RESTART,
          "After how many failed checks in a row a broker is stopped.");

  static final List<Setting<TargetConfiguration, ?>> ALL =
      List.of(ENABLED, DELAY, INTERVAL, TIMEOUT, GRACE, MAX_FAILURES);

  private HealthCheckSettings() {}

  /** Reads the whole section. */
  static HealthCheckConfiguration read(SettingReader reader, HealthCheckConfiguration defaults) {
    return new HealthCheckConfiguration(
        reader.read(ENABLED, defaults.enabled()),
        reader.read(DELAY, defaults.delay()),
        reader.read(INTERVAL, defaults.interval()),
        reader.read(TIMEOUT, defaults.timeout()),
        reader.read(GRACE, defaults.grace()),
        reader.read(MAX_FAILURES, defaults.maxFailures()));
  }
}
