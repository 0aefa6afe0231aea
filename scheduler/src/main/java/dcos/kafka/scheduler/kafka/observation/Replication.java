package dcos.kafka.scheduler.kafka.observation;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

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
   */
  record Known(
      int partitions,
      Partitions underReplicated,
      Partitions offline,
      SortedMap<Integer, BrokerReplicas> brokers)
      implements Replication {

    /** Copies, so that an observation never changes. */
    public Known {
      brokers = Collections.unmodifiableSortedMap(new TreeMap<>(brokers));
    }

    /** What depends on a broker; nothing for a broker without replicas. */
    public BrokerReplicas of(int brokerId) {
      return brokers.getOrDefault(brokerId, BrokerReplicas.NONE);
    }
  }
}
