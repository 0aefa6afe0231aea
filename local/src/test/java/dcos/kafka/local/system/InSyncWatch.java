package dcos.kafka.local.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.apache.curator.retry.RetryForever;

/**
 * Looks on while brokers come and go: keeps every state that Kafka's controller recorded of a
 * topic's partitions in which a partition had fewer replicas in sync than an acknowledgement takes,
 * or no leader.
 */
final class InSyncWatch implements AutoCloseable {
  private static final int RETRY_MILLIS = 1_000;

  private final int minimum;
  private final CuratorFramework zookeeper;
  private final CuratorCache states;
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final AtomicInteger looks = new AtomicInteger();

  /**
   * @param zookeeper Kafka's, with chroot
   * @param minimum {@code min.insync.replicas} of the topic
   */
  InSyncWatch(String zookeeper, String topic, int minimum) {
    this.minimum = minimum;
    this.zookeeper = CuratorFrameworkFactory.newClient(zookeeper, new RetryForever(RETRY_MILLIS));
    this.zookeeper.start();
    this.states = CuratorCache.build(this.zookeeper, "/brokers/topics/" + topic);
    states
        .listenable()
        .addListener(
            CuratorCacheListener.builder()
                .forCreatesAndChanges((before, now) -> look(now))
                .build());
    states.start();
  }

  private void look(ChildData node) {
    if (!node.getPath().endsWith("/state")) {
      return;
    }
    looks.incrementAndGet();
    try {
      JsonNode state = Http.JSON.readTree(node.getData());
      if (state.path("isr").size() < minimum || state.path("leader").asInt() < 0) {
        violations.add(node.getPath() + ": " + state);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it saw that shouldn't have been. */
  List<String> violations() {
    return List.copyOf(violations);
  }

  /** How many states it saw. */
  int looks() {
    return looks.get();
  }

  @Override
  public void close() {
    states.close();
    zookeeper.close();
  }
}
