package dcos.kafka.scheduler.kafka;

import dcos.kafka.api.topics.TopicService;
import dcos.kafka.scheduler.kafka.observation.KafkaObserver;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Everything that the service has to do with Kafka besides running it: topics, and what is observed
 * of the cluster. Connects when there is something to connect to; nothing here blocks a caller.
 */
public final class KafkaAdministration implements AutoCloseable {

  private static final int WORKERS = 4;
  private static final int WAITING = 500;

  /** Enough for the most messages that the API lets through, on a slow cluster. */
  private static final Duration LONGEST_TEST = Duration.ofMinutes(15);

  private final ExecutorService workers;
  private final KafkaZookeeper zookeeper;
  private final AdminConnection admin;
  private final ProducerTests tests;
  private final ZookeeperObserver observer;
  private final KafkaTopics topics;
  private final BrokerSettings settings;

  /**
   * Begins to connect; returns at once.
   *
   * @param kafkaZookeeper what brokers have as {@code zookeeper.connect}
   * @param waitingFor what the service waits for while there is no broker, as a sentence that an
   *     operator gets to read; must not block
   */
  public KafkaAdministration(String kafkaZookeeper, Supplier<String> waitingFor) {
    workers = workers();
    zookeeper = KafkaZookeeper.connect(kafkaZookeeper);
    admin = new AdminConnection(workers);
    observer = new ZookeeperObserver(zookeeper, admin);
    settings = new BrokerSettings(admin);
    tests = new ProducerTests(LONGEST_TEST);
    TopicReads reads = new TopicReads(zookeeper, observer, admin);
    topics =
        new KafkaTopics(
            reads,
            new TopicChanges(reads, admin, workers),
            tests,
            observer,
            admin,
            new KafkaErrors(waitingFor));
  }

  /**
   * Watches the cluster; without {@link KafkaObserver#start} no broker becomes known, and topics
   * are refused for lack of one.
   */
  public KafkaObserver observer() {
    return observer;
  }

  /** Topics, for the REST API. */
  public TopicService topics() {
    return topics;
  }

  /**
   * Has a broker take over settings without a restart.
   *
   * @param set values by Kafka's names
   * @param removed names that are not to be set any more
   * @return why it wasn't done; empty when it was
   */
  public CompletionStage<Optional<String>> applySettings(
      int broker, Map<String, String> set, Collection<String> removed) {
    return settings.apply(broker, set, removed);
  }

  /** Few threads and a bounded queue: more calls than that are refused at once. */
  private static ExecutorService workers() {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, "kafka-admin-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public void close() {
    observer.close();
    tests.close();
    admin.close();
    zookeeper.close();
    workers.shutdownNow();
  }
}
