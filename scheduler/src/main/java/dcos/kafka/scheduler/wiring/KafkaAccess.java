package dcos.kafka.scheduler.wiring;

import dcos.kafka.api.topics.TopicService;
import dcos.kafka.scheduler.kafka.KafkaAdministration;
import dcos.kafka.scheduler.kafka.observation.KafkaObserver;

/**
 * What the scheduler has to do with the Kafka that it runs.
 *
 * @param zookeeper what brokers have as {@code zookeeper.connect}
 * @param administration topics and observation over that
 */
record KafkaAccess(String zookeeper, KafkaAdministration administration) {

  /** Begins to connect; returns at once. */
  static KafkaAccess to(String zookeeper) {
    return new KafkaAccess(
        zookeeper,
        new KafkaAdministration(
            zookeeper, () -> "GET /v1/plan and GET /v1/debug/offers tell what brokers wait for."));
  }

  KafkaObserver observer() {
    return administration.observer();
  }

  TopicService topics() {
    return administration.topics();
  }

  void close() {
    administration.close();
  }
}
