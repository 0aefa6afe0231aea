package dcos.kafka.scheduler.config.setting;

import dcos.kafka.scheduler.config.RecoveryConfiguration;
import dcos.kafka.scheduler.config.TargetConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The settings of {@link RecoveryConfiguration}. */
final class RecoverySettings {

  static final String SECTION = "recoveryConfiguration";

  static final Setting<TargetConfiguration, Boolean> ENABLE_REPLACEMENT =
      setting(
          "enableReplacement",
          "ENABLE_REPLACEMENT",
          ValueType.bool(),
          RecoveryConfiguration::replacementEnabled,
          "Whether a broker that failed for good is replaced unasked, without its data.");

  static final Setting<TargetConfiguration, Duration> GRACE_PERIOD =
      setting(
          "recoverInPlaceGracePeriodSecs",
          "RECOVERY_GRACE_PERIOD_SEC",
          ValueType.seconds(0),
          RecoveryConfiguration::gracePeriod,
          "How long a broker has to be down before it may be replaced.");

  static final Setting<TargetConfiguration, Duration> REPLACE_DELAY =
      setting(
          "minDelayBetweenRecoveriesSecs",
          "REPLACE_DELAY_SEC",
          ValueType.seconds(0),
          RecoveryConfiguration::replaceDelay,
          "How much time passes at least between two replacements.");

  static final Setting<TargetConfiguration, Boolean> REPLACE_LAST_IN_SYNC =
      setting(
          "replaceLastInSync",
          "REPLACE_LAST_IN_SYNC",
          ValueType.bool(),
          RecoveryConfiguration::replaceLastInSync,
          "Whether a broker is replaced unasked even where it has the only in-sync copy of a"
              + " partition, which is lost then.");

  static final List<Setting<TargetConfiguration, ?>> ALL =
      List.of(ENABLE_REPLACEMENT, GRACE_PERIOD, REPLACE_DELAY, REPLACE_LAST_IN_SYNC);

  private RecoverySettings() {}

  /** Reads the whole section. */
  static RecoveryConfiguration read(SettingReader reader, RecoveryConfiguration defaults) {
    return new RecoveryConfiguration(
        reader.read(ENABLE_REPLACEMENT, defaults.replacementEnabled()),
        reader.read(GRACE_PERIOD, defaults.gracePeriod()),
        reader.read(REPLACE_DELAY, defaults.replaceDelay()),
        reader.read(REPLACE_LAST_IN_SYNC, defaults.replaceLastInSync()));
  }

  private static <T> Setting<TargetConfiguration, T> setting(
      String field,
      String variable,
      ValueType<T> type,
      Function<RecoveryConfiguration, T> get,
      String description) {
    return Setting.of(
        SECTION + "." + field,
        variable,
        type,
        get.compose(TargetConfiguration::recovery),
        OnChange.NOTHING,
        description);
  }
}
