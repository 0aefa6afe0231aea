package dcos.kafka.scheduler.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.AllocationInfo;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Value;

/**
 * A heap of an agent's resources: what is free, and what is reserved under which label. Agents have
 * one, the master has its own idea of each, and each offer is one. Operations are checked as the
 * master does (recording {@code bad-operations}).
 */
final class Bundle {

  static final int FIRST_PORT = 9092;
  private static final double PRECISION = 0.0005;

  private final String role;
  double cpus;
  double mem;
  double disk;

  /** Bit n is set when port 9092 + n is free. */
  int ports;

  final Map<String, Double> mounts = new TreeMap<>();
  final Map<String, Resource> reserved = new LinkedHashMap<>();

  Bundle(String role) {
    this.role = role;
  }

  Bundle copy() {
    Bundle copy = new Bundle(role);
    copy.become(this);
    return copy;
  }

  void become(Bundle other) {
    cpus = other.cpus;
    mem = other.mem;
    disk = other.disk;
    ports = other.ports;
    mounts.clear();
    mounts.putAll(other.mounts);
    reserved.clear();
    reserved.putAll(other.reserved);
  }

  void subtract(Bundle other) {
    cpus -= other.cpus;
    mem -= other.mem;
    disk -= other.disk;
    ports &= ~other.ports;
    mounts.keySet().removeAll(other.mounts.keySet());
    reserved.keySet().removeAll(other.reserved.keySet());
  }

  boolean isWorthOffering() {
    return cpus > PRECISION || mem > PRECISION || !reserved.isEmpty();
  }

  /** Whether everything in {@code other} is in this; then a filter of this refuses the other. */
  boolean contains(Bundle other) {
    return other.cpus <= cpus + PRECISION
        && other.mem <= mem + PRECISION
        && other.disk <= disk + PRECISION
        && (other.ports & ~ports) == 0
        && mounts.keySet().containsAll(other.mounts.keySet())
        && other.reserved.entrySet().stream()
            .allMatch(entry -> entry.getValue().equals(reserved.get(entry.getKey())));
  }

  List<Resource> resources() {
    List<Resource> all = new ArrayList<>();
    scalar(all, "cpus", cpus);
    scalar(all, "mem", mem);
    scalar(all, "disk", disk);
    ports(all);
    mounts.forEach((root, size) -> all.add(mount(root, size)));
    all.addAll(reserved.values());
    return all;
  }

  private void scalar(List<Resource> all, String name, double value) {
    if (value > PRECISION) {
      all.add(free(name).setScalar(Value.Scalar.newBuilder().setValue(value)).build());
    }
  }

