package dcos.kafka.executor.task;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskID;

/**
 * One broker to run.
 *
 * @param id of the task
 * @param brokerId Kafka's number of the broker
 * @param kafkaDirectory the unpacked Kafka distribution, below the sandbox
 * @param heapMb of the broker's JVM, in MB
 * @param host where the broker listens, as its clients name it
 * @param port where the broker listens
 * @param zookeeper Kafka's {@code zookeeper.connect}, with its chroot
 * @param environment for the broker's process, beyond our own
 * @param properties the final {@code server.properties}
 * @param killGrace how long the broker may take to stop, unless a kill says otherwise
 * @param healthCheck empty when the broker's health is not to be checked
 */
public record BrokerTask(
    TaskID id,
    int brokerId,
    String kafkaDirectory,
    int heapMb,
    String host,
    int port,
    String zookeeper,
    Map<String, String> environment,
    Map<String, String> properties,
    Duration killGrace,
    Optional<HealthPolicy> healthCheck) {
  public BrokerTask {
    environment = Map.copyOf(environment);
    properties = Map.copyOf(properties);
  }

  /** The ZooKeeper node, below the chroot, that says that the broker serves. */
  public String registrationPath() {
    return "/brokers/ids/" + brokerId;
  }

  /** Without the environment and the properties, which may hold secrets. */
  @Override
  public String toString() {
    return "broker " + brokerId + " (" + id.getValue() + ") at " + host + ":" + port;
  }
}
