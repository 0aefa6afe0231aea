package dcos.kafka.scheduler.wiring;

import dcos.kafka.mesos.zookeeper.Clients;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.retry.BoundedExponentialBackoffRetry;

/** Connections to ZooKeeper. */
final class ZooKeepers {

  private static final int SESSION_MS = 30_000;
  private static final int CONNECTION_MS = 10_000;
  private static final int FIRST_RETRY_MS = 100;
  private static final int LONGEST_RETRY_MS = 2_000;

  /**
   * With the waits above, about a minute: an ensemble that restarts is back by then. Curator takes
   * no more.
   */
  private static final int RETRIES = 29;

  private ZooKeepers() {}

  /**
   * A connection that is started; to be closed by the caller.
   *
   * @param ensemble {@code host:port[,host:port…]}, with a path after it where all else is below
   *     one
   */
  static CuratorFramework connect(String ensemble) {
    CuratorFramework curator =
        Clients.to(ensemble)
            .sessionTimeoutMs(SESSION_MS)
            .connectionTimeoutMs(CONNECTION_MS)
            .retryPolicy(
                new BoundedExponentialBackoffRetry(FIRST_RETRY_MS, LONGEST_RETRY_MS, RETRIES))
            .build();
    curator.start();
    return curator;
  }
}
