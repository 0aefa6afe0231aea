package dcos.kafka.scheduler.config;

/** Which kind of disk a broker's data is on. */
public enum DiskType {
  /** A share of the volume that the agent's work directory is on. */
  ROOT,
  /** A whole volume of its own, at least as large as asked for. */
  MOUNT
}
