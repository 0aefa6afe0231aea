package dcos.kafka.scheduler.kafka;

import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;

/**
 * Removes what Kafka keeps in ZooKeeper when the service is uninstalled: the nodes that Kafka is
 * known to make, and no others, since the path that it was given may not be its alone; it may even
 * be the ensemble's root. What else is there is left, and told.
 */
public final class KafkaNodes {

  /** Those of Kafka 0.9 to 3.x, below the path of {@code zookeeper.connect}. */
  private static final List<String> KNOWN =
      List.of(
          "admin",
          "brokers",
          "cluster",
          "config",
          "consumers",
          "controller",
          "controller_epoch",
          "delegation_token",
          "feature",
          "isr_change_notification",
          "kafka-acl",
          "kafka-acl-changes",
          "kafka-acl-extended",
          "kafka-acl-extended-changes",
          "latest_producer_id_block",
          "log_dir_event_notification",
          "migration");

  private KafkaNodes() {}

  /**
   * Removes them, and their parent if nothing else is in it.
   *
   * @param client connected to the ensemble, without a path
   * @param path Kafka's; empty for the ensemble's root, which stays
   * @return the names of the nodes beside Kafka's that were left
   */
  public static List<String> remove(CuratorFramework client, String path) throws Exception {
    List<String> there = children(client, path);
    for (String name : KNOWN) {
      if (there.contains(name)) {
        client.delete().guaranteed().deletingChildrenIfNeeded().forPath(path + "/" + name);
      }
    }
    if (path.isEmpty()) {
      return List.of(); // what else is there is everybody's
    }
    List<String> left = children(client, path);
    if (left.isEmpty()) {
      removeParent(client, path);
    }
    return left;
  }

  private static List<String> children(CuratorFramework client, String path) throws Exception {
    try {
      return client.getChildren().forPath(path.isEmpty() ? "/" : path);
    } catch (KeeperException.NoNodeException e) {
      return List.of();
    }
  }

  private static void removeParent(CuratorFramework client, String path) throws Exception {
    try {
      client.delete().forPath(path);
    } catch (KeeperException.NoNodeException | KeeperException.NotEmptyException e) {
      // gone already, or somebody's after all
    }
  }
}
