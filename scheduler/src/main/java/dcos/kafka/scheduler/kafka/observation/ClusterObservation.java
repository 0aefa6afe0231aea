package dcos.kafka.scheduler.kafka.observation;

import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was seen of the Kafka cluster at one moment. Equal observations mean that nothing changed.
 *
 * @param connected whether ZooKeeper answered; when false, the rest is what was seen last (nothing,
 *     if it never answered)
 * @param brokers the registered brokers by id: those that Kafka itself counts as alive
 * @param controller the broker that is Kafka's controller; empty when there is none or it isn't
 *     known
 * @param replication how the partitions are replicated, or why that isn't known
 */
public record ClusterObservation(
    boolean connected,
    SortedMap<Integer, Registration> brokers,
    OptionalInt controller,
    Replication replication) {

  /** Copies, so that an observation never changes. */
  public ClusterObservation {
    brokers = Collections.unmodifiableSortedMap(new TreeMap<>(brokers));
  }

  /** Which registration a broker has; empty when it has none. */
  public OptionalLong registration(int broker) {
    Registration registration = brokers.get(broker);
    return registration == null ? OptionalLong.empty() : OptionalLong.of(registration.zxid());
  }

  /**
   * The brokers whose registrations are not what they were. Both maps are walked once, side by
   * side, since nearly always all but one entry are the very same.
   */
  public Set<Integer> registeredOtherwise(ClusterObservation before) {
    Set<Integer> changed = new TreeSet<>();
    Iterator<Registration> old = before.brokers.values().iterator();
    Optional<Registration> former = next(old);
    for (Registration now : brokers.values()) {
      while (former.isPresent() && former.get().brokerId() < now.brokerId()) {
        changed.add(former.get().brokerId());
        former = next(old);
      }
      if (former.isEmpty() || former.get().brokerId() > now.brokerId()) {
        changed.add(now.brokerId());
      } else {
        if (!former.get().equals(now)) {
          changed.add(now.brokerId());
        }
        former = next(old);
      }
    }
    while (former.isPresent()) {
      changed.add(former.get().brokerId());
      former = next(old);
    }
    return changed;
  }

  private static Optional<Registration> next(Iterator<Registration> registrations) {
    return registrations.hasNext() ? Optional.of(registrations.next()) : Optional.empty();
  }

  /** Before anything was seen. */
  public static ClusterObservation nothing() {
    return new ClusterObservation(
        false,
        new TreeMap<>(),
        OptionalInt.empty(),
        new Replication.Unknown("Kafka's ZooKeeper was not read yet."));
  }
}
