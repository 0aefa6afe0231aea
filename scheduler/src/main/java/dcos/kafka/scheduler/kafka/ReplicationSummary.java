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
import java.util.function.Predicate;

/** Boils the state of all partitions down to what depends on each broker. */
final class ReplicationSummary {

  private ReplicationSummary() {}

  /**
   * What depends on each broker.
   *
   * @param partitions every partition of the cluster, in order
   * @param minInsync {@code min.insync.replicas} of every topic
   */
  static Replication.Known of(
      Collection<PartitionReplicas> partitions, Map<String, Integer> minInsync) {
    SortedMap<Integer, List<PartitionReplicas>> own = new TreeMap<>();
    for (PartitionReplicas partition : partitions) {
      Set<Integer> ids = new HashSet<>(partition.replicas());
      ids.addAll(partition.isr());
      ids.forEach(id -> own.computeIfAbsent(id, none -> new ArrayList<>()).add(partition));
    }
    SortedMap<Integer, BrokerReplicas> brokers = new TreeMap<>();
    own.forEach((id, its) -> brokers.put(id, of(id, its, minInsync)));
    return new Replication.Known(
        partitions.size(),
        some(partitions, PartitionReplicas::isUnderReplicated),
        some(partitions, partition -> partition.leader() == PartitionReplicas.NO_LEADER),
        brokers);
  }

  private static BrokerReplicas of(
      int broker, List<PartitionReplicas> own, Map<String, Integer> minInsync) {
    Predicate<PartitionReplicas> inSync = partition -> partition.isr().contains(broker);
    Predicate<PartitionReplicas> fallsBelow =
        partition ->
            inSync.test(partition) && partition.isr().size() <= minimum(partition, minInsync);
    Predicate<PartitionReplicas> hasSpare =
        partition -> partition.replicas().size() > minimum(partition, minInsync);
    return new BrokerReplicas(
        own.size(),
        some(own, inSync.negate()),
        some(own, fallsBelow.and(hasSpare)),
        some(own, fallsBelow.and(hasSpare.negate())),
        some(own, partition -> inSync.test(partition) && partition.isr().size() == 1));
  }

  private static int minimum(PartitionReplicas partition, Map<String, Integer> minInsync) {
    return minInsync.getOrDefault(partition.id().topic(), 1);
  }

  private static Partitions some(
      Collection<PartitionReplicas> from, Predicate<PartitionReplicas> those) {
    Collection<PartitionReplicas> found = from.stream().filter(those).toList();
    return new Partitions(
        found.size(),
        found.stream()
            .limit(Partitions.EXAMPLES)
            .map(partition -> partition.id().toString())
            .toList());
  }
}
