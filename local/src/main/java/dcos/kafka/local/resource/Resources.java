package dcos.kafka.local.resource;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.AllocationInfo;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.DiskInfo.Source;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;

/**
 * An immutable bag of resources. Resources that differ in nothing but their amount are one; so two
 * reservations with identical labels merge, as Mesos merges them. A volume and a MOUNT disk are
 * indivisible.
 */
public final class Resources {
  /** No resources. */
  public static final Resources NONE = new Resources(Map.of());

  private record Entry(Resource example, Amount amount) {
    Entry with(Amount other) {
      return new Entry(example, other);
    }

    Resource toProto() {
      Resource.Builder resource = example.toBuilder();
      amount.writeTo(resource);
      return resource.build();
    }
  }

  private final Map<Resource, Entry> entries;

  private Resources(Map<Resource, Entry> entries) {
    this.entries = entries;
  }

  /**
   * Their sum. {@code allocation_info} is dropped; the old {@code role} and {@code reservation}
   * become {@code reservations}.
   */
  public static Resources of(Collection<Resource> resources) {
    Map<Resource, Entry> entries = new LinkedHashMap<>();
    for (Resource resource : resources) {
      add(entries, new Entry(normal(resource), Amount.of(resource)));
    }
    return new Resources(entries);
  }

  /** All of both. */
  public Resources plus(Resources other) {
    Map<Resource, Entry> sum = new LinkedHashMap<>(entries);
    other.entries.values().forEach(entry -> add(sum, entry));
    return new Resources(sum);
  }

  /** What is left without {@code other}; what isn't there is not missed. */
  public Resources minus(Resources other) {
    Map<Resource, Entry> rest = new LinkedHashMap<>(entries);
    other.entries.forEach(
        (kind, entry) ->
            rest.computeIfPresent(
                kind,
                (same, ours) -> {
                  Amount left = ours.amount().minus(entry.amount());
                  return left.isZero() ? null : ours.with(left);
                }));
    return new Resources(rest);
  }

  /** Whether all of {@code other} is in here; of something indivisible, the whole. */
  public boolean contains(Resources other) {
    return other.entries.entrySet().stream().allMatch(this::contains);
  }

  private boolean contains(Map.Entry<Resource, Entry> other) {
    Entry ours = entries.get(other.getKey());
    Amount amount = other.getValue().amount();
    return ours != null
        && (isIndivisible(other.getKey())
            ? ours.amount().equals(amount)
            : ours.amount().contains(amount));
  }

  /** Those that satisfy {@code condition}. */
  public Resources filter(Predicate<Resource> condition) {
    Map<Resource, Entry> some = new LinkedHashMap<>(entries);
    some.values().removeIf(entry -> !condition.test(entry.example()));
    return new Resources(some);
  }

  /** Whether there is nothing. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** As messages, without {@code allocation_info}. */
  public List<Resource> toProtos() {
    return entries.values().stream().map(Entry::toProto).collect(Collectors.toList());
  }

  /** As messages that are allocated to {@code role}: what offers and tasks carry. */
  public List<Resource> allocatedTo(String role) {
    AllocationInfo allocation = AllocationInfo.newBuilder().setRole(role).build();
    List<Resource> allocated = new ArrayList<>();
    for (Resource resource : toProtos()) {
      allocated.add(resource.toBuilder().setAllocationInfo(allocation).build());
    }
    return allocated;
  }

  /** The sum of all scalars of that name, whatever they are reserved for. */
  public double scalar(String name) {
    return entries.values().stream()
            .filter(entry -> entry.example().getName().equals(name))
            .map(Entry::amount)
            .mapToLong(amount -> amount instanceof Amount.Scalar scalar ? scalar.thousandths() : 0)
            .sum()
        / 1000.0;
  }

  /**
   * All numbers of that name as Mesos prints them, {@code [9092-10092, 31000-32000]}; {@code []}
   * when there are none.
   */
  public String ranges(String name) {
    return entries.values().stream()
        .filter(entry -> entry.example().getName().equals(name))
        .map(Entry::amount)
        .reduce(new Amount.Ranges(new java.util.BitSet()), Amount::plus)
        .text();
  }

  /** The role that it is reserved for, {@code *} when it is not reserved. */
  public static String roleOf(Resource resource) {
    Resource normal = normal(resource);
    int reservations = normal.getReservationsCount();
    return reservations == 0 ? "*" : normal.getReservations(reservations - 1).getRole();
  }

  /** Whether it is a persistent volume. */
  public static boolean isVolume(Resource resource) {
    return resource.getDisk().hasPersistence();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Resources that && amounts().equals(that.amounts());
  }

  @Override
  public int hashCode() {
    return amounts().hashCode();
  }

  @Override
  public String toString() {
    return ResourceText.of(toProtos());
  }

  private Map<Resource, Amount> amounts() {
    return entries.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().amount()));
  }

  private static void add(Map<Resource, Entry> entries, Entry entry) {
    if (!entry.amount().isZero()) {
      entries.merge(
          kind(entry.example()),
          entry,
          (ours, more) -> ours.with(ours.amount().plus(more.amount())));
    }
  }

  private static boolean isIndivisible(Resource kind) {
    return isVolume(kind) || kind.getDisk().getSource().getType() == Source.Type.MOUNT;
  }

  /**
   * What makes two resources the same thing. Mesos ignores where a volume is mounted and who
   * created it.
   */
  private static Resource kind(Resource normal) {
    if (!normal.hasDisk()) {
      return normal;
    }
    DiskInfo.Builder disk = normal.getDisk().toBuilder().clearVolume();
    if (disk.hasPersistence()) {
      disk.getPersistenceBuilder().clearPrincipal();
    }
    return normal.toBuilder().setDisk(disk).build();
  }

  @SuppressWarnings("deprecation") // that is what it is there for
  private static Resource normal(Resource resource) {
    Resource.Builder normal =
        resource.toBuilder().clearScalar().clearRanges().clearSet().clearAllocationInfo();
    if (normal.getReservationsCount() == 0 && normal.hasRole() && !normal.getRole().equals("*")) {
      ReservationInfo.Builder reservation = normal.getReservation().toBuilder();
      reservation
          .setType(
              normal.hasReservation() ? ReservationInfo.Type.DYNAMIC : ReservationInfo.Type.STATIC)
          .setRole(normal.getRole());
      normal.addReservations(reservation);
    }
    return normal.clearRole().clearReservation().build();
  }
}
