package dcos.kafka.scheduler.config;

/** Whether a rollout looks at Kafka's partitions before it touches the next broker. */
public enum RolloutGate {
  /** It waits until no partition falls below its {@code min.insync.replicas} by what it does. */
  ON,
  /**
   * It goes on as soon as the last broker is up, whatever that does to partitions: the
   * predecessor's behaviour.
   */
  OFF
}
