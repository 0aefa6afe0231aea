package dcos.kafka.scheduler.simulation;

import dcos.kafka.scheduler.config.BrokerConfiguration;
import dcos.kafka.scheduler.config.DeployStrategy;
import dcos.kafka.scheduler.config.DiskType;
import dcos.kafka.scheduler.config.PlacementStrategy;
import dcos.kafka.scheduler.config.RecoveryConfiguration;
import dcos.kafka.scheduler.config.RolloutGate;
import dcos.kafka.scheduler.config.ServiceConfiguration;
import dcos.kafka.scheduler.config.TargetConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What a run is about, drawn from its seed: how large the cluster is, how it is configured, and how
 * much goes wrong for how long.
 *
 * @param spread whether each machine takes one broker
 * @param faults whether anything goes wrong at all
 * @param events for how long, in events that the core handles
 * @param crashes how likely the scheduler dies at each point where it may
 * @param unconfirmedWrites how likely ZooKeeper doesn't say what became of a write
 * @param lateRescinds how likely an offer is gone when its ACCEPT arrives
 * @param lostAccepts how likely an agent doesn't hear of what was accepted
 * @param troubledSettings how likely each of: Kafka isn't asked, refuses, isn't heard
 */
record Scenario(
    TargetConfiguration configuration,
    int agents,
    boolean spread,
    boolean mounts,
    String masterVersion,
    boolean faults,
    int events,
    double crashes,
    double unconfirmedWrites,
    double lateRescinds,
    double lostAccepts,
    double troubledSettings,
    double repeats,
    double lostKills,
    double brokerCrashes,
    long faultEvery,
    long commandEvery,
    int topics,
    long slowestStart,
    long slowestCatchUp,
    long slowestObservation) {

  /** So many events a run has at least. */
  static final int FEWEST_EVENTS = 300;

  /** Kafka's options that operators edit; of these, two can be changed without a restart. */
  static final List<String> OPTIONS = List.of("broker.rack", "log.retention.ms", "num.io.threads");

  static Scenario drawn(Timeline random) {
    int brokers = (int) random.between(1, 5);
    boolean spread = random.chance(0.3);
    boolean node = spread && random.chance(0.6);
    boolean mounts = random.chance(0.25);
    boolean faults = random.chance(0.95);
    int agents = (spread ? brokers + 2 : 2) + (int) random.between(0, 3);
    TargetConfiguration defaults = TargetConfiguration.defaults("kafka", "zk:2181");
    ServiceConfiguration service = defaults.service();
    DeployStrategy strategy = strategy(random);
    RolloutGate gate = random.chance(0.85) ? RolloutGate.ON : RolloutGate.OFF;
    TargetConfiguration configuration =
        defaults
            .with(
                new ServiceConfiguration(
                    service.name(),
                    service.user(),
                    service.principal(),
                    service.role(),
                    brokers,
                    node ? PlacementStrategy.NODE : PlacementStrategy.ANY,
                    spread && !node ? "hostname:UNIQUE" : "",
                    service.phaseStrategy(),
                    strategy,
                    gate))
            .with(broker(defaults.broker(), 1.0, random, mounts))
            .with(recovery(random));
    return new Scenario(
        configuration,
        agents,
        spread,
        mounts,
        random.chance(0.85) ? "1.11.0" : "1.7.2",
        faults,
        (int) random.between(FEWEST_EVENTS, FEWEST_EVENTS + 60),
        faults ? oneOf(random, 0, 0.002, 0.01, 0.03) : 0,
        faults ? oneOf(random, 0, 0.01) : 0,
        faults ? oneOf(random, 0, 0.05) : 0,
        faults ? oneOf(random, 0, 0.05) : 0,
        faults ? oneOf(random, 0, 0.2, 0.4) : 0,
        faults ? oneOf(random, 0, 0.05) : 0,
        faults ? oneOf(random, 0, 0.3) : 0,
        faults ? oneOf(random, 0, 0, 0.1, 0.5) : 0,
        random.between(20, 120) * 1_000,
        random.between(20, 150) * 1_000,
        (int) random.between(0, 3),
        random.between(2_000, 40_000),
        random.between(2_000, 90_000),
        random.between(200, 5_000));
  }

  private static double oneOf(Timeline random, double... values) {
    return values[random.index(values.length)];
  }

  private static BrokerConfiguration broker(
      BrokerConfiguration from, double cpus, Timeline random, boolean mounts) {
    return new BrokerConfiguration(
        cpus,
        from.memMb(),
        from.heapMb(),
        from.diskMb(),
        mounts ? DiskType.MOUNT : DiskType.ROOT,
        random.chance(0.2) ? 0 : Bundle.FIRST_PORT + (int) random.between(0, 2),
        from.kafkaUri(),
        from.javaUri(),
        from.executorUri(),
        from.jmx(),
        from.statsd());
  }

  /** Every other service replaces brokers unasked, most of them more hastily than is wise. */
  private static RecoveryConfiguration recovery(Timeline random) {
    return new RecoveryConfiguration(
        random.chance(0.5),
        Duration.ofSeconds(random.between(0, 300)),
        Duration.ofSeconds(random.between(0, 900)),
        random.chance(0.1));
  }

  /** The same service after somebody edited its environment, in one way or in several. */
  TargetConfiguration edited(TargetConfiguration from, World world) {
    TargetConfiguration next = from;
    do {
      next = edited(next, kind(world.timeline), world);
    } while (world.timeline.chance(0.3));
    return next;
  }

  /** Kafka's options are edited most, and what is refused least. */
  private static Edit kind(Timeline random) {
    return switch (random.index(20)) {
      case 0 -> Edit.MORE_CPUS;
      case 1 -> Edit.LESS_CPUS;
      case 2 -> Edit.MORE_MEM;
      case 3 -> Edit.LESS_MEM;
      case 4, 5 -> Edit.STRATEGY;
      case 6 -> Edit.COUNT_UP;
      case 7 -> random.chance(0.6) ? Edit.COUNT_DOWN : Edit.DISK;
      case 8 -> Edit.GATE;
      case 9 -> Edit.RECOVERY;
      case 10, 11, 12, 13, 14 -> Edit.DYNAMIC_OPTION;
      case 15, 16 -> Edit.BACK_TO_THE_FIRST;
      default -> Edit.OPTION;
    };
  }

  private TargetConfiguration edited(TargetConfiguration from, Edit edit, World world) {
    Timeline random = world.timeline;
    world.tally.add(edit);
    return switch (edit) {
      case MORE_CPUS -> from.with(resized(from.broker(), 0.1, 0, 0));
      case LESS_CPUS -> from.with(resized(from.broker(), -0.1, 0, 0));
      case MORE_MEM -> from.with(resized(from.broker(), 0, 256, 0));
      case LESS_MEM -> from.with(resized(from.broker(), 0, -256, 0));
      case DISK -> from.with(resized(from.broker(), 0, 0, 100));
      case STRATEGY -> from.with(service(from, strategy(random), from.service().rolloutGate()));
      case COUNT_UP -> from.with(count(from.service(), 1));
      case COUNT_DOWN -> from.with(count(from.service(), -1));
      case GATE ->
          from.with(
              service(
                  from,
                  from.service().deployStrategy(),
                  RolloutGate.values()[random.index(RolloutGate.values().length)]));
      case RECOVERY -> from.with(recovery(random));
      case DYNAMIC_OPTION ->
          random.chance(0.6)
              ? override(from, "log.retention.ms", random.between(1, 3) * 1_000, random)
              : override(from, "num.io.threads", 4L << random.index(4), random);
      case OPTION -> override(from, "broker.rack", random.between(1, 1_000_000), random);
      case BACK_TO_THE_FIRST -> configuration;
      case UNREADABLE -> from;
    };
  }

  /** Sets one of Kafka's own options, or drops it. */
  private static TargetConfiguration override(
      TargetConfiguration from, String name, long value, Timeline random) {
    Map<String, String> overrides = new TreeMap<>(from.kafka().overrides());
    if (random.chance(0.3)) {
      overrides.remove(name);
    } else {
      overrides.put(name, Long.toString(value));
    }
    return from.with(from.kafka().withOverrides(overrides));
  }

  private static BrokerConfiguration resized(
      BrokerConfiguration broker, double cpus, int mem, int disk) {
    return new BrokerConfiguration(
        Math.max(0.5, broker.cpus() + cpus),
        Math.max(1_536, broker.memMb() + mem),
        broker.heapMb(),
        broker.diskMb() + disk,
        broker.diskType(),
        broker.port(),
        broker.kafkaUri(),
        broker.javaUri(),
        broker.executorUri(),
        broker.jmx(),
        broker.statsd());
  }

  private static DeployStrategy strategy(Timeline random) {
    return DeployStrategy.values()[random.index(DeployStrategy.values().length)];
  }

  private static ServiceConfiguration service(
      TargetConfiguration from, DeployStrategy strategy, RolloutGate gate) {
    ServiceConfiguration service = from.service();
    return new ServiceConfiguration(
        service.name(),
        service.user(),
        service.principal(),
        service.role(),
        service.count(),
        service.placementStrategy(),
        service.placementConstraint(),
        service.phaseStrategy(),
        strategy,
        gate);
  }

  private ServiceConfiguration count(ServiceConfiguration service, int more) {
    return new ServiceConfiguration(
        service.name(),
        service.user(),
        service.principal(),
        service.role(),
        Math.min(mostBrokers(), Math.max(1, service.count() + more)),
        service.placementStrategy(),
        service.placementConstraint(),
        service.phaseStrategy(),
        service.deployStrategy(),
        service.rolloutGate());
  }

  /** More would not find a place for themselves and for one that is replaced. */
  private int mostBrokers() {
    int brokers = configuration.service().count();
    return spread ? Math.min(brokers + 1, agents - 1) : brokers + 1;
  }

  /** How many machines must not be lost for ever. */
  int machinesNeeded() {
    return spread ? mostBrokers() + 1 : 2;
  }

  /**
   * After how many events an operator uninstalls the service; empty in most runs. Follows from what
   * is drawn anyway, so that the others are what they were without.
   */
  OptionalInt uninstallsAfter() {
    return commandEvery / 1_000 % 6 == 0
        ? OptionalInt.of((int) (events / 10 * (5 + slowestStart % 6)))
        : OptionalInt.empty();
  }

  /** Whether the master can drain agents. */
  boolean drains() {
    return !masterVersion.startsWith("1.7");
  }

  String role() {
    return configuration.service().role();
  }

  long slowestFetch() {
    return 8_000;
  }

  long slowestStop() {
    return 12_000;
  }

  long slowestReregistration() {
    return 8_000;
  }

  /** A machine that has room for a few brokers. */
  Bundle machine(int number) {
    Bundle bundle = new Bundle(role());
    bundle.cpus = 32;
    bundle.mem = 64_000;
    bundle.disk = 120_000;
    bundle.ports = 0xffff;
    if (mounts) {
      for (int disk = 0; disk < 8; disk++) {
        bundle.mounts.put("/dcos/volume" + disk, 6_000.0 + 1_000 * disk + number);
      }
    }
    return bundle;
  }
}
