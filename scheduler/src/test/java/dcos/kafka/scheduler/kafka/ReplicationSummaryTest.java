package dcos.kafka.scheduler.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.kafka.observation.BrokerReplicas;
import dcos.kafka.scheduler.kafka.observation.Partitions;
import dcos.kafka.scheduler.kafka.observation.Replication;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplicationSummaryTest {

  @Test
  void knowsThatNothingDependsOnABrokerWithoutReplicas() {
    Replication.Known known = summary(2, partition("a", 0, List.of(0, 1, 2), List.of(0, 1, 2)));

    assertThat(known.of(9)).isEqualTo(BrokerReplicas.NONE);
  }

  @Test
  void letsABrokerGoWhileEnoughOthersAreInSync() {
    Replication.Known known = summary(2, partition("a", 0, List.of(0, 1, 2), List.of(0, 1, 2)));

    assertThat(known.partitions()).isEqualTo(1);
    assertThat(known.underReplicated().isEmpty()).isTrue();
    assertThat(known.of(0))
        .isEqualTo(
            new BrokerReplicas(
                1, Partitions.NONE, Partitions.NONE, Partitions.NONE, Partitions.NONE));
  }

  @Test
  void blocksABrokerWhoseStopWouldLeaveTooFewInSync() {
    Replication.Known known = summary(2, partition("a", 0, List.of(0, 1, 2), List.of(0, 1)));

    assertThat(known.underReplicated()).isEqualTo(some("a-0"));
    assertThat(known.of(0).wouldBlock()).isEqualTo(some("a-0"));
    assertThat(known.of(1).wouldBlock()).isEqualTo(some("a-0"));
    assertThat(known.of(2).wouldBlock()).isEqualTo(Partitions.NONE);
    assertThat(known.of(2).outOfSync()).isEqualTo(some("a-0"));
  }

  @Test
  void doesNotBlockForAPartitionThatCanNotBeHelped() {
    Replication.Known known = summary(2, partition("a", 0, List.of(0, 1), List.of(0, 1)));

    assertThat(known.of(0).wouldBlock()).isEqualTo(Partitions.NONE);
    assertThat(known.of(0).cannotBeHelped()).isEqualTo(some("a-0"));
  }

  @Test
  void countsAPartitionWithOneReplicaAsBeyondHelpAndAsOnlyCopy() {
    Replication.Known known = summary(1, partition("a", 0, List.of(0), List.of(0)));

    assertThat(known.of(0).cannotBeHelped()).isEqualTo(some("a-0"));
    assertThat(known.of(0).onlyInSync()).isEqualTo(some("a-0"));
  }

  @Test
  void namesTheOnlyInSyncCopyAlsoWhereOthersLag() {
    Replication.Known known = summary(1, partition("a", 0, List.of(0, 1, 2), List.of(1)));

    assertThat(known.of(1).onlyInSync()).isEqualTo(some("a-0"));
    assertThat(known.of(1).wouldBlock()).isEqualTo(some("a-0"));
    assertThat(known.of(0).onlyInSync()).isEqualTo(Partitions.NONE);
  }

  @Test
  void countsPartitionsWithoutLeaderAsOffline() {
    PartitionId id = new PartitionId("a", 0);
    Replication.Known known =
        ReplicationSummary.of(
            List.of(
                new PartitionReplicas(id, List.of(0, 1), PartitionReplicas.NO_LEADER, List.of(1))),
            Map.of("a", 1));

    assertThat(known.offline()).isEqualTo(some("a-0"));
  }

  @Test
  void namesOnlyTheFirstFew() {
    List<PartitionReplicas> many =
        IntStream.range(0, 8)
            .mapToObj(number -> partition("a", number, List.of(0, 1), List.of(0)))
            .toList();

    Replication.Known known = ReplicationSummary.of(many, Map.of("a", 1));

    assertThat(known.underReplicated().count()).isEqualTo(8);
    assertThat(known.underReplicated()).hasToString("a-0, a-1, a-2, a-3, a-4 and 3 more");
  }

  private static Replication.Known summary(int minInsync, PartitionReplicas... partitions) {
    return ReplicationSummary.of(List.of(partitions), Map.of("a", minInsync));
  }

  private static PartitionReplicas partition(
      String topic, int number, List<Integer> replicas, List<Integer> isr) {
    return new PartitionReplicas(new PartitionId(topic, number), replicas, isr.get(0), isr);
  }

  private static Partitions some(String... names) {
    return new Partitions(names.length, List.of(names));
  }
}
