package dcos.kafka.scheduler.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcos.kafka.scheduler.kafka.observation.ClusterObservation;
import dcos.kafka.scheduler.kafka.observation.Replication;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.junit.jupiter.api.Test;

/** What needs no broker; the rest is in {@link KafkaAdministrationTest}. */
class ZookeeperObserverTest {

  private static final List<ACL> NOT_READABLE =
      List.of(new ACL(ZooDefs.Perms.ALL & ~ZooDefs.Perms.READ, ZooDefs.Ids.ANYONE_ID_UNSAFE));

  /** A topic that isn't read has no partitions yet, so all that are known may be well. */
  @Test
  void doesNotTakeForAllThereIsWhatItCouldRead() throws Exception {
    try (TestingServer server = new TestingServer();
        CuratorFramework curator = client(server);
        KafkaZookeeper zookeeper = KafkaZookeeper.connect(server.getConnectString());
        AdminConnection admin = new AdminConnection(Runnable::run);
        ZookeeperObserver observer = new ZookeeperObserver(zookeeper, admin)) {
      create(curator, "/brokers/ids", "", ZooDefs.Ids.OPEN_ACL_UNSAFE);
      create(curator, "/brokers/topics/secret", "{}", NOT_READABLE);
      observer.start(seen -> {});
      await().until(() -> replication(observer).contains("can't be read"));

      create(curator, "/controller", "{\"brokerid\":7}", ZooDefs.Ids.OPEN_ACL_UNSAFE);
      await().until(() -> observer.current().controller().isPresent());

      assertThat(replication(observer)).contains("/brokers/topics/secret");
      assertThat(observer.partitions()).isEmpty();
    }
  }

  private static String replication(ZookeeperObserver observer) {
    ClusterObservation now = observer.current();
    return now.replication() instanceof Replication.Unknown unknown
        ? unknown.why()
        : now.replication().toString();
  }

  private static CuratorFramework client(TestingServer server) {
    CuratorFramework curator =
        CuratorFrameworkFactory.newClient(server.getConnectString(), new RetryOneTime(100));
    curator.start();
    return curator;
  }

  private static void create(CuratorFramework curator, String path, String text, List<ACL> acl)
      throws Exception {
    curator
        .create()
        .creatingParentsIfNeeded()
        .withACL(acl)
        .forPath(path, text.getBytes(StandardCharsets.UTF_8));
  }
}
