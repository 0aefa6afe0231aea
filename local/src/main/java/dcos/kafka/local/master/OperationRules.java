package dcos.kafka.local.master;

import dcos.kafka.local.resource.InvalidOperationException;
import dcos.kafka.local.resource.ResourceText;
import dcos.kafka.local.resource.Resources;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.AllocationInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;

/**
 * Whether an operation may be done with resources that were offered to a role, and if not why, in
 * the words of Mesos' validation.
 */
final class OperationRules {
  private OperationRules() {}

  static void check(Operation operation, FrameworkInfo framework, String role, AgentEntry agent)
      throws InvalidOperationException {
    Optional<String> principal =
        framework.hasPrincipal() ? Optional.of(framework.getPrincipal()) : Optional.empty();
    switch (operation.getType()) {
      case RESERVE -> {
        for (Resource resource : operation.getReserve().getResourcesList()) {
          checkReserve(resource, principal, role);
        }
      }
      case UNRESERVE -> {
        for (Resource resource : operation.getUnreserve().getResourcesList()) {
          checkUnreserve(allocated(resource, role));
        }
      }
      case CREATE -> checkCreate(operation.getCreate().getVolumesList(), agent, role);
      case DESTROY -> {
        for (Resource volume : operation.getDestroy().getVolumesList()) {
          if (!Resources.isVolume(volume)) {
            throw invalid(
                "'" + ResourceText.of(allocated(volume, role)) + "' is not a persistent volume");
          }
        }
      }
      default ->
          throw invalid("Operation " + operation.getType() + " is not supported by this master");
    }
  }

  private static void checkReserve(Resource resource, Optional<String> principal, String role)
      throws InvalidOperationException {
    ReservationInfo reservation = innermost(resource, role);
    if (Resources.isVolume(resource)) {
      throw invalid(
          "A persistent volume "
              + ResourceText.of(allocated(resource, role))
              + " must already be reserved");
    }
    if (!reservation.getRole().equals(role)) {
      throw invalid(
          "A reserve operation was attempted for a resource with role '"
              + reservation.getRole()
              + "', but the resource was allocated to role '"
              + role
              + "'");
    }
    if (principal.isPresent() && !reservation.hasPrincipal()) {
      throw invalid(
          "A reserve operation was attempted by principal '"
              + principal.get()
              + "', but there is a reserved resource in the request with no principal set");
    }
    if (principal.isPresent() && !reservation.getPrincipal().equals(principal.get())) {
      throw invalid(
          "A reserve operation was attempted by authenticated principal '"
              + principal.get()
              + "', which does not match a reserved resource in the request with principal '"
              + reservation.getPrincipal()
              + "'");
    }
  }

  private static void checkUnreserve(Resource resource) throws InvalidOperationException {
    innermost(resource, resource.getAllocationInfo().getRole());
    if (Resources.isVolume(resource)) {
      throw invalid(
          "A dynamically reserved persistent volume "
              + ResourceText.of(resource)
              + " cannot be unreserved directly. Please destroy the persistent volume first then"
              + " unreserve the resource");
    }
  }

  private static void checkCreate(List<Resource> volumes, AgentEntry agent, String role)
      throws InvalidOperationException {
    for (Resource volume : volumes) {
      String text = ResourceText.of(allocated(volume, role));
      if (!Resources.isVolume(volume)) {
        throw invalid("'" + text + "' is not a persistent volume");
      }
      if (Resources.roleOf(volume).equals("*")) {
        throw invalid("Persistent volumes cannot be created from unreserved resources: " + text);
      }
      if (!volume.getDisk().hasVolume()) {
        throw invalid("Expecting 'volume' to be set for persistent volume " + text);
      }
      String id = volume.getDisk().getPersistence().getId();
      for (Resource existing : agent.total().toProtos()) {
        if (Resources.isVolume(existing)
            && Resources.roleOf(existing).equals(Resources.roleOf(volume))
            && existing.getDisk().getPersistence().getId().equals(id)) {
          throw invalid("Persistence ID '" + id + "' already exists");
        }
      }
    }
  }

  private static ReservationInfo innermost(Resource resource, String role)
      throws InvalidOperationException {
    int count = resource.getReservationsCount();
    if (count == 0
        || resource.getReservations(count - 1).getType() != ReservationInfo.Type.DYNAMIC) {
      throw invalid(
          "Resource "
              + ResourceText.of(allocated(resource, role))
              + " is not dynamically reserved");
    }
    return resource.getReservations(count - 1);
  }

  private static Resource allocated(Resource resource, String role) {
    return resource.toBuilder()
        .setAllocationInfo(AllocationInfo.newBuilder().setRole(role))
        .build();
  }

  private static InvalidOperationException invalid(String message) {
    return new InvalidOperationException(message);
  }
}
