package dcos.kafka.scheduler.offer;

import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservedResource;
import dcos.kafka.scheduler.ledger.ReservedResource.Part;
import java.util.List;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Labels;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationID;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.AllocationInfo;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.Value;
import org.apache.mesos.v1.Protos.Volume;

/**
 * The ledger's rows as Mesos wants them written, in operations and in tasks. They have to agree to
 * the letter with what the agent holds: role, principal, labels, disk source, allocation
 * (docs/reservation.md; the recording {@code bad-operations} shows what happens else).
 *
 * @param service the service's name, for the label
 * @param role the role that is reserved for
 * @param principal who reserves; Mesos wants it to be the framework's
 * @param operationIds whether operations carry ids, so that Mesos reports what became of them;
 *     masters before 1.8 refuse them for an agent's own resources
 */
public record Resources(String service, String role, String principal, boolean operationIds) {

  /** Where a broker finds its volume below the sandbox. */
  public static final String VOLUME_PATH = "kafka-broker-data";

  /** The resource of a row; a volume, where the row has one and {@code asVolume} asks for it. */
  public Resource of(Reservation reservation, ReservedResource row, boolean asVolume) {
    Resource.Builder resource =
        Resource.newBuilder()
            .setName(row.part().resourceName())
            .setAllocationInfo(AllocationInfo.newBuilder().setRole(role))
            .addReservations(
                ReservationInfo.newBuilder()
                    .setType(ReservationInfo.Type.DYNAMIC)
                    .setRole(role)
                    .setPrincipal(principal)
                    .setLabels(labels(row.id(), reservation)));
    if (row.part() == Part.PORT) {
      long port = (long) row.amount();
      resource
          .setType(Value.Type.RANGES)
          .setRanges(
              Value.Ranges.newBuilder()
                  .addRange(Value.Range.newBuilder().setBegin(port).setEnd(port)));
    } else {
      resource
          .setType(Value.Type.SCALAR)
          .setScalar(Value.Scalar.newBuilder().setValue(row.amount()));
    }
    row.volume().ifPresent(volume -> disk(resource, volume, asVolume));
    return resource.build();
  }

  private void disk(Resource.Builder resource, ReservedResource.Volume volume, boolean asVolume) {
    if (!asVolume && volume.mountRoot().isEmpty()) {
      return;
    }
    DiskInfo.Builder disk = DiskInfo.newBuilder();
    DiskSources.of(volume).ifPresent(disk::setSource);
    if (asVolume) {
      disk.setPersistence(
              DiskInfo.Persistence.newBuilder().setId(volume.id()).setPrincipal(principal))
          .setVolume(Volume.newBuilder().setMode(Volume.Mode.RW).setContainerPath(VOLUME_PATH));
    }
    resource.setDisk(disk);
  }

  private Labels labels(String resourceId, Reservation reservation) {
    Labels.Builder labels =
        Labels.newBuilder()
            .addLabels(label(OfferedResources.RESOURCE_ID, resourceId))
            .addLabels(label(OfferedResources.SERVICE, service))
            .addLabels(label(OfferedResources.BROKER, Integer.toString(reservation.brokerId())));
    reservation
        .frameworkId()
        .ifPresent(id -> labels.addLabels(label(OfferedResources.FRAMEWORK_ID, id)));
    return labels.build();
  }

  private static Label label(String key, String value) {
    return Label.newBuilder().setKey(key).setValue(value).build();
  }

  /** All resources of the task (or of its executor) that runs on a reservation. */
  public List<Resource> of(Reservation reservation, boolean executors) {
    return reservation.resources().stream()
        .filter(row -> row.part().isExecutors() == executors)
        .map(row -> of(reservation, row, true))
        .toList();
  }

  /** RESERVE of some rows. */
  public Operation reserve(Reservation reservation, List<ReservedResource> rows, String id) {
    Operation.Reserve.Builder reserve = Operation.Reserve.newBuilder();
    rows.forEach(row -> reserve.addResources(of(reservation, row, false)));
    return named(Operation.Type.RESERVE, id).setReserve(reserve).build();
  }

  /** CREATE of the volume of a row. */
  public Operation create(Reservation reservation, ReservedResource row, String id) {
    return named(Operation.Type.CREATE, id)
        .setCreate(Operation.Create.newBuilder().addVolumes(of(reservation, row, true)))
        .build();
  }

  /** DESTROY of a volume, as an offer shows it. */
  public Operation destroy(Resource offered, String id) {
    return named(Operation.Type.DESTROY, id)
        .setDestroy(Operation.Destroy.newBuilder().addVolumes(offered))
        .build();
  }

  /** UNRESERVE of resources, as an offer shows them; volumes have to be destroyed before. */
  public Operation unreserve(List<Resource> offered, String id) {
    Operation.Unreserve.Builder unreserve = Operation.Unreserve.newBuilder();
    offered.forEach(resource -> unreserve.addResources(withoutVolume(resource)));
    return named(Operation.Type.UNRESERVE, id).setUnreserve(unreserve).build();
  }

  private static Resource withoutVolume(Resource resource) {
    if (!resource.hasDisk() || !resource.getDisk().hasPersistence()) {
      return resource;
    }
    Resource.Builder bare = resource.toBuilder();
    if (resource.getDisk().hasSource()) {
      bare.setDisk(DiskInfo.newBuilder().setSource(resource.getDisk().getSource()));
    } else {
      bare.clearDisk();
    }
    return bare.build();
  }

  private Operation.Builder named(Operation.Type type, String id) {
    Operation.Builder operation = Operation.newBuilder().setType(type);
    if (operationIds) {
      operation.setId(OperationID.newBuilder().setValue(id));
    }
    return operation;
  }
}
