package dcos.kafka.scheduler.config.setting;

import dcos.kafka.scheduler.config.BrokerConfiguration;
import dcos.kafka.scheduler.config.DiskType;
import dcos.kafka.scheduler.config.StatsdConfiguration;
import dcos.kafka.scheduler.config.TargetConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The settings of {@link BrokerConfiguration}. */
final class BrokerSettings {

  static final String SECTION = "brokerConfiguration";

  private static final Section<BrokerConfiguration> SETTINGS =
      new Section<>(SECTION, TargetConfiguration::broker);

  static final Setting<TargetConfiguration, Double> CPUS =
      SETTINGS.setting(
          "cpus",
          "BROKER_CPUS",
          ValueType.cpus(),
          BrokerConfiguration::cpus,
          OnChange.RESIZE,
          "Shares of CPUs of each broker.");

  static final Setting<TargetConfiguration, Integer> MEM =
      SETTINGS.setting(
          "mem",
          "BROKER_MEM",
          ValueType.integer(1, Integer.MAX_VALUE),
          BrokerConfiguration::memMb,
          OnChange.RESIZE,
          "Memory of each broker in MB; what is above the heap is page cache.");

  static final Setting<TargetConfiguration, Integer> HEAP =
      SETTINGS.setting(
          "heap.sizeMb",
          "BROKER_HEAP_MB",
          ValueType.integer(0, Integer.MAX_VALUE),
          BrokerConfiguration::heapMb,
          OnChange.RESTART,
          "Heap of each broker's JVM in MB, at most `BROKER_MEM`. 0: 1024, but at most half of"
              + " `BROKER_MEM`.");

  static final Setting<TargetConfiguration, Integer> DISK =
      SETTINGS.setting(
          "disk",
          "BROKER_DISK",
          ValueType.integer(1, Integer.MAX_VALUE),
          BrokerConfiguration::diskMb,
          OnChange.REFUSED,
          "Size of each broker's data volume in MB.");

  static final Setting<TargetConfiguration, DiskType> DISK_TYPE =
      SETTINGS.setting(
          "diskType",
          "DISK_TYPE",
          ValueType.oneOf(DiskType.values(), DiskType::name),
          BrokerConfiguration::diskType,
          OnChange.REFUSED,
          "A share of the agent's own disk (ROOT) or a volume of its own (MOUNT).");

  static final Setting<TargetConfiguration, Integer> PORT =
      SETTINGS.setting(
          "port",
          "BROKER_PORT",
          ValueType.integer(0, 65535),
          BrokerConfiguration::port,
          OnChange.RESTART,
          "The port that brokers listen on; 0 for a random one inside 9092-10092. Exact with"
              + " placement NODE; with ANY a preference, and running brokers keep the port they have.");

  static final Setting<TargetConfiguration, String> KAFKA_URI =
      uri("kafkaUri", "KAFKA_URI", BrokerConfiguration::kafkaUri, "The Kafka distribution (tar).");

  static final Setting<TargetConfiguration, String> JAVA_URI =
      uri(
          "javaUri",
          "JAVA_URI",
          BrokerConfiguration::javaUri,
          "A Java runtime (tar); empty where agents have one.");

  static final Setting<TargetConfiguration, String> EXECUTOR_URI =
      uri(
          "executorUri",
          "EXECUTOR_URI",
          BrokerConfiguration::executorUri,
          "The program beside each broker (tar).");

  static final Setting<TargetConfiguration, String> STATSD_HOST =
      SETTINGS.setting(
          "statsd.host",
          "BROKER_STATSD_HOST",
          ValueType.text(),
          broker -> broker.statsd().host(),
          OnChange.RESTART,
          "Where brokers send their metrics by StatsD; empty for DC/OS' own receiver, where it has one.");

  static final Setting<TargetConfiguration, Integer> STATSD_PORT =
      SETTINGS.setting(
          "statsd.port",
          "BROKER_STATSD_PORT",
          ValueType.integer(0, 65535),
          broker -> broker.statsd().port(),
          OnChange.RESTART,
          "The UDP port there; 0 for none.");

  static final List<Setting<TargetConfiguration, ?>> ALL = all();

  private BrokerSettings() {}

  /** Reads the whole section; the heap follows from the memory where it was not given. */
  static BrokerConfiguration read(SettingReader reader, BrokerConfiguration defaults) {
    int mem = reader.read(MEM, defaults.memMb());
    BrokerConfiguration broker =
        new BrokerConfiguration(
            reader.read(CPUS, defaults.cpus()),
            mem,
            reader
                .given(HEAP)
                .filter(heap -> heap > 0)
                .orElseGet(() -> BrokerConfiguration.defaultHeapMb(mem)),
            reader.read(DISK, defaults.diskMb()),
            reader.read(DISK_TYPE, defaults.diskType()),
            reader.read(PORT, defaults.port()),
            reader.required(KAFKA_URI, defaults.kafkaUri()),
            reader.read(JAVA_URI, defaults.javaUri()),
            reader.required(EXECUTOR_URI, defaults.executorUri()),
            JmxSettings.read(reader, defaults.jmx()),
            new StatsdConfiguration(
                reader.read(STATSD_HOST, defaults.statsd().host()),
                reader.read(STATSD_PORT, defaults.statsd().port())));
    if (broker.heapMb() > mem) {
      reader.refuse(
          HEAP,
          "The heap ("
              + broker.heapMb()
              + " MB) is larger than the memory of a broker, BROKER_MEM ("
              + mem
              + " MB).");
    }
    if (broker.jmx().enabled()
        && broker.jmx().remote()
        && broker.jmx().remotePort() == broker.port()) {
      reader.refuse(
          JmxSettings.REMOTE_PORT, "It is the same as BROKER_PORT (" + broker.port() + ").");
    }
    if (broker.statsd().host().isEmpty() != (broker.statsd().port() == 0)) {
      reader.refuse(STATSD_HOST, "BROKER_STATSD_HOST and BROKER_STATSD_PORT need each other.");
    }
    return broker;
  }

  private static List<Setting<TargetConfiguration, ?>> all() {
    List<Setting<TargetConfiguration, ?>> all =
        new ArrayList<>(
            List.of(CPUS, MEM, HEAP, DISK, DISK_TYPE, PORT, KAFKA_URI, JAVA_URI, EXECUTOR_URI));
    all.addAll(JmxSettings.ALL);
    all.add(STATSD_HOST);
    all.add(STATSD_PORT);
    return List.copyOf(all);
  }

  private static Setting<TargetConfiguration, String> uri(
      String field, String variable, Function<BrokerConfiguration, String> get, String what) {
    return SETTINGS.setting(
        field,
        variable,
        ValueType.text(
            "URI for Mesos' fetcher",
            value ->
                value.chars().anyMatch(Character::isWhitespace)
                    ? Optional.of("\"" + value + "\" is not a URI: it has spaces in it.")
                    : Optional.empty()),
        get,
        OnChange.RESTART,
        what);
  }
}
