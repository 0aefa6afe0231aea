package dcos.kafka.local.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;

/**
 * What an operation takes and what it makes of it: RESERVE, UNRESERVE, CREATE and DESTROY turn
 * resources into others of the same amount.
 *
 * @param consumed what there must be before
 * @param produced what there is instead afterwards
 */
public record Conversion(Resources consumed, Resources produced) {
  /**
   * The conversion that {@code operation} asks for.
   *
   * @throws InvalidOperationException when it is of another type
   */
  public static Conversion of(Operation operation) throws InvalidOperationException {
    return switch (operation.getType()) {
      case RESERVE -> from(operation.getReserve().getResourcesList(), Conversion::unreserved);
      case UNRESERVE ->
          from(operation.getUnreserve().getResourcesList(), Conversion::unreserved).reversed();
      case CREATE -> from(operation.getCreate().getVolumesList(), Conversion::withoutVolume);
      case DESTROY ->
          from(operation.getDestroy().getVolumesList(), Conversion::withoutVolume).reversed();
      default ->
          throw new InvalidOperationException(
              "Operation " + operation.getType() + " is not supported");
    };
  }

  /**
   * {@code total} after the conversion.
   *
   * @throws InvalidOperationException when {@code total} doesn't have what is consumed
   */
  public Resources applyTo(Resources total) throws InvalidOperationException {
    if (!total.contains(consumed)) {
      throw new InvalidOperationException(total + " does not contain " + consumed);
    }
    return total.minus(consumed).plus(produced);
  }

  private Conversion reversed() {
    return new Conversion(produced, consumed);
  }

  private static Conversion from(List<Resource> produced, UnaryOperator<Resource> origin) {
    List<Resource> consumed = new ArrayList<>();
    produced.forEach(resource -> consumed.add(origin.apply(resource)));
    return new Conversion(Resources.of(consumed), Resources.of(produced));
  }

  private static Resource unreserved(Resource resource) {
    int reservations = resource.getReservationsCount();
    return reservations == 0
        ? resource
        : resource.toBuilder().removeReservations(reservations - 1).build();
  }

  private static Resource withoutVolume(Resource volume) {
    Resource.Builder plain = volume.toBuilder();
    if (volume.getDisk().hasSource()) {
      plain.getDiskBuilder().clearPersistence().clearVolume();
    } else {
      plain.clearDisk();
    }
    return plain.build();
  }
}
