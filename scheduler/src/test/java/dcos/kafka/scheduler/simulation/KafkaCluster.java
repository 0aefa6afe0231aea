package dcos.kafka.scheduler.simulation;

import dcos.kafka.scheduler.core.Effect;
import dcos.kafka.scheduler.core.Event;
import dcos.kafka.scheduler.kafka.observation.BrokerReplicas;
import dcos.kafka.scheduler.kafka.observation.ClusterObservation;
import dcos.kafka.scheduler.kafka.observation.Partitions;
import dcos.kafka.scheduler.kafka.observation.Registration;
import dcos.kafka.scheduler.kafka.observation.Replication;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Kafka: which brokers are registered, and which replicas are in sync. A broker starts slowly,
 * registers when nobody else is registered under its id, then catches up; one that stops in order
 * leaves at once, one that dies stays registered until its session ends.
 */
final class KafkaCluster {

  private static final long SESSION = 6_000;

  /** A registered broker. */
  private static final class Member {
    final Execution execution;
    final long since;
    boolean alive = true;

    Member(Execution execution, long since) {
      this.execution = execution;
      this.since = since;
    }
  }

  /** A partition; each in-sync replica with the volume that it is on. */
  static final class Partition {
    final String name;
    final List<Integer> replicas;
    final int minimum;
    final Map<Integer, String> inSync = new TreeMap<>();

    Partition(String name, List<Integer> replicas, int minimum) {
      this.name = name;
      this.replicas = replicas;
      this.minimum = minimum;
    }

    /** Whether it has replicas to spare. */
    boolean canBeHelped() {
      return replicas.size() > minimum;
    }
  }

  private final World world;
  private final SortedMap<Integer, Member> members = new TreeMap<>();
  private final List<Partition> partitions = new ArrayList<>();

  /** Settings that brokers were given while they ran, by broker; they win, and survive restarts. */
  private final SortedMap<Integer, SortedMap<String, String>> dynamic = new TreeMap<>();

  private OptionalInt controller = OptionalInt.empty();
  private long transactions;
  private long disturbed = Long.MIN_VALUE / 2;
  private boolean scheduled;

  KafkaCluster(World world) {
    this.world = world;
  }

  List<Partition> partitions() {
    return partitions;
  }

  /** When a fault, rather than the scheduler, changed something last. */
  long disturbed() {
    return disturbed;
  }

  void disturb() {
    disturbed = world.timeline.millis();
  }

  boolean serves(int broker) {
    Member member = members.get(broker);
    return member != null && member.alive;
  }

  boolean allInSync() {
    return partitions.stream().allMatch(p -> p.inSync.keySet().containsAll(p.replicas));
  }

  /** Somebody creates a topic, on brokers that are there. */
  void createTopic(int number) {
    List<Integer> alive = members.keySet().stream().filter(this::serves).toList();
    if (alive.isEmpty()) {
      return;
    }
    int replication = (int) world.timeline.between(1, Math.min(3, alive.size()));
    int minimum = (int) world.timeline.between(1, Math.max(1, replication - 1));
    for (int index = 0; index < 2; index++) {
      List<Integer> replicas = new ArrayList<>();
      int first = world.timeline.index(alive.size());
      for (int i = 0; i < replication; i++) {
        replicas.add(alive.get((first + i) % alive.size()));
      }
      Partition partition = new Partition("topic" + number + "-" + index, replicas, minimum);
      for (int broker : replicas) {
        partition.inSync.put(broker, members.get(broker).execution.volume());
      }
      partitions.add(partition);
      disturb();
      world.history.tell("kafka", "%s on %s, minimum %d", partition.name, replicas, minimum);
    }
    changed();
  }

  /** A broker's process starts. */
  void start(Execution execution) {
    world.timeline.within(1_000, world.scenario.slowestStart(), () -> register(execution));
    if (world.crashesAllowed() && world.timeline.chance(world.scenario.brokerCrashes())) {
      world.timeline.within(
          500,
          2 * world.scenario.slowestStart(),
          () -> {
            disturb();
            world.tally.add(Fault.BROKER_CRASHES_WHEN_IT_STARTS);
            execution.crash("exit code 1");
          });
    }
  }

  /** Somebody asks for settings to be taken over, which may go wrong on the way there and back. */
  void apply(Effect.ApplySettings asked, SchedulerProcess process) {
    if (isTroubled()) {
      world.history.tell("fault", "Kafka is not asked for %s", asked);
      return;
    }
    world.timeline.within(
        20,
        400,
        () -> {
          boolean done = serves(asked.broker()) && !isTroubled();
          world.history.tell("kafka", "%s: %s", asked, done ? "done" : "refused");
          if (done) {
            SortedMap<String, String> settings =
                dynamic.computeIfAbsent(asked.broker(), id -> new TreeMap<>());
            settings.keySet().removeAll(asked.removed());
            settings.putAll(asked.set());
          }
          Optional<String> error =
              done && !isTroubled() ? Optional.empty() : Optional.of("it did not answer in time.");
          if (!isTroubled()) {
            world.timeline.within(
                20,
                400,
                () ->
                    process.handle(
                        new Event.SettingsApplied(
                            asked.broker(), asked.set(), asked.removed(), error)));
          }
        });
  }

  private boolean isTroubled() {
    boolean troubled =
        world.crashesAllowed() && world.timeline.chance(world.scenario.troubledSettings());
    if (troubled) {
      world.tally.add(Fault.SETTINGS_ARE_TROUBLED);
    }
    return troubled;
  }

