package dcos.kafka.scheduler.plan;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.config.RolloutGate;
import dcos.kafka.scheduler.kafka.observation.BrokerReplicas;
import dcos.kafka.scheduler.kafka.observation.ClusterObservation;
import dcos.kafka.scheduler.kafka.observation.Partitions;
import dcos.kafka.scheduler.kafka.observation.Replication;
import dcos.kafka.scheduler.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a broker that serves may be stopped without hurting anyone's data.
 *
 * <p>It may when every other broker is back (running, registered, in sync with all its partitions)
 * and no partition that can be helped would fall below its {@code min.insync.replicas}. What isn't
 * known counts as standing against it: a broker that has just started shows no topics for a while.
 * A partition that falls below whenever the broker stops (one replica, or no more replicas than
 * {@code min.insync.replicas}) does not block, since waiting would not help it; it is told.
 *
 * <p>There is no limit on the wait: what is waited for is a state, and the reasons say how far it
 * is.
 */
public final class Gate {

  private Gate() {}

  /**
   * What the gate says.
   *
   * @param reasons what stands against stopping the broker, and what can't be helped
   */
  public record Verdict(List<Reason> reasons) {

    public Verdict {
      reasons = List.copyOf(reasons);
    }

    /** Whether the broker may be stopped. */
    public boolean isOpen() {
      return reasons.stream().noneMatch(Reason::blocking);
    }

    /** All that blocks in one sentence. */
    public String sentence() {
      return String.join(
          "; ", reasons.stream().filter(Reason::blocking).map(Reason::sentence).toList());
    }
  }

  /**
   * One thing that the gate has to say.
   *
   * @param code for programs
   * @param blocking whether it keeps the gate closed
   * @param partitions how many partitions it is about; 0 when it is about none
   * @param sentence for people
   */
  public record Reason(String code, boolean blocking, int partitions, String sentence) {}

  /**
   * Whether {@code broker} may be stopped now.
   *
   * @param serially whether every other broker has to be back first; otherwise it is enough that
   *     what is down has been accounted for
   */
  public static Verdict check(State state, Broker broker, boolean serially) {
    List<Reason> reasons = new ArrayList<>();
    if (!isAsked(state, broker)) {
      return new Verdict(reasons);
    }
    ClusterObservation kafka = state.kafka();
    if (!kafka.connected()) {
      reasons.add(blocking("KAFKA_UNKNOWN", 0, "Kafka's ZooKeeper doesn't answer"));
      return new Verdict(reasons);
    }
    others(state, broker.id(), serially, reasons);
    if (kafka.replication() instanceof Replication.Known known) {
      replicas(known, kafka, broker.id(), broker.serves(), reasons);
    } else if (kafka.replication() instanceof Replication.Unknown unknown) {
      reasons.add(
          blocking("REPLICATION_UNKNOWN", 0, "it isn't known what is in sync: " + unknown.why()));
    }
    return new Verdict(reasons);
  }

  /** Whether the gate has a say in whether {@code broker} may be stopped. */
  public static boolean isAsked(State state, Broker broker) {
    return state.targetConfiguration().service().rolloutGate() != RolloutGate.OFF
        && isNeeded(state, broker);
  }

  /**
   * Who alone the gate can be open for, by what is known of all brokers: nobody, or the one that is
   * not back. Empty when it depends on each. Spares looking at all of them while one is awaited.
   */
  public static Optional<Set<Integer>> onlyFor(State state, boolean serially) {
    if (state.targetConfiguration().service().rolloutGate() == RolloutGate.OFF) {
      return Optional.empty();
    }
    if (!state.kafka().connected()
        || !(state.kafka().replication() instanceof Replication.Known known)) {
      return Optional.of(Set.of());
    }
    Set<Integer> missing =
        Stream.of(
                state.work().down().stream().filter(id -> stands(state, id, serially)),
                state.work().unseen().stream(),
                known.catchingUp().stream().filter(state.kafka().brokers()::containsKey))
            .flatMap(Function.identity())
            .distinct()
            .limit(2)
            .collect(Collectors.toSet());
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(missing.size() == 1 ? missing : Set.of());
  }

  /** Whether a broker that is down keeps others from being stopped. */
  private static boolean stands(State state, int down, boolean serially) {
    boolean accountedFor =
        !state.kafka().brokers().containsKey(down)
            && state.broker(down).map(other -> !other.mayBeAlive()).orElse(true);
    return serially || !accountedFor;
  }

  /**
   * Whether anybody would miss a broker. One that Mesos calls unreachable, or unhealthy, may well
   * be a member of Kafka and in sync; only Kafka knows.
   */
  private static boolean isNeeded(State state, Broker broker) {
    ClusterObservation kafka = state.kafka();
    return broker.serves()
        || (broker.mayBeAlive()
            && (!kafka.connected() || kafka.brokers().containsKey(broker.id())));
  }

  private static void others(State state, int broker, boolean serially, List<Reason> reasons) {
    for (int id : state.work().down()) {
      if (id != broker && stands(state, id, serially)) {
        reasons.add(blocking("BROKER_DOWN", 0, "broker-" + id + " is not back yet"));
      }
    }
    for (int id : state.work().unseen()) {
      if (id != broker) {
        reasons.add(blocking("NOT_REGISTERED", 0, "broker-" + id + " is not registered yet"));
      }
    }
  }

  private static void replicas(
      Replication.Known known,
      ClusterObservation kafka,
      int broker,
      boolean serves,
      List<Reason> reasons) {
    for (int id : known.catchingUp()) {
      Partitions behind = known.of(id).outOfSync();
      boolean itself = id == broker && !serves;
      if (kafka.brokers().containsKey(id) && !itself) {
        reasons.add(
            blocking(
                "CATCHING_UP",
                behind.count(),
                "broker-%d is catching up with %s: %s".formatted(id, behind.counted(), behind)));
      }
    }
    BrokerReplicas own = known.of(broker);
    if (!own.wouldBlock().isEmpty()) {
      reasons.add(
          blocking(
              "BELOW_MINIMUM",
              own.wouldBlock().count(),
              "without broker-%d, %s would fall below min.insync.replicas: %s"
                  .formatted(broker, own.wouldBlock().counted(), own.wouldBlock())));
    }
    unavoidable(known, broker).ifPresent(reasons::add);
  }

  /** What stopping a broker hurts whenever it is done; it doesn't block, and is to be told. */
  static Optional<Reason> unavoidable(State state, int broker) {
    return state.kafka().replication() instanceof Replication.Known known
        ? unavoidable(known, broker)
        : Optional.empty();
  }

  private static Optional<Reason> unavoidable(Replication.Known known, int broker) {
    Partitions hurt = known.of(broker).cannotBeHelped();
    return hurt.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Reason(
                "CANNOT_BE_HELPED",
                false,
                hurt.count(),
                "%s without a replica to spare, unavailable while broker-%d is down: %s"
                    .formatted(hurt.counted(), broker, hurt)));
  }

  private static Reason blocking(String code, int partitions, String sentence) {
    return new Reason(code, true, partitions, sentence);
  }
}
