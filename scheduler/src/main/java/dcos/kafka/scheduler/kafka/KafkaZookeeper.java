package dcos.kafka.scheduler.kafka;

import dcos.kafka.mesos.zookeeper.Clients;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.BackgroundCallback;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.api.CuratorWatcher;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/**
 * Reads Kafka's ZooKeeper without blocking. Only plain reads and one-time watches, which every
 * ZooKeeper since 3.4 has: the one of a DC/OS master is that old.
 */
final class KafkaZookeeper implements AutoCloseable {

  /**
   * A node's content.
   *
   * @param data as bytes
   * @param stat when it was created, by which transaction
   */
  record Node(byte[] data, Stat stat) {}

  private static final int SESSION_MILLIS = 20_000;
  private static final int CONNECTION_MILLIS = 5_000;
  private static final int FIRST_PAUSE_MILLIS = 100;
  private static final int RETRIES = 3;

  private final CuratorFramework client;

  private KafkaZookeeper(CuratorFramework client) {
    this.client = client;
  }

  /**
   * Begins to connect; returns at once.
   *
   * @param address {@code host:port[,…][/chroot]}
   */
  static KafkaZookeeper connect(String address) {
    CuratorFramework client =
        Clients.to(address)
            .sessionTimeoutMs(SESSION_MILLIS)
            .connectionTimeoutMs(CONNECTION_MILLIS)
            .retryPolicy(new ExponentialBackoffRetry(FIRST_PAUSE_MILLIS, RETRIES))
            .build();
    client.start();
    return new KafkaZookeeper(client);
  }

  CuratorFramework client() {
    return client;
  }

  /** A node, or empty when there is none. */
  CompletableFuture<Optional<Node>> node(String path) {
    return read(
        callback -> client.getData().inBackground(callback).forPath(path),
        event -> new Node(event.getData(), event.getStat()));
  }

  /** A node, or empty when there is none; either way the watcher is told of the next change. */
  CompletableFuture<Optional<Node>> node(String path, CuratorWatcher watcher) {
    return watched(
        read(
            callback -> client.getData().usingWatcher(watcher).inBackground(callback).forPath(path),
            event -> new Node(event.getData(), event.getStat())),
        path,
        watcher,
        () -> node(path, watcher));
  }

  /** Names of a node's children, or empty when there is no such node. */
  CompletableFuture<Optional<List<String>>> children(String path) {
    return read(
        callback -> client.getChildren().inBackground(callback).forPath(path),
        CuratorEvent::getChildren);
  }

  /** The same; the watcher is told of the next change. */
  CompletableFuture<Optional<List<String>>> children(String path, CuratorWatcher watcher) {
    return watched(
        read(
            callback ->
                client.getChildren().usingWatcher(watcher).inBackground(callback).forPath(path),
            CuratorEvent::getChildren),
        path,
        watcher,
        () -> children(path, watcher));
  }

  /**
   * Reading a node that isn't there leaves no watch, so its creation has to be watched for; it may
   * have been created meanwhile.
   */
  private <T> CompletableFuture<Optional<T>> watched(
      CompletableFuture<Optional<T>> read,
      String path,
      CuratorWatcher watcher,
      Supplier<CompletableFuture<Optional<T>>> again) {
    return read.thenCompose(
        found ->
            found.isPresent()
                ? CompletableFuture.completedFuture(found)
                : KafkaZookeeper.<Stat>read(
                        callback ->
                            client
                                .checkExists()
                                .usingWatcher(watcher)
                                .inBackground(callback)
                                .forPath(path),
                        CuratorEvent::getStat)
                    .thenCompose(
                        stat ->
                            stat.isPresent()
                                ? again.get()
                                : CompletableFuture.completedFuture(found)));
  }

  private static <T> CompletableFuture<Optional<T>> read(
      Start start, Function<CuratorEvent, T> value) {
    CompletableFuture<Optional<T>> result = new CompletableFuture<>();
    BackgroundCallback callback =
        (client, event) -> {
          KeeperException.Code code = KeeperException.Code.get(event.getResultCode());
          if (code == KeeperException.Code.OK) {
            result.complete(Optional.ofNullable(value.apply(event)));
          } else if (code == KeeperException.Code.NONODE) {
            result.complete(Optional.empty());
          } else {
            result.completeExceptionally(KeeperException.create(code, event.getPath()));
          }
        };
    try {
      start.with(callback);
    } catch (Exception e) { // Curator declares no narrower one.
      result.completeExceptionally(e);
    }
    return result;
  }

  private interface Start {
    void with(BackgroundCallback callback) throws Exception;
  }

  @Override
  public void close() {
    client.close();
  }
}
