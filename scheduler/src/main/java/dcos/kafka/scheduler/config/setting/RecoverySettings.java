package dcos.kafka.scheduler.config.setting;

import dcos.kafka.scheduler.config.RecoveryConfiguration;
import dcos.kafka.scheduler.config.TargetConfiguration;
import java.time.Duration;
import java.util.List;

/** The settings of {@link RecoveryConfiguration}. */
final class RecoverySettings {

  static final String SECTION = "recoveryConfiguration";

  private static final Section<RecoveryConfiguration> SETTINGS =
      new Section<>(SECTION, TargetConfiguration::recovery);

  static final Setting<TargetConfiguration, Boolean> ENABLE_REPLACEMENT =
      SETTINGS.setting(
          "enableReplacement",
          "ENABLE_REPLACEMENT",
          ValueType.bool(),
          RecoveryConfiguration::replacementEnabled,
          OnChange.NOTHING,
          "Whether a broker that failed for good is replaced unasked, without its data.");

  static final Setting<TargetConfiguration, Duration> GRACE_PERIOD =
      SETTINGS.setting(
          "recoverInPlaceGracePeriodSecs",
          "RECOVERY_GRACE_PERIOD_SEC",
          ValueType.seconds(0),
          RecoveryConfiguration::gracePeriod,
          OnChange.NOTHING,
          "How long a broker has to be down before it may be replaced.");

  static final Setting<TargetConfiguration, Duration> REPLACE_DELAY =
      SETTINGS.setting(
          "minDelayBetweenRecoveriesSecs",
          "REPLACE_DELAY_SEC",
          ValueType.seconds(0),
          RecoveryConfiguration::replaceDelay,
          OnChange.NOTHING,
          "How much time passes at least between two replacements.");

  static final Setting<TargetConfiguration, Boolean> REPLACE_LAST_IN_SYNC =
      SETTINGS.setting(
          "replaceLastInSync",
          "REPLACE_LAST_IN_SYNC",
          ValueType.bool(),
          RecoveryConfiguration::replaceLastInSync,
          OnChange.NOTHING,
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
}
