package dcos.kafka.scheduler.plan;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.broker.TaskPhase;
import dcos.kafka.scheduler.config.RecoveryConfiguration;
import dcos.kafka.scheduler.config.kafka.Passwords;
import dcos.kafka.scheduler.kafka.observation.ClusterObservation;
import dcos.kafka.scheduler.kafka.observation.Partitions;
import dcos.kafka.scheduler.kafka.observation.Replication;
import dcos.kafka.scheduler.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * When a broker that stays down is replaced though nobody asked for it: if the configuration says
 * so, after its grace, at some distance from the last replacement (whoever asked for that), and
 * only as long as nothing stands against it. A replacement destroys a copy of data, so whatever
 * isn't known stands against it, and so does whatever smells of more than one broken machine.
 *
 * <p>All of it is computed from recorded facts ({@link Broker#downSince}, {@link Broker#replaced}),
 * so a restart of the scheduler changes nothing but for {@link #SETTLING}.
 */
public final class Replacement {

  /**
   * How long a connection to Mesos has to be there: a broker that was down while the scheduler was
   * away gets the offers of its own agent first.
   */
  static final Duration SETTLING = Duration.ofMinutes(2);

  private Replacement() {}

  /**
   * What becomes of a broker that is down.
   *
   * @param notBefore when it may be replaced
   * @param obstacles what else stands against it
   */
  public record Verdict(Instant notBefore, List<Obstacle> obstacles) {

    public Verdict {
      obstacles = List.copyOf(obstacles);
    }

    /** What stands against it, in a sentence. */
    public String sentence() {
      return String.join("; ", obstacles.stream().map(Obstacle::sentence).toList());
    }
  }

  /**
   * Something that stands against a replacement.
   *
   * @param code for programs, and to tell one from the next
   * @param sentence for people
   */
  public record Obstacle(String code, String sentence) {}

  /** Whether brokers are ever replaced unasked. */
  public static boolean isEnabled(State state) {
    return state.uninstall().isEmpty()
        && state.target().isPresent()
        && state.targetConfiguration().recovery().replacementEnabled();
  }

  /** The brokers that have failed, or may have. */
  public static SortedSet<Integer> failed(State state) {
    SortedSet<Integer> failed = new TreeSet<>(state.work().down());
    failed.addAll(state.work().begun());
    failed.removeIf(id -> !state.broker(id).map(Broker::hasFailed).orElse(false));
    return failed;
  }

  /** What becomes of a broker; empty when there is nothing about it that could be replaced. */
  public static Optional<Verdict> check(State state, Broker broker) {
    if (!isEnabled(state)
        || !broker.hasFailed()
        || broker.downSince().isEmpty()
        || broker.reservationId().isEmpty()
        || broker.request().isPresent()) {
      return Optional.empty();
    }
    RecoveryConfiguration rules = state.targetConfiguration().recovery();
    Instant notBefore = broker.downSince().get().plus(rules.gracePeriod());
    notBefore = later(notBefore, lastReplacement(state).map(at -> at.plus(rules.replaceDelay())));
    notBefore = later(notBefore, state.session().since().map(at -> at.plus(SETTLING)));
    return Optional.of(new Verdict(notBefore, obstacles(state, broker, rules)));
  }

  private static Instant later(Instant one, Optional<Instant> other) {
    return other.filter(one::isBefore).orElse(one);
  }

  private static Optional<Instant> lastReplacement(State state) {
    return state.brokers().values().stream()
        .flatMap(broker -> broker.replaced().stream())
        .map(Broker.Replaced::at)
        .max(Instant::compareTo);
  }

  private static List<Obstacle> obstacles(State state, Broker broker, RecoveryConfiguration rules) {
    List<Obstacle> found = new ArrayList<>();
    if (!state.session().reconciled()) {
      found.add(
          new Obstacle("NOT_RECONCILED", "Mesos has not yet said what became of all brokers"));
    }
    if (!Passwords.unknown(state.targetConfiguration().kafka()).isEmpty()) {
      found.add(
          new Obstacle("NO_PASSWORD", "no broker can be started without the target's passwords"));
    }
    SortedSet<Integer> down = failed(state);
    down.addAll(state.work().down());
    if (down.size() > 1) {
      found.add(
          new Obstacle(
              "MORE_DOWN",
              "%d brokers are down (%s), so something bigger than one broker is wrong"
                  .formatted(down.size(), some(down))));
    }
    if (broker.task().filter(BrokerTask::drained).isPresent()) {
      found.add(
          new Obstacle(
              "DRAINED", "its agent is being drained, and was not declared gone for ever"));
    }
    beingReplaced(state, broker, found);
    kafka(state, broker, rules, found);
    return found;
  }

  private static String some(SortedSet<Integer> brokers) {
    List<String> names = brokers.stream().limit(5).map(id -> "broker-" + id).toList();
    return String.join(", ", names) + (brokers.size() > names.size() ? ", …" : "");
  }

  /** Another that was replaced is not done before it has copied what it lost. */
  private static void beingReplaced(State state, Broker broker, List<Obstacle> found) {
    for (Broker other : state.brokers().values()) {
      if (other.id() == broker.id()) {
        continue;
      }
      boolean asked =
          other.request().filter(r -> r.kind() == Broker.Request.Kind.REPLACE).isPresent();
      boolean copying =
          other.replaced().isPresent()
              && state.kafka().replication() instanceof Replication.Known known
              && !known.of(other.id()).outOfSync().isEmpty();
      if (asked || copying || other.retiringId().isPresent()) {
        found.add(
            new Obstacle(
                "ANOTHER_REPLACED",
                "broker-%d is being replaced, and has not all of its data yet"
                    .formatted(other.id())));
        return;
      }
    }
  }

  private static void kafka(
      State state, Broker broker, RecoveryConfiguration rules, List<Obstacle> found) {
    ClusterObservation kafka = state.kafka();
    if (!kafka.connected()) {
      found.add(new Obstacle("KAFKA_UNKNOWN", "Kafka's ZooKeeper doesn't answer"));
      return;
    }
    for (int id : state.work().unseen()) {
      // What is seen of the partitions is older than its start.
      found.add(new Obstacle("NOT_REGISTERED", "broker-" + id + " is not registered yet"));
    }
    if (kafka.brokers().containsKey(broker.id())) {
      found.add(new Obstacle("STILL_REGISTERED", "Kafka still counts it as alive"));
    }
    if (kafka.replication() instanceof Replication.Unknown unknown) {
      found.add(new Obstacle("KAFKA_UNKNOWN", "it isn't known what is in sync: " + unknown.why()));
    } else if (kafka.replication() instanceof Replication.Known known
        && !rules.replaceLastInSync()) {
      Partitions only = known.of(broker.id()).onlyInSync();
      if (!only.isEmpty()) {
        found.add(
            new Obstacle(
                "LAST_IN_SYNC",
                ("it has the only in-sync copy of %s: %s (REPLACE_LAST_IN_SYNC=true, or"
                        + " broker replace with --force, gives them up)")
                    .formatted(only.counted(), only)));
      }
    }
  }

  /**
   * Whether a broker that Mesos has lost sight of may still serve. One that Kafka has lost sight of
   * too is as good as dead: should it come back, it is killed at Mesos' first word of it, and until
   * then ZooKeeper lets no two brokers register with one id.
   */
  public static boolean isMaybeAliveUnseen(State state, int broker, BrokerTask task) {
    ClusterObservation kafka = state.kafka();
    return task.phase() == TaskPhase.UNREACHABLE
        && (!kafka.connected() || kafka.brokers().containsKey(broker));
  }
}
