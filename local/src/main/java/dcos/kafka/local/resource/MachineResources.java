package dcos.kafka.local.resource;

import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.DiskInfo.Source;
import org.apache.mesos.v1.Protos.Value;

/** Collects what an agent has, as an operator gives it to a Mesos agent in {@code --resources}. */
public final class MachineResources {
  private final List<Resource> resources = new ArrayList<>();

  /** Processor cores; a share of them as a fraction. */
  public MachineResources cpus(double cores) {
    return scalar("cpus", cores);
  }

  /** Memory in MB. */
  public MachineResources mem(double megabytes) {
    return scalar("mem", megabytes);
  }

  /** Space for volumes and sandboxes on the agent's own disk, in MB. */
  public MachineResources disk(double megabytes) {
    return scalar("disk", megabytes);
  }

  /**
   * A disk of its own, which is only used as a whole, in MB; {@code root} is the folder where it is
   * mounted.
   */
  public MachineResources mountDisk(double megabytes, String root) {
    resources.add(
        scalarResource("disk", megabytes)
            .setDisk(
                DiskInfo.newBuilder()
                    .setSource(
                        Source.newBuilder()
                            .setType(Source.Type.MOUNT)
                            .setMount(Source.Mount.newBuilder().setRoot(root))))
            .build());
    return this;
  }

  /** The ports from {@code first} to {@code last}; may be given several times. */
  public MachineResources ports(int first, int last) {
    resources.add(
        Resource.newBuilder()
            .setName("ports")
            .setType(Value.Type.RANGES)
            .setRanges(
                Value.Ranges.newBuilder()
                    .addRange(Value.Range.newBuilder().setBegin(first).setEnd(last)))
            .build());
    return this;
  }

  /** All that was given. */
  public Resources build() {
    return Resources.of(resources);
  }

  private MachineResources scalar(String name, double value) {
    resources.add(scalarResource(name, value).build());
    return this;
  }

  private static Resource.Builder scalarResource(String name, double value) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(value));
  }
}
