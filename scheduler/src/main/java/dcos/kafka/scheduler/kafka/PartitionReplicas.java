package dcos.kafka.scheduler.kafka;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How a partition is replicated.
 *
 * @param id which partition
 * @param replicas the brokers that it is assigned to, the preferred leader first
 * @param leader the leading broker; {@link #NO_LEADER} when there is none
 * @param isr the brokers that are in sync, in Kafka's order
 */
record PartitionReplicas(PartitionId id, List<Integer> replicas, int leader, List<Integer> isr) {

  /** As Kafka writes it into ZooKeeper. */
  static final int NO_LEADER = -1;

  PartitionReplicas {
    replicas = List.copyOf(replicas);
    isr = List.copyOf(isr);
  }

  boolean isUnderReplicated() {
    return isr.size() < replicas.size();
  }

  /** A line of {@code kafka-topics.sh --describe}, as Kafka 2.4 prints it. */
  String line() {
    return String.format(
        "\tTopic: %s\tPartition: %d\tLeader: %s\tReplicas: %s\tIsr: %s\n",
        id.topic(),
        id.number(),
        leader == NO_LEADER ? "none" : String.valueOf(leader),
        commas(replicas),
        commas(isr));
  }

  private static String commas(List<Integer> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
