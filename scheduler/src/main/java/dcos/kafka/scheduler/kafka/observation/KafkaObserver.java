package dcos.kafka.scheduler.kafka.observation;

import java.util.function.Consumer;

/**
 * Watches the Kafka cluster; whoever needs it is told of each change, and can look at the last
 * state at any time.
 */
public interface KafkaObserver extends AutoCloseable {

  /**
   * Begins to watch; returns at once.
   *
   * @param changed called, one call at a time and on a thread of the observer, with each
   *     observation that differs from the one before; it must not block
   */
  void start(Consumer<ClusterObservation> changed);

  /** What was seen last; never blocks. */
  ClusterObservation current();

  /** Stops watching. */
  @Override
  void close();
}
