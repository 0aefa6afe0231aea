package dcos.kafka.scheduler.offer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;

/**
 * What an offer holds: what is free for anyone, and what is reserved for us under which label. An
 * immutable value; {@link #minus} gives what is left after a broker took its part.
 *
 * <p>Resources reserved otherwise (statically for the role, or by another framework of the role)
 * are not ours to use and are left out; of the former, how much there is, so that it can be told.
 *
 * @param cpus free CPUs
 * @param memMb free memory
 * @param diskMb free space on the agent's own disk
 * @param ports free ports
 * @param mountDisks free MOUNT disks, which are taken whole
 * @param reserved what carries our labels, by {@code resource_id}
 * @param statically how much of each resource is reserved statically, by its name
 */
public record OfferedResources(
    double cpus,
    double memMb,
    double diskMb,
    PortRanges ports,
    List<Resource> mountDisks,
    Map<String, Resource> reserved,
    Map<String, Double> statically) {

  public OfferedResources {
    reserved = Collections.unmodifiableMap(reserved);
    statically = Collections.unmodifiableMap(statically);
  }

  private static final Resource.ReservationInfo.Type STATIC = Resource.ReservationInfo.Type.STATIC;

  /** The label that carries a reservation's id. */
  public static final String RESOURCE_ID = "resource_id";

  /** The label that says which service reserved it; roles may be shared. */
  public static final String SERVICE = "service";

  /** The label that says which framework reserved it: another one is another installation. */
  public static final String FRAMEWORK_ID = "framework_id";

  /** The label that says for which broker it was reserved. */
  public static final String BROKER = "broker";

  /** Sorts an offer's resources for the service of that name. */
  public static OfferedResources of(Offer offer, String service) {
    double cpus = 0;
    double mem = 0;
    double disk = 0;
    PortRanges ports = new PortRanges(List.of());
    List<Resource> mounts = new ArrayList<>();
    // In the offer's order, so that the same offer is always handled the same way.
    Map<String, Resource> reserved = new LinkedHashMap<>();
    Map<String, Double> statically = new LinkedHashMap<>();
    for (Resource resource : offer.getResourcesList()) {
      if (resource.getReservationsCount() > 0) {
        resourceId(resource, service).ifPresent(id -> reserved.put(id, resource));
        if (resource.getReservationsList().stream().allMatch(r -> r.getType() == STATIC)) {
          statically.merge(resource.getName(), resource.getScalar().getValue(), Double::sum);
        }
        continue;
      }
      if (resource.hasProviderId() || resource.hasShared() || resource.hasRevocable()) {
        // Another's storage, or nothing that stays: neither is for a broker.
        continue;
      }
      switch (resource.getName()) {
        case "cpus" -> cpus += resource.getScalar().getValue();
        case "mem" -> mem += resource.getScalar().getValue();
        case "ports" -> ports = ports.plus(PortRanges.of(resource.getRanges()));
        case "disk" -> {
          if (!resource.hasDisk()) {
            disk += resource.getScalar().getValue();
          } else if (resource.getDisk().getSource().getType()
              == Resource.DiskInfo.Source.Type.MOUNT) {
            mounts.add(resource);
          }
        }
        default -> {
          // gpus and the like are nothing that a broker uses
        }
      }
    }
    return new OfferedResources(cpus, mem, disk, ports, List.copyOf(mounts), reserved, statically);
  }

  /** What a label of a reserved resource says; empty where it has no such label. */
  public static Optional<String> label(Resource resource, String key) {
    return resource
        .getReservations(resource.getReservationsCount() - 1)
        .getLabels()
        .getLabelsList()
        .stream()
        .filter(label -> label.getKey().equals(key))
        .map(Label::getValue)
        .findFirst();
  }

  /** The id on a resource that this service reserved. */
  private static Optional<String> resourceId(Resource resource, String service) {
    return label(resource, SERVICE)
        .filter(service::equals)
        .flatMap(ours -> label(resource, RESOURCE_ID));
  }

  /** The same with resources that this service reserved and that are not in the offer. */
  public OfferedResources with(List<Resource> more) {
    Map<String, Resource> all = new LinkedHashMap<>(reserved);
    more.forEach(resource -> all.put(label(resource, RESOURCE_ID).orElseThrow(), resource));
    return new OfferedResources(cpus, memMb, diskMb, ports, mountDisks, all, statically);
  }

  /** What is left when {@code taken} has been taken of what is free. */
  OfferedResources minus(Taken taken) {
    List<Resource> mounts = mountDisks;
    if (taken.mountDisk().isPresent()) {
      mounts = new ArrayList<>(mountDisks);
      mounts.remove(taken.mountDisk().get());
    }
    return new OfferedResources(
        cpus - taken.cpus(),
        memMb - taken.memMb(),
        diskMb - taken.diskMb(),
        ports.without(taken.port()),
        List.copyOf(mounts),
        reserved,
        statically);
  }

  /** What is left when these ports are not to be used. */
  public OfferedResources withoutPorts(Set<Integer> taken) {
    PortRanges free = ports;
    for (int port : taken) {
      free = free.without(port);
    }
    return new OfferedResources(cpus, memMb, diskMb, free, mountDisks, reserved, statically);
  }

  /** What is left when the resources of these ids have been used. */
  public OfferedResources without(Collection<String> resourceIds) {
    Map<String, Resource> rest = new LinkedHashMap<>(reserved);
    rest.keySet().removeAll(resourceIds);
    return new OfferedResources(cpus, memMb, diskMb, ports, mountDisks, rest, statically);
  }

  /**
   * What a broker takes of an offer's free resources.
   *
   * @param cpus CPUs
   * @param memMb memory
   * @param diskMb space on the agent's own disk; 0 when a MOUNT disk is taken
   * @param port the port; 0 for none
   * @param mountDisk the MOUNT disk that is taken whole
   */
  record Taken(double cpus, double memMb, double diskMb, int port, Optional<Resource> mountDisk) {}
}
