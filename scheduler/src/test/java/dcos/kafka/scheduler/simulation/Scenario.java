package dcos.kafka.scheduler.simulation;

import dcos.kafka.scheduler.config.BrokerConfiguration;
import dcos.kafka.scheduler.config.DeployStrategy;
import dcos.kafka.scheduler.config.DiskType;
import dcos.kafka.scheduler.config.PlacementStrategy;
import dcos.kafka.scheduler.config.RolloutGate;
import dcos.kafka.scheduler.config.ServiceConfiguration;
import dcos.kafka.scheduler.config.TargetConfiguration;
import java.util.Map;

/**
 * What a run is about, drawn from its seed: how large the cluster is, how it is configured, and how
 * much goes wrong for how long.
 *
 * @param faults whether anything goes wrong at all
 * @param duration for how long, in ms of virtual time
 * @param crashes how likely the scheduler dies at each point where it may
 */
record Scenario(
    TargetConfiguration configuration,
    int agents,
    boolean mounts,
    String masterVersion,
    boolean faults,
    long duration,
    double crashes,
    double repeats,
    double lostKills,
    double brokerCrashes,
    long faultEvery,
    long commandEvery,
    int topics,
    long slowestStart,
    long slowestCatchUp,
    long slowestObservation) {

  private static final int MINUTE = 60_000;

  static Scenario drawn(Timeline random) {
    int brokers = (int) random.between(1, 5);
    boolean node = random.chance(0.3);
    boolean mounts = random.chance(0.25);
    boolean faults = random.chance(0.95);
    int agents = (node ? brokers + 2 : 2) + (int) random.between(0, 3);
    TargetConfiguration defaults = TargetConfiguration.defaults("kafka", "zk:2181");
    ServiceConfiguration service = defaults.service();
    DeployStrategy strategy = DeployStrategy.values()[random.index(DeployStrategy.values().length)];
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
                    "",
                    service.phaseStrategy(),
                    strategy,
                    gate))
            .with(broker(defaults.broker(), 1.0, random, mounts));
    return new Scenario(
        configuration,
        agents,
        mounts,
        random.chance(0.85) ? "1.11.0" : "1.7.2",
        faults,
        random.between(30, 60) * MINUTE,
        faults ? oneOf(random, 0, 0.002, 0.01, 0.03) : 0,
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

  /** The same service after somebody edited its environment. */
  TargetConfiguration edited(TargetConfiguration from, Timeline random) {
    BrokerConfiguration broker = from.broker();
    return switch (random.index(6)) {
      case 0 ->
          from.with(
              new BrokerConfiguration(
                  broker.cpus() + 0.1,
                  broker.memMb(),
                  broker.heapMb(),
                  broker.diskMb(),
                  broker.diskType(),
                  broker.port(),
                  broker.kafkaUri(),
                  broker.javaUri(),
                  broker.executorUri(),
                  broker.jmx(),
                  broker.statsd()));
      case 1 -> from.with(strategy(from.service(), random));
      case 2 -> from.with(count(from.service(), random.chance(0.3) ? -1 : 1));
      default ->
          from.with(
              from.kafka()
                  .withOverrides(
                      Map.of("broker.rack", Long.toString(random.between(1, 1_000_000)))));
    };
  }

  private static ServiceConfiguration strategy(ServiceConfiguration service, Timeline random) {
    return new ServiceConfiguration(
        service.name(),
        service.user(),
        service.principal(),
        service.role(),
        service.count(),
        service.placementStrategy(),
        service.placementConstraint(),
        service.phaseStrategy(),
        DeployStrategy.values()[random.index(DeployStrategy.values().length)],
        service.rolloutGate());
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
    return configuration.service().placementStrategy() == PlacementStrategy.NODE
        ? Math.min(brokers + 1, agents - 1)
        : brokers + 1;
  }

  /** How many machines must not be lost for ever. */
  int machinesNeeded() {
    return configuration.service().placementStrategy() == PlacementStrategy.NODE
        ? mostBrokers() + 1
        : 2;
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
