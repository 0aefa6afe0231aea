package dcos.kafka.scheduler.config;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What Kafka itself is told.
 *
 * @param versionName the directory that the Kafka distribution unpacks to, such as {@code
 *     kafka_2.11-2.4.1}
 * @param zookeeper what brokers connect to: {@code host:port[,host:port…]/path}; never changes
 * @param advertiseHostIp whether brokers advertise their agent's IP address rather than its host
 *     name
 * @param overrides Kafka's own options by Kafka's own name ({@code log.retention.hours}),
 *     ascending; never one of those that the service sets itself
 */
public record KafkaConfiguration(
    String versionName,
    String zookeeper,
    boolean advertiseHostIp,
    SortedMap<String, String> overrides) {

  /** The version that the package ships, and the one that is meant where none is said. */
  public static final String DEFAULT_VERSION_NAME = "kafka_2.11-2.4.1";

  /** Keeps a copy of the overrides that nobody can change. */
  public KafkaConfiguration {
    overrides = Collections.unmodifiableSortedMap(new TreeMap<>(overrides));
  }

  /**
   * Kafka of which nothing is said.
   *
   * @param zookeeper what brokers connect to, with its path
   */
  public static KafkaConfiguration defaults(String zookeeper) {
    return new KafkaConfiguration(DEFAULT_VERSION_NAME, zookeeper, true, new TreeMap<>());
  }

  /** This section with other overrides. */
  public KafkaConfiguration withOverrides(Map<String, String> other) {
    return new KafkaConfiguration(versionName, zookeeper, advertiseHostIp, new TreeMap<>(other));
  }

  /** Without the values of the overrides, for there may be passwords amongst them. */
  @Override
  public String toString() {
    return "KafkaConfiguration[versionName="
        + versionName
        + ", zookeeper="
        + zookeeper
        + ", advertiseHostIp="
        + advertiseHostIp
        + ", overrides of "
        + overrides.keySet()
        + "]";
  }
}
