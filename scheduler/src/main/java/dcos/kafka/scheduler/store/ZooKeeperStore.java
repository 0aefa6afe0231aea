package dcos.kafka.scheduler.store;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.config.KafkaConfiguration;
import dcos.kafka.scheduler.config.kafka.Passwords;
import dcos.kafka.scheduler.core.Change;
import dcos.kafka.scheduler.core.JournalPage;
import dcos.kafka.scheduler.core.Recovery;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.Stray;
import dcos.kafka.scheduler.state.Rollout;
import dcos.kafka.scheduler.state.StoredConfiguration;
import dcos.kafka.scheduler.state.Uninstall;
import dcos.kafka.scheduler.store.FencedNodes.Write;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;

/**
 * The records in ZooKeeper, a node each, below {@code <root>/scheduler}; a frame's are written in
 * one transaction, unless they are more than ZooKeeper takes in one.
 *
 * <p><b>Fencing.</b> Whoever opens the store claims its {@linkplain FencedNodes nodes}. So when a
 * second scheduler starts while the first is alive, the first one's next write fails as a whole,
 * before any of its effects, and it ends. No session has to time out for that, so a restarted
 * scheduler is at work at once. Whoever was away asks {@link #assertOwned} before it says anything
 * to Mesos again.
 */
public final class ZooKeeperStore implements RecordStore {

  /** Bytes of a transaction: it has to fit into a packet, of 1 MB where nobody changed that. */
  private static final int MOST_AT_ONCE = 500_000;

  private static final String RECORDS = "/scheduler";
  private static final String OWNER = "owner";
  private static final String FRAMEWORK_ID = "framework-id";
  private static final String ROLLOUT = "rollout";
  private static final String UNINSTALL = "uninstall";
  private static final String CONFIGURATIONS = "configurations";
  private static final String BROKERS = "brokers";
  private static final String RESERVATIONS = "reservations";
  private static final String STRAYS = "strays";
  private static final String JOURNAL = "journal";

  private final String serviceRoot;
  private final String root;
  private final FencedNodes nodes;
  private final String process;
  private final Map<String, String> environment;
  private List<JournalPage> journal = List.of();

  /**
   * A store that isn't open yet.
   *
   * @param curator started; closed by whoever made it
   * @param serviceRoot the service's path, such as {@code /dcos-service-kafka}
   * @param process names this process to whoever reads the owner's node
   * @param environment Kafka's options as the environment has them, for the passwords among them,
   *     which are not stored
   */
  public ZooKeeperStore(
      CuratorFramework curator,
      String serviceRoot,
      String process,
      Map<String, String> environment) {
    this.serviceRoot = serviceRoot;
    this.root = serviceRoot + RECORDS;
    this.nodes = new FencedNodes(curator, owner(serviceRoot));
    this.process = process;
    this.environment = Map.copyOf(environment);
  }

  /** The node that has what {@code process} was of whoever opened a service's records last. */
  public static String owner(String serviceRoot) {
    return serviceRoot + RECORDS + "/" + OWNER;
  }

