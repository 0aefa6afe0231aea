package dcos.kafka.scheduler.kafka;

import dcos.kafka.api.topics.PartitionState;
import dcos.kafka.scheduler.kafka.observation.ClusterObservation;
import dcos.kafka.scheduler.kafka.observation.KafkaObserver;
import dcos.kafka.scheduler.kafka.observation.Registration;
import dcos.kafka.scheduler.kafka.observation.Replication;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.curator.framework.api.CuratorWatcher;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches Kafka through its ZooKeeper: registrations, controller, topics, and the state of each
 * partition, where leaders write the in-sync set. A watch on every state node costs ZooKeeper a
 * hundred bytes and tells of a change at once; brokers repeat the in-sync set in their metadata
 * only 2 to 60 seconds later, so asking them would be late as well as polling. While nothing
 * changes, nothing is sent.
 *
 * <p>What ZooKeeper does not know, {@code min.insync.replicas} where a topic has none of its own,
 * is asked of a broker, and again when a setting or the set of brokers changed. As long as that
 * isn't answered, replication is unknown ({@link MinInsync}).
 *
 * <p>One thread owns all state. A change marks the observation as old; when nothing is being read
 * any more, the next one is made.
 */
final class ZookeeperObserver implements KafkaObserver {

  private static final Logger LOG = LoggerFactory.getLogger(ZookeeperObserver.class);

  /** A broker that stops changes thousands of partitions at once: they make one observation. */
  private static final int GATHER_MILLIS = 50;

  /**
   * Longer than ZooKeeper's client itself tries; whatever gets lost must not silence the observer.
   */
  private static final int LONGEST_READ_SECONDS = 30;

  /** After a read that failed, everything is read again. */
  private static final int READ_AGAIN_MILLIS = 10_000;

