package dcos.kafka.local.resource;

import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;

/**
 * Resources as Mesos prints them into its messages, such as {@code cpus(allocated:
 * kafka-role):4096; mem:32}.
 */
public final class ResourceText {
  private ResourceText() {}

  /** Several resources. */
  public static String of(Collection<Resource> resources) {
    return resources.stream().map(ResourceText::of).collect(Collectors.joining("; "));
  }

  /** One resource. */
  public static String of(Resource resource) {
    StringBuilder text = new StringBuilder(resource.getName());
    if (resource.hasAllocationInfo()) {
      text.append("(allocated: ").append(resource.getAllocationInfo().getRole()).append(')');
    }
    if (resource.getReservationsCount() > 0) {
      text.append(
          resource.getReservationsList().stream()
              .map(ResourceText::reservation)
              .collect(Collectors.joining(",", "(reservations: [", "])")));
    }
    if (resource.hasDisk()) {
      text.append('[').append(disk(resource.getDisk())).append(']');
    }
    return text.append(':').append(Amount.of(resource).text()).toString();
  }

  private static String reservation(ReservationInfo reservation) {
    StringBuilder text =
        new StringBuilder("(")
            .append(reservation.getType())
            .append(',')
            .append(reservation.getRole());
    if (reservation.hasPrincipal()) {
      text.append(',').append(reservation.getPrincipal());
    }
    if (reservation.hasLabels()) {
      text.append(
          reservation.getLabels().getLabelsList().stream()
              .map(ResourceText::label)
              .collect(Collectors.joining(", ", ",{", "}")));
    }
    return text.append(')').toString();
  }

  private static String label(Label label) {
    return label.hasValue() ? label.getKey() + ": " + label.getValue() : label.getKey();
  }

  private static String disk(DiskInfo disk) {
    StringBuilder text = new StringBuilder();
    if (disk.hasSource()) {
      text.append(disk.getSource().getType());
      if (disk.getSource().hasMount()) {
        text.append(':').append(disk.getSource().getMount().getRoot());
      }
    }
    if (disk.hasPersistence()) {
      text.append(text.length() > 0 ? "," : "").append(disk.getPersistence().getId());
    }
    if (disk.hasVolume()) {
      text.append(':').append(disk.getVolume().getContainerPath());
    }
    return text.toString();
  }
}
