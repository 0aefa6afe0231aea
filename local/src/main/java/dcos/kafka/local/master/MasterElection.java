package dcos.kafka.local.master;

import dcos.kafka.mesos.wire.MalformedMessageException;
import dcos.kafka.mesos.wire.MessageFormat;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryForever;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.zookeeper.CreateMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A master's part in the election: its node {@code json.info_<sequence>}, and who has the lowest
 * one.
 */
final class MasterElection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MasterElection.class);
  private static final String LABEL = "json.info_";
  private static final int RETRY_MILLIS = 200;

  private final CuratorFramework zookeeper;
  private final PersistentNode node;
  private final CuratorCache nodes;
  private final MasterOptions.Election election;
  private final Consumer<Optional<MasterInfo>> whenLeaderChanged;

  private MasterElection(
      CuratorFramework zookeeper,
      MasterInfo info,
      MasterOptions.Election election,
      Consumer<Optional<MasterInfo>> whenLeaderChanged) {
    this.zookeeper = zookeeper;
    this.election = election;
    this.whenLeaderChanged = whenLeaderChanged;
    node =
        new PersistentNode(
            zookeeper,
            CreateMode.EPHEMERAL_SEQUENTIAL,
            false,
            election.path() + "/" + LABEL,
            MessageFormat.JSON.encode(info));
    nodes = CuratorCache.build(zookeeper, election.path());
  }

  /**
   * Candidates for {@code info}; {@code whenLeaderChanged} is told by one thread who leads, or that
   * nobody is known to.
   */
  static MasterElection start(
      MasterInfo info,
      MasterOptions.Election election,
      Consumer<Optional<MasterInfo>> whenLeaderChanged) {
    int timeout = Math.toIntExact(election.sessionTimeout().toMillis());
    CuratorFramework zookeeper =
        CuratorFrameworkFactory.builder()
            .connectString(election.zookeeper())
            .sessionTimeoutMs(timeout)
            .connectionTimeoutMs(timeout)
            .retryPolicy(new RetryForever(RETRY_MILLIS))
            .build();
    MasterElection running = new MasterElection(zookeeper, info, election, whenLeaderChanged);
    zookeeper.getConnectionStateListenable().addListener((client, state) -> running.look(state));
    zookeeper.start();
    running.nodes.listenable().addListener((type, before, after) -> running.look());
    running.nodes.start();
    running.node.start();
    return running;
  }

  private void look(ConnectionState state) {
    if (state == ConnectionState.LOST) {
      whenLeaderChanged.accept(Optional.empty());
    } else if (state == ConnectionState.RECONNECTED) {
      look();
    }
  }

  private void look() {
    whenLeaderChanged.accept(
        nodes.stream()
            .filter(child -> child.getPath().startsWith(election.path() + "/" + LABEL))
            .min(Comparator.comparing(ChildData::getPath))
            .flatMap(MasterElection::parse));
  }

  private static Optional<MasterInfo> parse(ChildData child) {
    try {
      return Optional.of(
          MessageFormat.JSON.decode(child.getData(), MasterInfo.newBuilder()).build());
    } catch (MalformedMessageException e) {
      return Optional.empty();
    }
  }

  /** Goes without a word: the others learn of it when the session has timed out. */
  void vanish() {
    nodes.close();
    Thread session =
        new Thread(
            () -> {
              try {
                TimeUnit.MILLISECONDS.sleep(election.sessionTimeout().toMillis());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              withdraw();
            },
            "mesos-master-dying-session");
    session.setDaemon(true);
    session.start();
  }

  /** Gives up its candidacy. */
  @Override
  public void close() {
    nodes.close();
    withdraw();
  }

  private void withdraw() {
    try {
      node.close();
    } catch (IOException e) {
      LOG.debug("The node goes with the session then: {}", e.toString());
    }
    zookeeper.close();
  }
}