  private Resource.Builder free(String name) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setAllocationInfo(AllocationInfo.newBuilder().setRole(role));
  }

  private void ports(List<Resource> all) {
    if (ports == 0) {
      return;
    }
    Value.Ranges.Builder ranges = Value.Ranges.newBuilder();
    for (int bit = 0; bit < Integer.SIZE; bit++) {
      if ((ports >>> bit & 1) == 1) {
        int first = bit;
        while (bit + 1 < Integer.SIZE && (ports >>> (bit + 1) & 1) == 1) {
          bit++;
        }
        ranges.addRange(
            Value.Range.newBuilder().setBegin(FIRST_PORT + first).setEnd(FIRST_PORT + bit));
      }
    }
    all.add(free("ports").setType(Value.Type.RANGES).setRanges(ranges).build());
  }

  private Resource mount(String root, double size) {
    return free("disk")
        .setScalar(Value.Scalar.newBuilder().setValue(size))
        .setDisk(
            DiskInfo.newBuilder()
                .setSource(
                    DiskInfo.Source.newBuilder()
                        .setType(DiskInfo.Source.Type.MOUNT)
                        .setMount(DiskInfo.Source.Mount.newBuilder().setRoot(root))))
        .build();
  }

  /** Carries an operation out, all of it or nothing; what is wrong with it, if something is. */
  Optional<String> apply(Operation operation) {
    Bundle before = copy();
    Optional<String> wrong =
        switch (operation.getType()) {
          case RESERVE -> each(operation.getReserve().getResourcesList(), this::reserve);
          case UNRESERVE -> each(operation.getUnreserve().getResourcesList(), this::unreserve);
          case CREATE -> each(operation.getCreate().getVolumesList(), this::create);
          case DESTROY -> each(operation.getDestroy().getVolumesList(), this::destroy);
          default -> Optional.of("the model knows no " + operation.getType());
        };
    if (wrong.isPresent()) {
      become(before);
    }
    return wrong;
  }

  private interface Single {
    Optional<String> apply(Resource resource);
  }

  private static Optional<String> each(List<Resource> resources, Single single) {
    for (Resource resource : resources) {
      Optional<String> wrong = single.apply(resource);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return resources.isEmpty() ? Optional.of("an operation on nothing") : Optional.empty();
  }

  /** Takes exactly what is reserved under these labels, for a task. */
  Optional<String> take(List<Resource> resources) {
    Optional<String> wrong =
        each(
            resources,
            resource ->
                resource.equals(reserved.get(label(resource)))
                    ? Optional.empty()
                    : Optional.of("required is more than available: " + label(resource)));
    if (wrong.isEmpty()) {
      resources.forEach(resource -> reserved.remove(label(resource)));
    }
    return wrong;
  }

  private Optional<String> reserve(Resource resource) {
    if (resource.getDisk().hasPersistence()) {
      return Optional.of("a volume can't be reserved");
    }
    if (reserved.containsKey(label(resource))) {
      return Optional.of("the label is in use: " + label(resource));
    }
    boolean there = free(resource, -1);
    reserved.put(label(resource), resource);
    return there ? Optional.empty() : Optional.of("not available: " + label(resource));
  }

  private Optional<String> unreserve(Resource resource) {
    if (!resource.equals(reserved.remove(label(resource)))) {
      return Optional.of("not reserved like this: " + label(resource));
    }
    if (resource.getDisk().hasPersistence()) {
      return Optional.of("a volume cannot be unreserved directly: " + label(resource));
    }
    free(resource, 1);
    return Optional.empty();
  }

  private boolean free(Resource resource, int sign) {
    double amount = sign * resource.getScalar().getValue();
    switch (resource.getName()) {
      case "cpus" -> cpus += amount;
      case "mem" -> mem += amount;
      case "ports" -> {
        int bit = 1 << (resource.getRanges().getRange(0).getBegin() - FIRST_PORT);
        boolean isFree = (ports & bit) != 0;
        ports = sign > 0 ? ports | bit : ports & ~bit;
        return isFree || sign > 0;
      }
      default -> {
        if (!resource.getDisk().hasSource()) {
          disk += amount;
          break;
        }
        String root = resource.getDisk().getSource().getMount().getRoot();
        if (sign > 0) {
          mounts.put(root, amount);
          return true;
        }
        Double size = mounts.remove(root);
        return size != null && size == -amount;
      }
    }
    return cpus > -PRECISION && mem > -PRECISION && disk > -PRECISION;
  }

  private Optional<String> create(Resource volume) {
    if (!bare(volume).equals(reserved.get(label(volume)))) {
      return Optional.of("not reserved like this: " + label(volume));
    }
    reserved.put(label(volume), volume);
    return Optional.empty();
  }

  private Optional<String> destroy(Resource volume) {
    if (!volume.getDisk().hasPersistence() || !volume.equals(reserved.get(label(volume)))) {
      return Optional.of("no such volume: " + label(volume));
    }
    reserved.put(label(volume), bare(volume));
    return Optional.empty();
  }

  private static Resource bare(Resource volume) {
    Resource.Builder bare = volume.toBuilder();
    if (volume.getDisk().hasSource()) {
      bare.setDisk(DiskInfo.newBuilder().setSource(volume.getDisk().getSource()));
    } else {
      bare.clearDisk();
    }
    return bare.build();
  }

  /** The resource id that a reserved resource carries. */
  static String label(Resource resource) {
    for (Label label : resource.getReservations(0).getLabels().getLabelsList()) {
      if (label.getKey().equals("resource_id")) {
        return label.getValue();
      }
    }
    throw new Violation("a resource is reserved without a resource_id: %s", resource);
  }
}
