package dcos.kafka.local.zookeeper;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;

/** One ZooKeeper server whose data outlives it. */
public final class LocalZooKeeper implements AutoCloseable {
  private static final int TICK_MILLIS = 2_000;
  private static final int MAX_CONNECTIONS = 0; // no limit: all clients are on this machine

  private final ZooKeeperServer server;
  private final ServerCnxnFactory connections;
  private final FileTxnSnapLog log;

  private LocalZooKeeper(
      ZooKeeperServer server, ServerCnxnFactory connections, FileTxnSnapLog log) {
    this.server = server;
    this.connections = connections;
    this.log = log;
  }

  /**
   * Starts to serve what is in {@code folder}.
   *
   * @param folder made when it isn't there
   * @param address where it listens; port 0 is one that the system chooses
   * @throws IOException when the folder can't be used or the port is taken
   */
  public static LocalZooKeeper start(Path folder, InetSocketAddress address) throws IOException {
    Files.createDirectories(folder);
    File data = folder.toFile();
    // Otherwise ZooKeeper writes 64 MB of zeros whenever it begins a log.
    System.setProperty("zookeeper.preAllocSize", "1024");
    System.setProperty("zookeeper.admin.enableServer", "false");
    FileTxnSnapLog log = new FileTxnSnapLog(data, data);
    ZooKeeperServer server = new ZooKeeperServer(log, TICK_MILLIS, "");
    ServerCnxnFactory connections = new NIOServerCnxnFactory();
    try {
      connections.configure(address, MAX_CONNECTIONS);
      connections.startup(server);
    } catch (IOException e) {
      connections.shutdown();
      log.close();
      throw e;
    } catch (InterruptedException e) {
      connections.shutdown();
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while ZooKeeper starts", e);
    }
    return new LocalZooKeeper(server, connections, log);
  }

  /** Its address as clients need it, {@code host:port}. */
  public String connectString() {
    InetSocketAddress address = connections.getLocalAddress();
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /** The port that it listens on. */
  public int port() {
    return connections.getLocalPort();
  }

  /**
   * Ends all sessions that there are, as after a silence longer than their time-outs.
   *
   * @return whether one of them is still there, when asked
   */
  public BooleanSupplier expireSessions() {
    Set<Long> all = Set.copyOf(server.getZKDatabase().getSessions());
    all.forEach(server::expire);
    return () -> server.getZKDatabase().getSessions().stream().anyMatch(all::contains);
  }

  /** Ends at once; what it has acknowledged is on disk. */
  @Override
  public void close() throws IOException {
    connections.shutdown();
    server.shutdown(true);
    log.close();
  }
}
