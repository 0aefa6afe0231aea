package dcos.kafka.api.connection;

/** What the API asks of the service about how to reach the brokers; snapshots, without blocking. */
public interface ConnectionService {

  /** Brokers that clients can connect to now, ascending by id. */
  BrokerEndpoints brokers();

  /** Kafka's ZooKeeper with chroot, {@code master.mesos:2181/dcos-service-kafka} for example. */
  String zookeeper();
}
