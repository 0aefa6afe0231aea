package dcos.kafka.scheduler.ledger;

import java.util.Optional;

/**
 * One reserved resource of a broker, a row of the ledger.
 *
 * @param id the value of its {@code resource_id} label, unique for ever: identical reservations
 *     would be merged by Mesos (docs/reservation.md), differently labelled ones never are
 * @param part what it is for
 * @param amount CPUs, or MB of memory or disk, or for {@link Part#PORT} the port number
 * @param volume the persistent volume on it; present for {@link Part#DISK} only
 */
public record ReservedResource(String id, Part part, double amount, Optional<Volume> volume) {

  /** What a reserved resource is for. */
  public enum Part {
    /** CPUs of the broker. */
    CPUS("cpus", false),
    /** Memory of the broker in MB. */
    MEM("mem", false),
    /** The port that the broker listens on. */
    PORT("ports", false),
    /** The disk of the broker's persistent volume in MB. */
    DISK("disk", false),
    /** CPUs of the executor beside the broker. */
    EXECUTOR_CPUS("cpus", true),
    /** Memory of the executor beside the broker in MB. */
    EXECUTOR_MEM("mem", true);

    private final String resourceName;
    private final boolean executors;

    Part(String resourceName, boolean executors) {
      this.resourceName = resourceName;
      this.executors = executors;
    }

    /** The name of the Mesos resource. */
    public String resourceName() {
      return resourceName;
    }

    /** Whether it belongs to the executor rather than to the task. */
    public boolean isExecutors() {
      return executors;
    }
  }

  /**
   * A persistent volume.
   *
   * @param id its persistence id, unique per role and agent as Mesos demands
   * @param mountRoot the root of the MOUNT disk that it takes whole; empty on the agent's own disk
   * @param source what else Mesos says of that disk (its id, profile, vendor), which has to be
   *     repeated to the letter: the whole {@code DiskInfo.Source} in protobuf and base64; empty
   *     where it says no more than the root
   */
  public record Volume(String id, Optional<String> mountRoot, Optional<String> source) {
    /** On the agent's own disk, or on a disk of which no more than the root is said. */
    public Volume(String id, Optional<String> mountRoot) {
      this(id, mountRoot, Optional.empty());
    }
  }
}