  private final KafkaZookeeper zookeeper;
  private final AdminConnection admin;
  private final MinInsync minInsync;
  private final ScheduledExecutorService owner =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "kafka-observer");
            thread.setDaemon(true);
            return thread;
          });
  private final CuratorWatcher watcher = this::noticed;

  private final PartitionTable table = new PartitionTable();
  private final SortedMap<Integer, Registration> brokers = new TreeMap<>();

  /** The brokers whose nodes were there when their names were read last, and are watched. */
  private final Set<Integer> watched = new HashSet<>();

  private Set<String> deleting = Set.of();
  private OptionalInt controller = OptionalInt.empty();
  private Consumer<ClusterObservation> listener = observation -> {};
  private volatile boolean connected;
  private volatile boolean complete;
  private int reading;
  private boolean gathering;

  /** Why not all is read that there is; empty while it is. */
  private Optional<String> unread = Optional.empty();

  /** Counts how often everything was read; what an earlier time brought to light is old. */
  private int round;

  private volatile ClusterObservation current = ClusterObservation.nothing();
  private volatile Optional<List<PartitionReplicas>> partitions = Optional.empty();

  ZookeeperObserver(KafkaZookeeper zookeeper, AdminConnection admin) {
    this.zookeeper = zookeeper;
    this.admin = admin;
    this.minInsync = new MinInsync(admin, this::later, this::gather);
  }

  @Override
  public void start(Consumer<ClusterObservation> changed) {
    run(() -> listener = changed);
    zookeeper
        .client()
        .getConnectionStateListenable()
        .addListener((client, state) -> run(() -> connection(state)));
    run(this::readAll);
  }

  @Override
  public ClusterObservation current() {
    return current;
  }

  /** All topics, in no order; empty while ZooKeeper isn't connected or they were not read yet. */
  Optional<Set<String>> topics() {
    return connected && complete ? Optional.of(table.topics()) : Optional.empty();
  }

  /**
   * The state of each partition of a topic, as up to date as a watch is: some milliseconds behind;
   * empty while ZooKeeper isn't connected, not all of it was read yet, or there is no such topic.
   */
  Optional<List<PartitionState>> describe(String topic) {
    return connected ? table.describe(topic) : Optional.empty();
  }

  /**
   * Every partition as it was last seen; empty while ZooKeeper isn't connected or not everything
   * was read yet.
   */
  Optional<List<PartitionReplicas>> partitions() {
    return partitions;
  }

  @Override
  public void close() {
    owner.shutdownNow();
  }

  private void connection(ConnectionState state) {
    LOG.info("Kafka's ZooKeeper: {}", state);
    if (state.isConnected()) {
      // Also after a short interruption: watches of a session that ended are gone, and reading is
      // cheap.
      readAll();
    } else {
      connected = false;
      gather();
    }
  }

  private void readAll() {
    round++;
    unread = Optional.empty();
    minInsync.forget();
    table.clear();
    complete = false;
    watched.clear();
    readBrokers();
    readController();
    readTopics();
    readDeletions();
    readConfigChanges();
  }

  private void noticed(WatchedEvent event) {
    if (event.getType() == Watcher.Event.EventType.None || event.getPath() == null) {
      return; // The connection changed; that is heard elsewhere.
    }
    run(() -> changed(event.getPath()));
  }

  private void changed(String path) {
    switch (path) {
      case ZookeeperNodes.BROKERS -> readBrokers();
      case ZookeeperNodes.CONTROLLER -> readController();
      case ZookeeperNodes.TOPICS -> readTopics();
      case ZookeeperNodes.CONFIG_CHANGES -> {
        minInsync.forget();
        readConfigChanges();
      }
      case ZookeeperNodes.DELETIONS -> readDeletions();
      default -> {
        ZookeeperNodes.brokerOf(path).filter(watched::contains).ifPresent(this::readBroker);
        ZookeeperNodes.topicOf(path).filter(table::has).ifPresent(this::readTopic);
        ZookeeperNodes.partitionOf(path)
            .filter(id -> table.has(id.topic()))
            .ifPresent(this::readState);
      }
    }
  }

  private void readBrokers() {
    track(
        zookeeper.children(ZookeeperNodes.BROKERS, watcher),
        children -> {
          List<Integer> ids = children.orElse(List.of()).stream().map(Integer::valueOf).toList();
          if (brokers.keySet().retainAll(ids)) {
            brokersChanged();
          }
          watched.retainAll(ids);
          ids.stream().filter(watched::add).forEach(this::readBroker);
        });
  }

  /**
   * A node of its own tells when it changes, so that one broker's registration is one read, however
   * many there are. One that was started anew may have taken its old place between two reads of
   * their names.
   */
  private void readBroker(int id) {
    track(zookeeper.node(ZookeeperNodes.broker(id), watcher), node -> registered(id, node));
  }

  private void registered(int id, Optional<KafkaZookeeper.Node> node) {
    Optional<Registration> now = node.flatMap(found -> ZookeeperNodes.registration(id, found));
    Optional<Registration> before = Optional.ofNullable(brokers.get(id));
    if (now.equals(before)) {
      return;
    }
    now.ifPresentOrElse(registration -> brokers.put(id, registration), () -> brokers.remove(id));
    brokersChanged();
  }

  private void brokersChanged() {
    admin.brokersAt(
        brokers.values().stream()
            .map(broker -> broker.host() + ":" + broker.port())
            .collect(Collectors.toSet()));
    minInsync.forget();
  }

  private void readController() {
    track(
        zookeeper.node(ZookeeperNodes.CONTROLLER, watcher),
        node -> controller = node.map(ZookeeperNodes::controller).orElseGet(OptionalInt::empty));
  }

  private void readTopics() {
    track(
        zookeeper.children(ZookeeperNodes.TOPICS, watcher),
        children -> {
          Set<String> topics = new HashSet<>(children.orElse(List.of()));
          table.topics(topics).forEach(this::readTopic);
          minInsync.retain(topics);
          complete = true;
        });
  }

  /**
   * Topics that are to be deleted stay in ZooKeeper until all their brokers took part; nobody
   * misses their replicas.
   */
  private void readDeletions() {
    track(
        zookeeper.children(ZookeeperNodes.DELETIONS, watcher),
        children -> deleting = Set.copyOf(children.orElse(List.of())));
  }

  private void readConfigChanges() {
    track(zookeeper.children(ZookeeperNodes.CONFIG_CHANGES, watcher), children -> {});
  }

  private void readTopic(String topic) {
    track(
        zookeeper.node(ZookeeperNodes.topic(topic), watcher),
        node ->
            node.map(ZookeeperNodes::assignment)
                .ifPresent(
                    assignment -> table.assigned(topic, assignment).forEach(this::readState)));
  }

  private void readState(PartitionId id) {
    track(
        zookeeper.node(ZookeeperNodes.state(id), watcher),
        node ->
            table.state(
                id,
                node.map(found -> ZookeeperNodes.state(id.number(), found))
                    .orElseGet(() -> ZookeeperNodes.noState(id.number()))));
  }

  /**
   * Has what is read dealt with by the owning thread, and the observation made when nothing is
   * being read any more.
   */
  private <T> void track(CompletableFuture<T> read, Consumer<T> then) {
    reading++;
    int begun = round;
    read.orTimeout(LONGEST_READ_SECONDS, TimeUnit.SECONDS)
        .whenComplete(
            (value, failure) ->
                run(
                    () -> {
                      reading--;
                      if (failure == null) {
                        connected = true;
                        then.accept(value);
                      } else if (begun == round) {
                        unreadable(failure);
                      }
                      gather();
                    }));
  }

  /** Until everything was read again, nobody knows what is missing. */
  private void unreadable(Throwable failure) {
    connected = false;
    if (unread.isPresent()) {
      return;
    }
    String why = "Kafka's ZooKeeper can't be read: " + failure;
    LOG.warn("{}; trying again in {} s", why, READ_AGAIN_MILLIS / 1000);
    unread = Optional.of(why + ".");
    int failed = round;
    later(
        READ_AGAIN_MILLIS,
        () -> {
          if (failed == round) {
            readAll();
          }
        });
  }

  private void gather() {
    if (gathering) {
      return;
    }
    gathering = true;
    later(
        GATHER_MILLIS,
        () -> {
          gathering = false;
          conclude();
        });
  }

  private void conclude() {
    if (reading > 0) {
      return; // The last of these comes here again.
    }
    List<PartitionReplicas> all =
        table.partitions().stream().filter(p -> !deleting.contains(p.id().topic())).toList();
    boolean whole = connected && complete && unread.isEmpty();
    partitions = whole ? Optional.of(all) : Optional.empty();
    publish(
        new ClusterObservation(
            connected,
            brokers,
            controller,
            whole
                ? replication(all)
                : new Replication.Unknown(unread.orElse("Kafka's ZooKeeper does not answer."))));
  }

  private Replication replication(List<PartitionReplicas> all) {
    List<String> unknown =
        minInsync.unknown(all.stream().map(p -> p.id().topic()).distinct().toList());
    if (unknown.isEmpty()) {
      return ReplicationSummary.of(all, minInsync.known());
    }
    if (brokers.isEmpty()) {
      return new Replication.Unknown(
          "No broker is registered that could be asked about its topics.");
    }
    minInsync.learn(unknown);
    return new Replication.Unknown(minInsync.why());
  }

  private void publish(ClusterObservation observation) {
    if (!observation.equals(current)) {
      current = observation;
      listener.accept(observation);
    }
  }

  private void run(Runnable task) {
    later(0, task);
  }

  private void later(int millis, Runnable task) {
    try {
      owner.schedule(() -> guarded(task), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Closed, so nobody is told any more");
    }
  }

  /** A defect in one reaction must not silence all later ones. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("A change of Kafka could not be dealt with", e);
    }
  }
}
