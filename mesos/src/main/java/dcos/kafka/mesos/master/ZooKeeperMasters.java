package dcos.kafka.mesos.master;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcos.kafka.mesos.zookeeper.Clients;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.api.CuratorWatcher;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leader by ZooKeeper: each master keeps an ephemeral node {@code json.info_<sequence>} with
 * its MasterInfo as JSON, and the one with the lowest sequence number leads.
 *
 * <p>Only plain reads with one-time watches, which every ZooKeeper since 3.4 has: DC/OS clusters
 * run old ones. The nodes are read when the connection comes up, when a watch fires, and on
 * suspicion; nothing is polled.
 */
final class ZooKeeperMasters implements MasterDetector {
  private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperMasters.class);
  private static final String PREFIX = "json.info_";
  private static final int SESSION_TIMEOUT_MS = 10_000;
  private static final int CONNECTION_TIMEOUT_MS = 10_000;
  private static final int RETRY_MS = 1_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MasterAddress.InZooKeeper address;
  private final CuratorFramework curator;
  private final CuratorWatcher watcher =
      event -> {
        if (event.getType() != EventType.None) {
          look();
        }
      };

  /** Complete while a leader is known. */
  private CompletableFuture<URI> leader = new CompletableFuture<>();

  private boolean closed;

  ZooKeeperMasters(MasterAddress.InZooKeeper address) {
    this.address = address;
    CuratorFrameworkFactory.Builder builder =
        Clients.to(address.servers())
            .sessionTimeoutMs(SESSION_TIMEOUT_MS)
            .connectionTimeoutMs(CONNECTION_TIMEOUT_MS)
            .retryPolicy(new RetryOneTime(RETRY_MS));
    address
        .credentials()
        .ifPresent(it -> builder.authorization("digest", it.getBytes(StandardCharsets.UTF_8)));
    curator = builder.build();
    curator
        .getConnectionStateListenable()
        .addListener(
            (client, state) -> {
              if (state.isConnected()) {
                look();
              }
            });
    curator.start();
  }

  @Override
  public synchronized CompletionStage<URI> leader() {
    return leader.copy();
  }

  /** What ZooKeeper says stays true until it says otherwise; this only makes sure of it. */
  @Override
  public void suspect(URI master) {
    look();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      leader.completeExceptionally(new CancellationException("The master detector was closed"));
    }
    curator.close();
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private void look() {
    inBackground(
        () ->
            curator
                .getChildren()
                .usingWatcher(watcher)
                .inBackground((client, event) -> listed(event))
                .forPath(address.path()));
  }

  private void listed(CuratorEvent event) {
    switch (Code.get(event.getResultCode())) {
      case OK -> read(event.getChildren());
      case NONODE -> {
        set(Optional.empty());
        awaitPath();
      }
      default -> failed(event);
    }
  }

  /** No master ever registered there: wait for the first. */
  private void awaitPath() {
    LOG.warn("There is no {} in ZooKeeper; waiting for a Mesos master to register", address);
    inBackground(
        () ->
            curator
                .checkExists()
                .usingWatcher(watcher)
                .inBackground(
                    (client, event) -> {
                      if (event.getResultCode() == Code.OK.intValue()) {
                        look();
                      }
                    })
                .forPath(address.path()));
  }

  private void read(List<String> children) {
    Optional<String> lowest =
        children.stream()
            .filter(name -> name.startsWith(PREFIX))
            .min(Comparator.comparing(name -> name.substring(PREFIX.length())));
    if (lowest.isEmpty()) {
      LOG.warn("No Mesos master leads according to {}; waiting for an election", address);
      set(Optional.empty());
      return;
    }
    inBackground(
        () ->
            curator
                .getData()
                .inBackground((client, event) -> found(event))
                .forPath(address.path() + "/" + lowest.get()));
  }

  private void found(CuratorEvent event) {
    switch (Code.get(event.getResultCode())) {
      case OK -> set(parse(event));
      case NONODE -> LOG.debug("{} vanished; the watch on its parent tells", event.getPath());
      default -> failed(event);
    }
  }

  private Optional<URI> parse(CuratorEvent event) {
    try {
      return Optional.of(address(JSON.readTree(event.getData())));
    } catch (IOException | IllegalArgumentException e) {
      String why =
          e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
      LOG.error("{} in ZooKeeper doesn't describe a Mesos master: {}", event.getPath(), why);
      return Optional.empty();
    }
  }

  private static URI address(JsonNode info) {
    JsonNode address = info.path("address");
    String host = address.path("ip").asText(address.path("hostname").asText());
    int port = address.path("port").asInt();
    if (host.isEmpty() || port == 0) {
      throw new IllegalArgumentException("it has no address");
    }
    URI uri = URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    if (uri.getHost() == null) {
      throw new IllegalArgumentException(host + " is no host name");
    }
    return uri;
  }

  /** A lost connection; the nodes are read again when it is back. */
  private void failed(CuratorEvent event) {
    LOG.warn(
        "Could not read {} in ZooKeeper: {}",
        event.getPath(),
        Code.get(event.getResultCode()).name());
  }

  private synchronized void set(Optional<URI> found) {
    if (closed) {
      return;
    }
    if (leader.isDone()) {
      if (found.isPresent() && found.get().equals(leader.join())) {
        return;
      }
      leader = new CompletableFuture<>();
    }
    found.ifPresent(
        uri -> {
          LOG.info("The leading Mesos master is {}", uri);
          leader.complete(uri);
        });
  }

  private void inBackground(Operation operation) {
    try {
      if (!isClosed()) {
        operation.start();
      }
    } catch (Exception e) {
      // Curator declares Exception; in background it throws only when it was closed meanwhile.
      if (!isClosed()) {
        LOG.error("Could not ask ZooKeeper for {}", address, e);
      }
    }
  }

  @FunctionalInterface
  private interface Operation {
    void start() throws Exception;
  }
}
