package dcos.kafka.scheduler.kafka.observation;

/**
 * What depends on one broker.
 *
 * @param replicas partitions that it has a replica of
 * @param outOfSync of these, those whose in-sync set it isn't in: what it has to catch up with
 * @param wouldBlock those that would fall below their {@code min.insync.replicas} if it stopped now
 *     although they have enough replicas to stay above it: wait until others are in sync
 * @param cannotBeHelped those that fall below it whenever it stops, since they have no more
 *     replicas than {@code min.insync.replicas}: waiting does not help
 * @param onlyInSync those whose only in-sync copy is on it: replacing the broker would lose data
 */
public record BrokerReplicas(
    int replicas,
    Partitions outOfSync,
    Partitions wouldBlock,
    Partitions cannotBeHelped,
    Partitions onlyInSync) {

  /** A broker without replicas. */
  public static final BrokerReplicas NONE =
      new BrokerReplicas(0, Partitions.NONE, Partitions.NONE, Partitions.NONE, Partitions.NONE);
}
