package dcos.kafka.scheduler.config.setting;

import dcos.kafka.scheduler.config.HealthCheckConfiguration;
import dcos.kafka.scheduler.config.TargetConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * The settings of {@link HealthCheckConfiguration}; Mesos takes a check only with the launch, hence
 * the restart.
 */
final class HealthCheckSettings {

  static final String SECTION = "healthCheckConfiguration";

  static final Setting<TargetConfiguration, Boolean> ENABLED =
      setting(
          "enabled",
          "ENABLE_BROKER_HEALTH_CHECK",
          ValueType.bool(),
          HealthCheckConfiguration::enabled,
          "Whether brokers that run are checked for whether they work.");

  static final Setting<TargetConfiguration, Duration> DELAY =
      setting(
          "delaySecs",
          "BROKER_HEALTH_CHECK_DELAY_SEC",
          ValueType.seconds(0),
          HealthCheckConfiguration::delay,
          "How long after its start a broker is first checked.");

  static final Setting<TargetConfiguration, Duration> INTERVAL =
      setting(
          "intervalSecs",
          "BROKER_HEALTH_CHECK_INTERVAL_SEC",
          ValueType.seconds(1),
          HealthCheckConfiguration::interval,
          "Time between two checks.");

  static final Setting<TargetConfiguration, Duration> TIMEOUT =
      setting(
          "timeoutSecs",
          "BROKER_HEALTH_CHECK_TIMEOUT_SEC",
          ValueType.seconds(1),
          HealthCheckConfiguration::timeout,
          "How long a check may take before it counts as failed.");

  static final Setting<TargetConfiguration, Duration> GRACE =
      setting(
          "gracePeriodSecs",
          "BROKER_HEALTH_CHECK_GRACE_SEC",
          ValueType.seconds(0),
          HealthCheckConfiguration::grace,
          "How long after the delay failed checks do not count yet.");

  static final Setting<TargetConfiguration, Integer> MAX_FAILURES =
      setting(
          "maxConsecutiveFailures",
          "BROKER_HEALTH_CHECK_MAX_FAILURES",
          ValueType.integer(1, Integer.MAX_VALUE),
          HealthCheckConfiguration::maxFailures,
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

  private static <T> Setting<TargetConfiguration, T> setting(
      String field,
      String variable,
      ValueType<T> type,
      Function<HealthCheckConfiguration, T> get,
      String description) {
    return Setting.of(
        SECTION + "." + field,
        variable,
        type,
        get.compose(TargetConfiguration::healthCheck),
        OnChange.RESTART,
        description);
  }
}
