package dcos.kafka.executor.registration;

import dcos.kafka.executor.task.BrokerTask;
import dcos.kafka.mesos.zookeeper.Clients;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.api.CuratorWatcher;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryForever;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the ZooKeeper node under which the broker registers. A broker that was killed stays
 * registered until its session ends, so the watch first waits until nobody is registered, says so
 * once, and only then takes a registration for that of the broker that is started meanwhile.
 *
 * <p>Uses plain watches, since Curator's caches need ZooKeeper 3.6, and reads nothing but its node.
 */
public final class RegistrationWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RegistrationWatch.class);
  private static final int SESSION_TIMEOUT_MILLIS = 15_000;
  private static final int CONNECTION_TIMEOUT_MILLIS = 10_000;
  private static final int RETRY_MILLIS = 500;

  private final BrokerTask task;
  private final Listener listener;
  private final CuratorFramework zookeeper;
  private boolean vacant;
  private boolean closed;

  private RegistrationWatch(BrokerTask task, Listener listener) {
    this.task = task;
    this.listener = listener;
    this.zookeeper =
        Clients.to(task.zookeeper())
            .sessionTimeoutMs(SESSION_TIMEOUT_MILLIS)
            .connectionTimeoutMs(CONNECTION_TIMEOUT_MILLIS)
            .retryPolicy(new RetryForever(RETRY_MILLIS))
            .build();
  }

  /**
   * Hears of the registration, on ZooKeeper's thread, which holds the watch meanwhile, so that
   * nothing is told once that is closed: what takes time, or another lock, is to be done elsewhere.
   */
  public interface Listener {
    /** Somebody is registered under the broker's id already; says who. */
    void occupied(String reason);

    /** Nobody is registered. Once. */
    void vacant();

    /** After {@link #vacant}: the broker is registered. May come more than once. */
    void registered();
  }

  /** Begins to watch the registration of the task's broker. */
  public static RegistrationWatch start(BrokerTask task, Listener listener) {
    RegistrationWatch watch = new RegistrationWatch(task, listener);
    watch
        .zookeeper
        .getConnectionStateListenable()
        .addListener(
            (client, state) -> {
              // Watches don't outlive a session, so what was missed is looked up.
              if (state == ConnectionState.RECONNECTED) {
                watch.look();
              }
            });
    watch.zookeeper.start();
    watch.look();
    return watch;
  }

  /** Asks whether the node is there, and to be told when that changes. */
  private void look() {
    try {
      zookeeper
          .checkExists()
          .usingWatcher((CuratorWatcher) this::changed)
          .inBackground((client, answer) -> exists(answer))
          .forPath(task.registrationPath());
    } catch (Exception e) {
      unexpected(e);
    }
  }

  private void changed(WatchedEvent change) {
    // Events without a type are about the connection, of which Curator takes care.
    if (change.getType() != Watcher.Event.EventType.None && !isClosed()) {
      look();
    }
  }

  private void exists(CuratorEvent answer) {
    Code code = Code.get(answer.getResultCode());
    if (code == Code.OK) {
      read();
    } else if (code == Code.NONODE) {
      becomeVacant();
    } else {
      LOG.warn("ZooKeeper answered {} for {}", code, task.registrationPath());
    }
  }

  private void read() {
    try {
      zookeeper
          .getData()
          .inBackground((client, answer) -> content(answer))
          .forPath(task.registrationPath());
    } catch (Exception e) {
      unexpected(e);
    }
  }

  /** A node that went away in between is what the watch tells. */
  private void content(CuratorEvent answer) {
    if (answer.getResultCode() != Code.OK.intValue()) {
      return;
    }
    Registration registration = Registration.read(answer.getData());
    synchronized (this) {
      if (closed) {
        return;
      }
      if (vacant && registration.isOf(task)) {
        listener.registered();
        return;
      }
    }
    listener.occupied(
        "In ZooKeeper at "
            + task.zookeeper()
            + " a broker is registered under the id "
            + task.brokerId()
            + " already, at "
            + String.join(", ", registration.endpoints())
            + ". Either it was killed and its session lasts still, or two brokers have one id");
  }

  private synchronized void becomeVacant() {
    if (!vacant && !closed) {
      vacant = true;
      listener.vacant();
    }
  }

  private void unexpected(Exception e) {
    if (!isClosed()) {
      LOG.error("The broker's registration can't be watched", e);
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /**
   * Nothing is told afterwards but what is being told just now. Returns at once; the connection
   * ends in its own time.
   */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    Thread closing = new Thread(zookeeper::close, "zookeeper-close");
    closing.setDaemon(true);
    closing.start();
  }
}
