package dcos.kafka.scheduler.config;

/**
 * What each broker gets of its agent, and from where its programs come.
 *
 * @param cpus shares of a CPU for the broker's task, more than 0
 * @param memMb memory of the broker's task in MB, at least {@code heapMb}; what is above the heap
 *     is Kafka's page cache
 * @param heapMb heap of the broker's JVM in MB, at least 1
 * @param diskMb size of the data volume in MB, at least 1; never changes
 * @param diskType the kind of disk; never changes
 * @param port the port that brokers listen on, 1 to 65535, or 0 for a random free one inside
 *     9092-10092. Exact with placement {@link PlacementStrategy#NODE}, a preference with {@link
 *     PlacementStrategy#ANY}
 * @param kafkaUri where the Kafka distribution comes from (a tar archive)
 * @param javaUri where a Java runtime comes from (a tar archive), empty when the agent has one
 * @param executorUri where the executor comes from (a tar archive)
 * @param jmx whether and how the broker's JVM offers JMX
 * @param statsd where the broker's metrics are sent
 */
public record BrokerConfiguration(
    double cpus,
    int memMb,
    int heapMb,
    int diskMb,
    DiskType diskType,
    int port,
    String kafkaUri,
    String javaUri,
    String executorUri,
    JmxConfiguration jmx,
    StatsdConfiguration statsd) {

  /** The lowest port of the range that random ports come from. */
  public static final int RANDOM_PORT_FIRST = 9092;

  /** The highest port of the range that random ports come from. */
  public static final int RANDOM_PORT_LAST = 10092;

  /** Heap where nobody says another one, as far as the memory allows it: {@link #defaultHeapMb}. */
  public static final int DEFAULT_HEAP_MB = 1024;

  /**
   * A broker of which nothing is said; the URIs are empty and have to be given before anything can
   * be launched.
   */
  public static BrokerConfiguration defaults() {
    return new BrokerConfiguration(
        1.0,
        2048,
        DEFAULT_HEAP_MB,
        5000,
        DiskType.ROOT,
        9092,
        "",
        "",
        "",
        JmxConfiguration.defaults(),
        StatsdConfiguration.defaults());
  }

  /** This section with another port. */
  public BrokerConfiguration withPort(int other) {
    return new BrokerConfiguration(
        cpus, memMb, heapMb, diskMb, diskType, other, kafkaUri, javaUri, executorUri, jmx, statsd);
  }

  /** This section with another JMX section. */
  public BrokerConfiguration withJmx(JmxConfiguration other) {
    return new BrokerConfiguration(
        cpus, memMb, heapMb, diskMb, diskType, port, kafkaUri, javaUri, executorUri, other, statsd);
  }

  /** This section with another receiver of metrics. */
  public BrokerConfiguration withStatsd(StatsdConfiguration other) {
    return new BrokerConfiguration(
        cpus, memMb, heapMb, diskMb, diskType, port, kafkaUri, javaUri, executorUri, jmx, other);
  }

  /**
   * The heap of a broker for which only the memory was given: {@value #DEFAULT_HEAP_MB} MB, but at
   * most half of the memory, so that the documented minimal installation (512 MB) is valid as it
   * stands.
   *
   * @param memMb the memory of the broker's task in MB
   */
  public static int defaultHeapMb(int memMb) {
    return Math.max(1, Math.min(DEFAULT_HEAP_MB, memMb / 2));
  }
}
