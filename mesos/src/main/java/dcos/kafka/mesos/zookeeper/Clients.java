package dcos.kafka.mesos.zookeeper;

import org.apache.curator.framework.CuratorFrameworkFactory;

/** Clients of ZooKeeper. */
public final class Clients {
  private Clients() {}

  /**
   * A client in the making, which lacks its timeouts and how it tries again.
   *
   * @param ensemble {@code host:port[,host:port…]}, with a path after it where all else is below
   *     one
   */
  public static CuratorFrameworkFactory.Builder to(String ensemble) {
    return CuratorFrameworkFactory.builder()
        .connectString(ensemble)
        .zkClientConfig(new ClientSettings())
        // An ensemble's own idea of its addresses has no path, and may not be reachable from here.
        .ensembleTracker(false);
  }
}
