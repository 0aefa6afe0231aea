package dcos.kafka.scheduler.kafka;

import java.util.Comparator;

/**
 * A partition of a topic; in order of topic, then number.
 *
 * @param topic its topic
 * @param number from 0
 */
record PartitionId(String topic, int number) implements Comparable<PartitionId> {

  private static final Comparator<PartitionId> ORDER =
      Comparator.comparing(PartitionId::topic).thenComparingInt(PartitionId::number);

  @Override
  public int compareTo(PartitionId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return topic + "-" + number;
  }
}
