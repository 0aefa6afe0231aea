package dcos.kafka.scheduler.config.setting;

import dcos.kafka.scheduler.config.KafkaConfiguration;
import dcos.kafka.scheduler.config.TargetConfiguration;
import java.util.List;
import java.util.SortedMap;

/**
 * The settings of {@link KafkaConfiguration}, apart from the overrides, which are read by their
 * prefix.
 */
final class KafkaSettings {

  static final String SECTION = "kafkaConfiguration";

  private static final Section<KafkaConfiguration> SETTINGS =
      new Section<>(SECTION, TargetConfiguration::kafka);

  static final Setting<TargetConfiguration, String> VERSION_NAME =
      SETTINGS.setting(
          "kafkaVerName",
          "KAFKA_VER_NAME",
          ValueType.text(),
          KafkaConfiguration::versionName,
          OnChange.RESTART,
          "The directory that the archive of `KAFKA_URI` unpacks to.");

  static final Setting<TargetConfiguration, String> ZOOKEEPER =
      SETTINGS.setting(
          "kafkaZkUri",
          "KAFKA_ZOOKEEPER_URI",
          Ensemble.withPath(),
          KafkaConfiguration::zookeeper,
          OnChange.REFUSED,
          "The ensemble that brokers use; without a path `/dcos-service-<name>` is appended. By"
              + " default that of `MESOS_ZOOKEEPER_URI`.");

  static final Setting<TargetConfiguration, Boolean> ADVERTISE_HOST_IP =
      SETTINGS.setting(
          "kafkaAdvertiseHostIp",
          "KAFKA_ADVERTISE_HOST_IP",
          ValueType.bool(),
          KafkaConfiguration::advertiseHostIp,
          OnChange.RESTART,
          "Whether brokers advertise their agent's IP address rather than its host name.");

  static final List<Setting<TargetConfiguration, ?>> ALL =
      List.of(VERSION_NAME, ZOOKEEPER, ADVERTISE_HOST_IP);

  private KafkaSettings() {}

  /**
   * Reads the whole section.
   *
   * @param zookeeperRoot the path to append where only the ensemble was given
   */
  static KafkaConfiguration read(
      SettingReader reader,
      KafkaConfiguration defaults,
      String zookeeperRoot,
      SortedMap<String, String> overrides) {
    return new KafkaConfiguration(
        reader.read(VERSION_NAME, defaults.versionName()),
        reader
            .given(ZOOKEEPER)
            .map(given -> Ensemble.below(given, zookeeperRoot))
            .orElse(defaults.zookeeper()),
        reader.read(ADVERTISE_HOST_IP, defaults.advertiseHostIp()),
        overrides);
  }
}
