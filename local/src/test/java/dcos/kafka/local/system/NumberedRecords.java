package dcos.kafka.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;

/**
 * Writes the numbers from 0 on to a topic of three replicas, of which two have to have each record
 * before it is acknowledged, and remembers which were.
 */
final class NumberedRecords implements AutoCloseable {
  static final int PARTITIONS = 6;
  static final int REPLICAS = 3;
  static final int MIN_IN_SYNC = 2;

  private static final int INTERVAL_MILLIS = 10;
  private static final Duration READING = Duration.ofMinutes(2);

  private final String topic;
  private final KafkaProducer<Integer, Integer> producer;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger next = new AtomicInteger();
  private final ConcurrentSkipListSet<Integer> acknowledged = new ConcurrentSkipListSet<>();

  private NumberedRecords(String servers, String topic) {
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "acks", "all", "linger.ms", 5),
            new IntegerSerializer(),
            new IntegerSerializer());
    clock.scheduleWithFixedDelay(this::write, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Creates the topic and begins. */
  static NumberedRecords into(String topic, String servers) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      NewTopic wanted =
          new NewTopic(topic, PARTITIONS, (short) REPLICAS)
              .configs(Map.of("min.insync.replicas", Integer.toString(MIN_IN_SYNC)));
      admin.createTopics(List.of(wanted)).all().get(1, TimeUnit.MINUTES);
    }
    return new NumberedRecords(servers, topic);
  }

  private void write() {
    int number = next.getAndIncrement();
    producer.send(
        new ProducerRecord<>(topic, number, number),
        (metadata, failure) -> {
          if (failure == null) {
            acknowledged.add(number);
          }
        });
  }

  /**
   * Waits until some that were not even written yet are acknowledged: the cluster takes records.
   */
  void awaitProgress() {
    int from = next.get();
    await("records are acknowledged")
        .atMost(Cluster.PATIENCE)
        .until(() -> !acknowledged.tailSet(from + 50).isEmpty());
  }

  /** Ends the writing; what is under way is finished. */
  void finish() {
    clock.shutdownNow();
    producer.flush();
  }

  /** Reads the topic and proves that every acknowledged record is there. */
  void assertNoneLost(String servers) {
    BitSet read = new BitSet();
    try (KafkaConsumer<Integer, Integer> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers, "auto.offset.reset", "earliest"),
            new IntegerDeserializer(),
            new IntegerDeserializer())) {
      List<TopicPartition> all =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      long deadline = System.nanoTime() + READING.toNanos();
      while (all.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))
          && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofSeconds(1)).forEach(record -> read.set(record.value()));
      }
    }
    List<Integer> lost = acknowledged.stream().filter(number -> !read.get(number)).toList();
    assertThat(acknowledged).as("acknowledged").hasSizeGreaterThan(100);
    assertThat(lost).as("lost of %d acknowledged records", acknowledged.size()).isEmpty();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    producer.close(Duration.ofSeconds(5));
  }
}
