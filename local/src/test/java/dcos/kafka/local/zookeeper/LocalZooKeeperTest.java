package dcos.kafka.local.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalZooKeeperTest {
  @TempDir private Path folder;

  private LocalZooKeeper start(int port) throws IOException {
    return LocalZooKeeper.start(
        folder, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private static CuratorFramework client(LocalZooKeeper zookeeper) {
    CuratorFramework client =
        CuratorFrameworkFactory.newClient(zookeeper.connectString(), new RetryOneTime(100));
    client.start();
    return client;
  }

  @Test
  void dataOutlivesTheServer() throws Exception {
    int port;
    try (LocalZooKeeper zookeeper = start(0);
        CuratorFramework client = client(zookeeper)) {
      client.create().creatingParentsIfNeeded().forPath("/a/b", new byte[] {1, 2});
      port = zookeeper.port();
    }

    try (LocalZooKeeper zookeeper = start(port);
        CuratorFramework client = client(zookeeper)) {
      assertThat(zookeeper.connectString()).isEqualTo("127.0.0.1:" + port);
      assertThat(client.getData().forPath("/a/b")).containsExactly(1, 2);
    }
  }

  @Test
  void takenPortIsRefused() throws Exception {
    try (LocalZooKeeper first = start(0)) {
      assertThatThrownBy(() -> start(first.port())).isInstanceOf(IOException.class);
    }
  }

  @Test
  void expiredSessionTakesItsNodesAlong() throws Exception {
    try (LocalZooKeeper zookeeper = start(0);
        CuratorFramework client = client(zookeeper)) {
      client.create().withMode(CreateMode.EPHEMERAL).forPath("/alive");

      BooleanSupplier there = zookeeper.expireSessions();

      await().until(() -> !there.getAsBoolean());
      assertThat(client.checkExists().forPath("/alive")).isNull();
    }
  }
}
