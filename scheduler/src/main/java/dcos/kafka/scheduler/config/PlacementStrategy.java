package dcos.kafka.scheduler.config;

/** Whether two brokers of the service may run on one agent. */
public enum PlacementStrategy {
  /** They may. */
  ANY,
  /** They may not. */
  NODE
}
