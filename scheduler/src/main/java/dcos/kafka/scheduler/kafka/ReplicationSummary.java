package dcos.kafka.scheduler.kafka;

import dcos.kafka.scheduler.kafka.observation.BrokerReplicas;
import dcos.kafka.scheduler.kafka.observation.Partitions;
import dcos.kafka.scheduler.kafka.observation.Replication;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Boils the state of all partitions down to what depends on each broker. In one pass: there may be
 * a hundred thousand of them, and this is done anew whenever one has changed.
 */
final class ReplicationSummary {

  private final Map<String, Integer> minInsync;
  private final Some underReplicated = new Some();
  private final Some offline = new Some();
  private final SortedMap<Integer, Tally> brokers = new TreeMap<>();

  private ReplicationSummary(Map<String, Integer> minInsync) {
    this.minInsync = minInsync;
  }

  /**
   * What depends on each broker.
   *
   * @param partitions every partition of the cluster, in order
   * @param minInsync {@code min.insync.replicas} of every topic
   */
  static Replication.Known of(
      Collection<PartitionReplicas> partitions, Map<String, Integer> minInsync) {
    ReplicationSummary summary = new ReplicationSummary(minInsync);
    partitions.forEach(summary::count);
    SortedMap<Integer, BrokerReplicas> brokers = new TreeMap<>();
    summary.brokers.forEach((id, tally) -> brokers.put(id, tally.result()));
    return new Replication.Known(
        partitions.size(), summary.underReplicated.result(), summary.offline.result(), brokers);
  }

  private void count(PartitionReplicas partition) {
    if (partition.isUnderReplicated()) {
      underReplicated.add(partition);
    }
    if (partition.leader() == PartitionReplicas.NO_LEADER) {
      offline.add(partition);
    }
    int minimum = minInsync.getOrDefault(partition.id().topic(), 1);
    Set<Integer> ids = new HashSet<>(partition.replicas());
    ids.addAll(partition.isr());
    for (int id : ids) {
      brokers.computeIfAbsent(id, none -> new Tally()).count(id, partition, minimum);
    }
  }

  /** What depends on one broker, so far. */
  private static final class Tally {
    private int replicas;
    private final Some outOfSync = new Some();
    private final Some wouldBlock = new Some();
    private final Some cannotBeHelped = new Some();
    private final Some onlyInSync = new Some();

    void count(int broker, PartitionReplicas partition, int minimum) {
      replicas++;
      int inSync = partition.isr().size();
      if (!partition.isr().contains(broker)) {
        outOfSync.add(partition);
        return;
      }
      if (inSync <= minimum) {
        boolean hasSpare = partition.replicas().size() > minimum;
        (hasSpare ? wouldBlock : cannotBeHelped).add(partition);
      }
      if (inSync == 1) {
        onlyInSync.add(partition);
      }
    }

    BrokerReplicas result() {
      return new BrokerReplicas(
          replicas,
          outOfSync.result(),
          wouldBlock.result(),
          cannotBeHelped.result(),
          onlyInSync.result());
    }
  }

  /** A set of partitions, so far. */
  private static final class Some {
    private int count;
    private final List<String> examples = new ArrayList<>();

    void add(PartitionReplicas partition) {
      count++;
      if (examples.size() < Partitions.EXAMPLES) {
        examples.add(partition.id().toString());
      }
    }

    Partitions result() {
      return count == 0 ? Partitions.NONE : new Partitions(count, examples);
    }
  }
}
