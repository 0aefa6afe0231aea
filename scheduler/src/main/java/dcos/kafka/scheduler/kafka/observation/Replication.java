package dcos.kafka.scheduler.kafka.observation;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** How the partitions of the cluster are replicated. Unknown is not "all fine". */
public sealed interface Replication {

  /**
   * It isn't known, so nobody may rely on it.
   *
   * @param why a sentence for a person
   */
  record Unknown(String why) implements Replication {}

  /**
   * Every partition of the cluster was looked at.
   *
   * @param partitions how many there are; 0 only when ZooKeeper holds no topic
   * @param underReplicated those with fewer in-sync replicas than replicas
   * @param offline those without a leader
   * @param brokers by id, each broker that has a replica of anything, registered or not
   * @param catchingUp of these, those that are out of sync with something
   */
  record Known(
      int partitions,
      Partitions underReplicated,
      Partitions offline,
      SortedMap<Integer, BrokerReplicas> brokers,
      SortedSet<Integer> catchingUp)
      implements Replication {

    /** Copies, so that an observation never changes. */
    public Known {
      brokers = Collections.unmodifiableSortedMap(new TreeMap<>(brokers));
      catchingUp = Collections.unmodifiableSortedSet(new TreeSet<>(catchingUp));
    }

    /** What was seen; who is catching up follows from it. */
    public Known(
        int partitions,
        Partitions underReplicated,
        Partitions offline,
        SortedMap<Integer, BrokerReplicas> brokers) {
      this(partitions, underReplicated, offline, brokers, behind(brokers));
    }

    private static SortedSet<Integer> behind(SortedMap<Integer, BrokerReplicas> brokers) {
      SortedSet<Integer> behind = new TreeSet<>();
      brokers.forEach(
          (id, replicas) -> {
            if (!replicas.outOfSync().isEmpty()) {
              behind.add(id);
            }
          });
      return behind;
    }

    /** What depends on a broker; nothing for a broker without replicas. */
    public BrokerReplicas of(int brokerId) {
      return brokers.getOrDefault(brokerId, BrokerReplicas.NONE);
    }
  }
}