  /**
   * What a running broker goes by: what it was given while it ran, else what it was started with.
   */
  Optional<String> effective(int broker, String option) {
    Member member = members.get(broker);
    if (member == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(dynamic.getOrDefault(broker, new TreeMap<>()).get(option))
        .or(() -> member.execution.property(option));
  }

  private void register(Execution execution) {
    if (!execution.isAlive()) {
      return;
    }
    int broker = execution.brokerId();
    if (members.containsKey(broker)) {
      world.timeline.after(1_000, () -> register(execution));
      return;
    }
    Member member = new Member(execution, world.timeline.millis());
    members.put(broker, member);
    transactions++;
    if (controller.isEmpty()) {
      controller = OptionalInt.of(broker);
    }
    world.history.tell("kafka", "broker %d registered, %s", broker, execution.taskId());
    world.invariants.back(broker, execution.taskId());
    execution.registered();
    for (Partition partition : partitions) {
      String volume = partition.inSync.get(broker);
      if (volume != null && !volume.equals(execution.volume())) {
        partition.inSync.remove(broker);
      }
      if (partition.replicas.contains(broker)) {
        catchUp(member, partition);
      }
    }
    changed();
  }

  private void catchUp(Member member, Partition partition) {
    world.timeline.within(
        500,
        world.scenario.slowestCatchUp(),
        () -> {
          int broker = member.execution.brokerId();
          if (members.get(broker) != member || partition.inSync.containsKey(broker)) {
            return;
          }
          boolean led = partition.inSync.keySet().stream().anyMatch(this::serves);
          if (led || partition.inSync.isEmpty()) {
            partition.inSync.put(broker, member.execution.volume());
            world.history.tell(
                "kafka", "%s in sync: %s", partition.name, partition.inSync.keySet());
            changed();
          } else {
            catchUp(member, partition);
          }
        });
  }

  /** A broker's process ended, in order or not. */
  void ended(Execution execution, boolean inOrder) {
    Member member = members.get(execution.brokerId());
    if (member == null || member.execution != execution) {
      return;
    }
    member.alive = false;
    if (inOrder) {
      leave(member);
    } else {
      disturb();
      world.timeline.after(
          SESSION,
          () -> {
            disturb();
            leave(member);
          });
    }
  }

  private void leave(Member member) {
    int broker = member.execution.brokerId();
    members.remove(broker, member);
    world.history.tell("kafka", "broker %d left", broker);
    if (controller.equals(OptionalInt.of(broker))) {
      List<Integer> others = List.copyOf(members.keySet());
      controller =
          others.isEmpty()
              ? OptionalInt.empty()
              : OptionalInt.of(others.get(world.timeline.index(others.size())));
    }
    for (Partition partition : partitions) {
      if (partition.inSync.size() > 1) {
        partition.inSync.remove(broker);
      }
    }
    changed();
  }

  /** A volume, and what was on it, is no more. */
  void volumeGone(String volume) {
    for (Partition partition : partitions) {
      partition.inSync.values().removeIf(volume::equals);
      if (partition.inSync.isEmpty()) {
        // What only it had is lost; the next replica that is there begins anew.
        for (int broker : partition.replicas) {
          Member member = members.get(broker);
          if (member != null && partition.inSync.isEmpty()) {
            partition.inSync.put(broker, member.execution.volume());
          }
        }
      }
    }
    changed();
  }

  /** The observer sees it a little later, and tells a little after that. */
  void changed() {
    if (scheduled) {
      return;
    }
    scheduled = true;
    world.timeline.within(
        20,
        world.scenario.slowestObservation(),
        () -> {
          scheduled = false;
          ClusterObservation seen = observe();
          world.timeline.within(5, 500, () -> world.scheduler.observed(seen));
        });
  }

  ClusterObservation observe() {
    SortedMap<Integer, Registration> registered = new TreeMap<>();
    members.forEach(
        (broker, member) ->
            registered.put(
                broker,
                new Registration(
                    broker,
                    member.execution.agent().host(),
                    Bundle.FIRST_PORT,
                    Timeline.instantAt(member.since),
                    member.since)));
    return new ClusterObservation(true, registered, controller, replication());
  }

  private Replication replication() {
    SortedSet<Integer> ids = new TreeSet<>();
    partitions.forEach(partition -> ids.addAll(partition.replicas));
    SortedMap<Integer, BrokerReplicas> brokers = new TreeMap<>();
    ids.forEach(id -> brokers.put(id, replicas(id)));
    return new Replication.Known(
        partitions.size(),
        some(p -> p.inSync.size() < p.replicas.size()),
        some(p -> p.inSync.keySet().stream().noneMatch(this::serves)),
        brokers);
  }

  /** As {@code ReplicationSummary} boils it down. */
  private BrokerReplicas replicas(int broker) {
    Predicate<Partition> own = p -> p.replicas.contains(broker);
    Predicate<Partition> inSync = own.and(p -> p.inSync.containsKey(broker));
    Predicate<Partition> fallsBelow = inSync.and(p -> p.inSync.size() <= p.minimum);
    return new BrokerReplicas(
        some(own).count(),
        some(own.and(inSync.negate())),
        some(fallsBelow.and(Partition::canBeHelped)),
        some(fallsBelow.and(p -> !p.canBeHelped())),
        some(inSync.and(p -> p.inSync.size() == 1)));
  }

  private Partitions some(Predicate<Partition> those) {
    List<String> found = partitions.stream().filter(those).map(p -> p.name).toList();
    return new Partitions(
        found.size(), found.subList(0, Math.min(Partitions.EXAMPLES, found.size())));
  }
}
