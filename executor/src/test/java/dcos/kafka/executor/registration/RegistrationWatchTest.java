package dcos.kafka.executor.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcos.kafka.executor.task.BrokerTask;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.apache.mesos.v1.Protos.TaskID;
import org.junit.jupiter.api.Test;

class RegistrationWatchTest {
  private static final String REGISTRATION = "{\"endpoints\":[\"PLAINTEXT://127.0.0.1:9092\"]}";

  /** An executor has other tasks afterwards, of which nothing of this one may be told. */
  @Test
  void tellsNothingOnceItIsClosed() throws Exception {
    CompletableFuture<Void> vacant = new CompletableFuture<>();
    CompletableFuture<Thread> closing = new CompletableFuture<>();
    AtomicReference<RegistrationWatch> watch = new AtomicReference<>();
    AtomicBoolean closed = new AtomicBoolean();
    AtomicBoolean toldInTime = new AtomicBoolean();
    try (TestingServer server = new TestingServer();
        CuratorFramework kafka =
            CuratorFrameworkFactory.newClient(server.getConnectString(), new RetryOneTime(100))) {
      watch.set(
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
                  Thread other =
                      new Thread(
                          () -> {
                            watch.get().close();
                            closed.set(true);
                          });
                  other.start();
                  await().until(() -> closed.get() || other.getState() == Thread.State.BLOCKED);
                  toldInTime.set(!closed.get());
                  closing.complete(other);
                }
              }));
      kafka.start();
      vacant.get(1, TimeUnit.MINUTES);
      kafka
          .create()
          .creatingParentsIfNeeded()
          .forPath("/brokers/ids/0", REGISTRATION.getBytes(StandardCharsets.UTF_8));

      closing.get(1, TimeUnit.MINUTES).join();

      assertThat(toldInTime).isTrue();
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