  @Override
  public Recovery open() {
    try {
      for (String folder : List.of(CONFIGURATIONS, BROKERS, RESERVATIONS, STRAYS, JOURNAL)) {
        nodes.createIfAbsent(path(folder));
      }
      nodes.claim(process.getBytes(StandardCharsets.UTF_8));
      Optional<String> frameworkId =
          nodes.read(path(FRAMEWORK_ID)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
      Optional<Rollout> rollout =
          nodes
              .read(path(ROLLOUT))
              .map(bytes -> Documents.read(path(ROLLOUT), bytes, Rollout.class));
      Optional<Uninstall> uninstall =
          nodes
              .read(path(UNINSTALL))
              .map(bytes -> Documents.read(path(UNINSTALL), bytes, Uninstall.class));
      journal = all(JOURNAL, JournalPage.class);
      return new Recovery(
          frameworkId,
          rollout,
          uninstall,
          all(CONFIGURATIONS, StoredConfiguration.class).stream().map(this::opened).toList(),
          all(BROKERS, Broker.class),
          all(RESERVATIONS, Reservation.class),
          all(STRAYS, Stray.class));
    } catch (StoreException e) {
      throw e;
    } catch (Exception e) {
      throw failed("read", e);
    }
  }

  @Override
  public List<JournalPage> journal() {
    return journal;
  }

  private <T> List<T> all(String folder, Class<T> type) throws Exception {
    return nodes.readBelow(path(folder)).entrySet().stream()
        .map(node -> Documents.read(node.getKey(), node.getValue(), type))
        .toList();
  }

  private StoredConfiguration opened(StoredConfiguration stored) {
    KafkaConfiguration kafka = stored.configuration().kafka();
    return stored.with(
        stored
            .configuration()
            .with(kafka.withOverrides(Passwords.opened(kafka.overrides(), environment))));
  }

  @Override
  public void commit(List<Change> changes) {
    // The last word on each node counts; a node that comes and goes in one frame never was.
    Map<String, Write> writes = new LinkedHashMap<>();
    for (Change change : changes) {
      Write write = write(change);
      writes.put(write.path(), write);
    }
    try {
      for (List<Write> part : parts(List.copyOf(writes.values()))) {
        nodes.transact(part);
      }
    } catch (KeeperException.BadVersionException e) {
      throw new TakenOverException(root, e);
    } catch (Exception e) {
      throw failed("write", e);
    }
  }

  /**
   * All in one, unless ZooKeeper would refuse that for its size (a frame that launches a thousand
   * brokers), and takes each of its records. Then what others refer to comes first and what nobody
   * refers to any more goes last, so that a process that ends in between leaves rows that are in
   * use by nobody, which are given back, rather than brokers on what is in no row.
   */
  private List<List<Write>> parts(List<Write> all) {
    boolean hopeless = all.stream().anyMatch(write -> write.size() > MOST_AT_ONCE);
    if (hopeless || all.stream().mapToInt(Write::size).sum() <= MOST_AT_ONCE) {
      return List.of(all);
    }
    List<List<Write>> parts = new ArrayList<>();
    int size = MOST_AT_ONCE;
    for (Write write : all.stream().sorted(Comparator.comparingInt(this::rank)).toList()) {
      if (size + write.size() > MOST_AT_ONCE) {
        parts.add(new ArrayList<>());
        size = 0;
      }
      parts.get(parts.size() - 1).add(write);
      size += write.size();
    }
    return parts;
  }

  private int rank(Write write) {
    if (write.data().isEmpty()) {
      return 3;
    }
    boolean referredTo =
        Stream.of(CONFIGURATIONS, RESERVATIONS, STRAYS)
            .anyMatch(folder -> write.path().startsWith(path(folder)));
    return referredTo ? 0 : write.path().startsWith(path(BROKERS)) ? 2 : 1;
  }

  /**
   * Does nothing as long as no other process has opened the records since this one did. May be
   * called by any thread after {@link #open}.
   *
   * @throws TakenOverException when one has
   * @throws StoreException when that can't be found out
   */
  public void assertOwned() {
    commit(List.of());
  }

  private Write write(Change change) {
    if (change instanceof Change.PutFrameworkId put) {
      return new Write(path(FRAMEWORK_ID), Optional.of(put.id().getBytes(StandardCharsets.UTF_8)));
    } else if (change instanceof Change.DropFrameworkId) {
      return new Write(path(FRAMEWORK_ID), Optional.empty());
    } else if (change instanceof Change.PutUninstall put) {
      return put(path(UNINSTALL), put.uninstall());
    } else if (change instanceof Change.PutRollout put) {
      return put(path(ROLLOUT), put.rollout());
    } else if (change instanceof Change.PutConfiguration put) {
      return put(path(CONFIGURATIONS, put.configuration().id()), put.configuration());
    } else if (change instanceof Change.DropConfiguration drop) {
      return new Write(path(CONFIGURATIONS, drop.id()), Optional.empty());
    } else if (change instanceof Change.PutBroker put) {
      return put(path(BROKERS, Integer.toString(put.broker().id())), put.broker());
    } else if (change instanceof Change.PutReservation put) {
      return put(path(RESERVATIONS, put.reservation().id()), put.reservation());
    } else if (change instanceof Change.DropReservation drop) {
      return new Write(path(RESERVATIONS, drop.id()), Optional.empty());
    } else if (change instanceof Change.PutStray put) {
      return put(path(STRAYS, put.stray().resourceId()), put.stray());
    } else if (change instanceof Change.DropStray drop) {
      return new Write(path(STRAYS, drop.resourceId()), Optional.empty());
    } else if (change instanceof Change.PutJournalPage put) {
      return put(path(JOURNAL, Integer.toString(put.page().number())), put.page());
    }
    throw new IllegalStateException("no node is known for " + change);
  }

  private static Write put(String path, Object document) {
    return new Write(path, Optional.of(Documents.write(document)));
  }

  private String path(String name) {
    return root + "/" + name;
  }

  private String path(String folder, String name) {
    return root + "/" + folder + "/" + name;
  }

  private StoreException failed(String what, Exception cause) {
    return new StoreException(
        "can't %s the records at %s in ZooKeeper (%s); is the ensemble up?"
            .formatted(what, root, cause.getMessage()),
        cause);
  }

  @Override
  public void remove() {
    try {
      List<String> last = List.of(FRAMEWORK_ID, UNINSTALL, OWNER);
      for (String name : nodes.children(root)) {
        if (!last.contains(name)) {
          nodes.removeTree(path(name));
        }
      }
      for (String name : nodes.children(serviceRoot)) {
        if (!root.equals(serviceRoot + "/" + name)) {
          nodes.removeTree(serviceRoot + "/" + name);
        }
      }
      // Up to here the next scheduler finds that this is to be done; only who owns it may finish.
      nodes.removeTree(root);
      nodes.removeIfEmpty(serviceRoot);
    } catch (KeeperException.BadVersionException e) {
      throw new TakenOverException(root, e);
    } catch (Exception e) {
      throw failed("remove", e);
    }
  }
}
