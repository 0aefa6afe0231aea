package dcos.kafka.scheduler.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * Every reservation and volume that the service ever asked for and has not seen released, found by
 * its id, by the label on each resource, by agent, and by host. An immutable value: each change is
 * a new ledger that shares what is unchanged, so a change costs the logarithm of the size.
 */
public final class Ledger {

  private static final Ledger EMPTY =
      new Ledger(
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          0);

  private final PMap<String, Reservation> reservations;
  private final PMap<String, String> byResource;
  private final PMap<String, PSet<String>> byAgent;
  private final PMap<String, PSet<String>> byHost;
  private final PMap<String, Stray> strays;
  private final int releasing;

  private Ledger(
      PMap<String, Reservation> reservations,
      PMap<String, String> byResource,
      PMap<String, PSet<String>> byAgent,
      PMap<String, PSet<String>> byHost,
      PMap<String, Stray> strays,
      int releasing) {
    this.reservations = reservations;
    this.byResource = byResource;
    this.byAgent = byAgent;
    this.byHost = byHost;
    this.strays = strays;
    this.releasing = releasing;
  }

  /** A ledger without rows. */
  public static Ledger empty() {
    return EMPTY;
  }

  /** This ledger with {@code reservation} in place of what it held under its id. */
  public Ledger with(Reservation reservation) {
    Ledger rest = without(reservation.id());
    PMap<String, String> resources = rest.byResource;
    for (ReservedResource resource : reservation.resources()) {
      resources = resources.plus(resource.id(), reservation.id());
    }
    return new Ledger(
        rest.reservations.plus(reservation.id(), reservation),
        resources,
        filed(rest.byAgent, reservation.agentId(), reservation.id()),
        filed(rest.byHost, reservation.hostname(), reservation.id()),
        rest.strays,
        rest.releasing + (isReleasing(reservation) ? 1 : 0));
  }

  /** This ledger without the reservation of that id; the same when there is none. */
  public Ledger without(String id) {
    Reservation old = reservations.get(id);
    if (old == null) {
      return this;
    }
    PMap<String, String> resources = byResource;
    for (ReservedResource resource : old.resources()) {
      resources = resources.minus(resource.id());
    }
    return new Ledger(
        reservations.minus(id),
        resources,
        unfiled(byAgent, old.agentId(), id),
        unfiled(byHost, old.hostname(), id),
        strays,
        releasing - (isReleasing(old) ? 1 : 0));
  }

  /** This ledger with a stray noted. */
  public Ledger with(Stray stray) {
    return new Ledger(
        reservations,
        byResource,
        byAgent,
        byHost,
        strays.plus(stray.resourceId(), stray),
        releasing);
  }

  /** This ledger without the stray of that resource id. */
  public Ledger withoutStray(String resourceId) {
    return new Ledger(
        reservations, byResource, byAgent, byHost, strays.minus(resourceId), releasing);
  }

  /** The reservation of that id. */
  public Optional<Reservation> find(String id) {
    return Optional.ofNullable(reservations.get(id));
  }

  /** The reservation that the labelled resource belongs to. */
  public Optional<Reservation> ofResource(String resourceId) {
    return Optional.ofNullable(byResource.get(resourceId)).flatMap(this::find);
  }

  /** The ids of the reservations last seen on that agent. */
  public Set<String> onAgent(String agentId) {
    return byAgent.getOrDefault(agentId, HashTreePSet.empty());
  }

  /** The reservations last seen on agents of that host, which share its address. */
  public List<Reservation> onHost(String hostname) {
    return byHost.getOrDefault(hostname, HashTreePSet.empty()).stream()
        .map(reservations::get)
        .toList();
  }

  private static PMap<String, PSet<String>> filed(
      PMap<String, PSet<String>> under, String key, String id) {
    return under.plus(key, under.getOrDefault(key, HashTreePSet.empty()).plus(id));
  }

  private static PMap<String, PSet<String>> unfiled(
      PMap<String, PSet<String>> under, String key, String id) {
    PSet<String> rest = under.getOrDefault(key, HashTreePSet.empty()).minus(id);
    return rest.isEmpty() ? under.minus(key) : under.plus(key, rest);
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return reservations.isEmpty() && strays.isEmpty();
  }

  /** The stray of that resource id. */
  public Optional<Stray> stray(String resourceId) {
    return Optional.ofNullable(strays.get(resourceId));
  }

  /** All reservations, in no order. */
  public Collection<Reservation> reservations() {
    return reservations.values();
  }

  /** All strays, in no order. */
  public Collection<Stray> strays() {
    return strays.values();
  }

  /** Whether something is to be released as soon as an offer shows it. */
  public boolean hasToRelease() {
    return releasing > 0 || strays.values().stream().anyMatch(stray -> !stray.volume());
  }

  private static boolean isReleasing(Reservation reservation) {
    return reservation.state() == ReservationState.RELEASING;
  }
}
