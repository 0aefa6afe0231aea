package dcos.kafka.scheduler.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;

/**
 * Nodes of ZooKeeper that only the process writes that claimed them last.
 *
 * <p>Whoever claims them rewrites one node, and every transaction asserts that it is still at the
 * version that its process left. So when a second process claims them, the first one's next write
 * fails as a whole, with {@link KeeperException.BadVersionException}. No session has to time out
 * for that.
 *
 * <p>All methods throw what ZooKeeper's client throws. Used by one thread, but for {@link
 * #transact} with nothing to write.
 */
final class FencedNodes {

  /** As many paths as fit into a packet. */
  private static final int REMOVED_AT_ONCE = 1000;

  private final CuratorFramework curator;
  private final String fence;
  private final Set<String> existing = new HashSet<>();
  private int version;

  /**
   * Nodes that aren't claimed yet.
   *
   * @param fence the path of the node whose version tells who has claimed them
   */
  FencedNodes(CuratorFramework curator, String fence) {
    this.curator = curator;
    this.fence = fence;
  }

  /** What a node is to hold; nothing where it is to be gone. */
  record Write(String path, Optional<byte[]> data) {
    /** Of the operation, in bytes, at most. */
    int size() {
      return data.map(bytes -> bytes.length).orElse(0) + 2 * path.length() + 100;
    }
  }

  /** From now on this process alone may write; {@code who} is what the fence holds. */
  void claim(byte[] who) throws Exception {
    createIfAbsent(fence);
    version = curator.setData().forPath(fence, who).getVersion();
  }

  /** An empty node, with those above it. */
  void createIfAbsent(String path) throws Exception {
    try {
      curator.create().creatingParentsIfNeeded().forPath(path, new byte[0]);
    } catch (KeeperException.NodeExistsException e) {
      // as wanted
    }
  }

  /** What a node holds; empty when there is none. */
  Optional<byte[]> read(String path) throws Exception {
    return answer(path, ask(path));
  }

  /**
   * What the nodes right below a path hold, by their paths. They are asked for all at once: one
   * after another, a thousand would take seconds.
   */
  Map<String, byte[]> readBelow(String path) throws Exception {
    Map<String, Future<CuratorEvent>> asked = new LinkedHashMap<>();
    for (String name : curator.getChildren().forPath(path)) {
      asked.put(path + "/" + name, ask(path + "/" + name));
    }
    Map<String, byte[]> found = new LinkedHashMap<>();
    for (Map.Entry<String, Future<CuratorEvent>> one : asked.entrySet()) {
      answer(one.getKey(), one.getValue()).ifPresent(bytes -> found.put(one.getKey(), bytes));
    }
    return found;
  }

  private Future<CuratorEvent> ask(String path) throws Exception {
    CompletableFuture<CuratorEvent> answer = new CompletableFuture<>();
    curator.getData().inBackground((client, event) -> answer.complete(event)).forPath(path);
    return answer;
  }

  private Optional<byte[]> answer(String path, Future<CuratorEvent> asked) throws Exception {
    CuratorEvent event = asked.get();
    Code code = Code.get(event.getResultCode());
    if (code == Code.NONODE) {
      return Optional.empty();
    } else if (code != Code.OK) {
      throw KeeperException.create(code, path);
    }
    existing.add(path);
    return Optional.of(event.getData());
  }

  /**
   * Does all of it, or nothing. Nodes that were read or written through this are known to exist.
   */
  void transact(List<Write> writes) throws Exception {
    List<CuratorOp> operations = fenced();
    for (Write write : writes) {
      operation(write.path(), write.data()).ifPresent(operations::add);
    }
    curator.transaction().forOperations(operations);
    for (Write write : writes) {
      if (write.data().isPresent()) {
        existing.add(write.path());
      } else {
        existing.remove(write.path());
      }
    }
  }

  /** What every transaction begins with: nobody else has claimed them. */
  private List<CuratorOp> fenced() throws Exception {
    List<CuratorOp> operations = new ArrayList<>();
    operations.add(curator.transactionOp().check().withVersion(version).forPath(fence));
    return operations;
  }

  private Optional<CuratorOp> operation(String path, Optional<byte[]> data) throws Exception {
    boolean exists = existing.contains(path);
    if (data.isEmpty()) {
      return exists
          ? Optional.of(curator.transactionOp().delete().forPath(path))
          : Optional.empty();
    }
    return Optional.of(
        exists
            ? curator.transactionOp().setData().forPath(path, data.get())
            : curator.transactionOp().create().forPath(path, data.get()));
  }

  /** Names of the nodes right below a path; none where there is no such node. */
  List<String> children(String path) throws Exception {
    try {
      return curator.getChildren().forPath(path);
    } catch (KeeperException.NoNodeException e) {
      return List.of();
    }
  }

  /**
   * Removes a node and all below it, the fence too where it is there; so many nodes at a time, each
   * after what is below it. Each time nobody else may have claimed them.
   */
  void removeTree(String path) throws Exception {
    List<String> paths = tree(path);
    for (int from = 0; from < paths.size(); from += REMOVED_AT_ONCE) {
      List<CuratorOp> operations = fenced();
      for (String each : paths.subList(from, Math.min(from + REMOVED_AT_ONCE, paths.size()))) {
        operations.add(curator.transactionOp().delete().forPath(each));
      }
      curator.transaction().forOperations(operations);
    }
    paths.forEach(existing::remove);
  }

  /** A node and all below it, each after what is below it; nothing where there is no such node. */
  private List<String> tree(String path) throws Exception {
    List<String> all = new ArrayList<>();
    for (String name : children(path)) {
      all.addAll(tree(path + "/" + name));
    }
    if (curator.checkExists().forPath(path) != null) {
      all.add(path);
    }
    return all;
  }

  /**
   * Removes a node that nobody has claimed; what turned up below it meanwhile is somebody else's.
   */
  void removeIfEmpty(String path) throws Exception {
    try {
      curator.delete().forPath(path);
    } catch (KeeperException.NoNodeException | KeeperException.NotEmptyException e) {
      // as wanted
    }
  }
}
