package dcos.kafka.scheduler.testing;

import dcos.kafka.scheduler.kafka.observation.BrokerReplicas;
import dcos.kafka.scheduler.kafka.observation.ClusterObservation;
import dcos.kafka.scheduler.kafka.observation.Partitions;
import dcos.kafka.scheduler.kafka.observation.Registration;
import dcos.kafka.scheduler.kafka.observation.Replication;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

/** What might be seen of a Kafka cluster. Each method gives another observation. */
public final class TestKafka {

  private static long transactions;

  private final boolean connected;
  private final TreeMap<Integer, Registration> registered;
  private final OptionalInt controller;
  private final TreeMap<Integer, BrokerReplicas> replicas;
  private final Partitions underReplicated;

  private TestKafka(
      boolean connected,
      TreeMap<Integer, Registration> registered,
      OptionalInt controller,
      TreeMap<Integer, BrokerReplicas> replicas,
      Partitions underReplicated) {
    this.connected = connected;
    this.registered = registered;
    this.controller = controller;
    this.replicas = replicas;
    this.underReplicated = underReplicated;
  }

  /** These brokers are registered, each anew, and in sync. */
  public static TestKafka registered(int... brokers) {
    TreeMap<Integer, Registration> registered = new TreeMap<>();
    for (int id : brokers) {
      transactions++;
      registered.put(
          id, new Registration(id, "10.0.0." + (id + 1), 9092, TestService.START, transactions));
    }
    return new TestKafka(true, registered, OptionalInt.empty(), new TreeMap<>(), Partitions.NONE);
  }

  /** With a controller. */
  public TestKafka controller(int broker) {
    return new TestKafka(connected, registered, OptionalInt.of(broker), replicas, underReplicated);
  }

  /** With partitions that have fewer in-sync replicas than replicas. */
  public TestKafka underReplicated(String... partitions) {
    return new TestKafka(connected, registered, controller, replicas, some(partitions));
  }

  /** With partitions that a broker has to catch up with. */
  public TestKafka catchingUp(int broker, String... partitions) {
    BrokerReplicas now = of(broker);
    return with(
        broker,
        new BrokerReplicas(
            partitions.length,
            some(partitions),
            now.wouldBlock(),
            now.cannotBeHelped(),
            now.onlyInSync()));
  }

  /** With partitions that would fall below their minimum without a broker. */
  public TestKafka belowMinimumWithout(int broker, String... partitions) {
    BrokerReplicas now = of(broker);
    return with(
        broker,
        new BrokerReplicas(
            partitions.length,
            now.outOfSync(),
            some(partitions),
            now.cannotBeHelped(),
            now.onlyInSync()));
  }

  /** With partitions that fall below their minimum whenever a broker stops. */
  public TestKafka cannotBeHelped(int broker, String... partitions) {
    BrokerReplicas now = of(broker);
    return with(
        broker,
        new BrokerReplicas(
            partitions.length,
            now.outOfSync(),
            now.wouldBlock(),
            some(partitions),
            now.onlyInSync()));
  }

  /** With partitions of which only this broker has all the data. */
  public TestKafka onlyInSync(int broker, String... partitions) {
    BrokerReplicas now = of(broker);
    return with(
        broker,
        new BrokerReplicas(
            partitions.length,
            now.outOfSync(),
            now.wouldBlock(),
            now.cannotBeHelped(),
            some(partitions)));
  }

  private TestKafka with(int broker, BrokerReplicas now) {
    TreeMap<Integer, BrokerReplicas> more = new TreeMap<>(replicas);
    more.put(broker, now);
    return new TestKafka(connected, registered, controller, more, underReplicated);
  }

  private BrokerReplicas of(int broker) {
    return replicas.getOrDefault(broker, BrokerReplicas.NONE);
  }

  private static Partitions some(String... partitions) {
    return new Partitions(partitions.length, List.of(partitions));
  }

  /** The same, but ZooKeeper doesn't answer. */
  public ClusterObservation disconnected() {
    return new ClusterObservation(false, registered, controller, known());
  }

  /** The same, but nobody could say what is in sync. */
  public ClusterObservation unknown(String why) {
    return new ClusterObservation(true, registered, controller, new Replication.Unknown(why));
  }

  /** The observation. */
  public ClusterObservation seen() {
    return new ClusterObservation(connected, registered, controller, known());
  }

  private Replication known() {
    return new Replication.Known(10, underReplicated, Partitions.NONE, replicas);
  }
}
