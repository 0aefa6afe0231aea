package dcos.kafka.executor.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.executor.task.BrokerTask;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.apache.mesos.v1.Protos.TaskID;
import org.junit.jupiter.api.Test;

class RegistrationWatchTest {
  private static final String REGISTRATION = "{\"endpoints\":[\"PLAINTEXT://127.0.0.1:9092\"]}";

  /** Who closes it may hold what the listener waits for, as when a kill comes just then. */
  @Test
  void canBeClosedWhileItsListenerIsBusy() throws Exception {
    CompletableFuture<Void> vacant = new CompletableFuture<>();
    CompletableFuture<Void> registered = new CompletableFuture<>();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    try (TestingServer server = new TestingServer();
        CuratorFramework kafka =
            CuratorFrameworkFactory.newClient(server.getConnectString(), new RetryOneTime(100));
        RegistrationWatch watch =
            RegistrationWatch.start(
                task(server.getConnectString()),
                new RegistrationWatch.Listener() {
                  @Override
                  public void occupied(String reason) {
                    vacant.completeExceptionally(new AssertionError(reason));
                  }

                  @Override
                  public void vacant() {
                    vacant.complete(null);
                  }

                  @Override
                  public void registered() {
                    registered.complete(null);
                    closed.orTimeout(10, TimeUnit.SECONDS).exceptionally(late -> null).join();
                  }
                })) {
      kafka.start();
      vacant.get(1, TimeUnit.MINUTES);
      kafka
          .create()
          .creatingParentsIfNeeded()
          .forPath("/brokers/ids/0", REGISTRATION.getBytes(StandardCharsets.UTF_8));
      registered.get(1, TimeUnit.MINUTES);

      watch.close();

      assertThat(closed.complete(null)).as("closed before the listener gave up").isTrue();
    }
  }

  private static BrokerTask task(String zookeeper) {
    return new BrokerTask(
        TaskID.newBuilder().setValue("broker-0__1").build(),
        0,
        "kafka",
        64,
        "127.0.0.1",
        9092,
        zookeeper,
        Map.of(),
        Map.of(),
        Duration.ofSeconds(1),
        Optional.empty());
  }
}
