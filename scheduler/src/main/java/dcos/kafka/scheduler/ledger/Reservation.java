package dcos.kafka.scheduler.ledger;

import dcos.kafka.scheduler.ledger.ReservedResource.Part;
import dcos.kafka.scheduler.placement.Place;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that is reserved for one broker on one agent. Durable.
 *
 * @param id of the ledger's own; also part of the ids of the operations that make and release it
 * @param brokerId the broker that it is for
 * @param agentId the agent that it is on, as last seen; an agent that was removed may return under
 *     a new id with the same reservations
 * @param place that agent as placement sees it
 * @param resources its rows
 * @param state how far it is
 * @param since when it got into that state
 * @param missedSince since when its agent has been offering without showing anything of it; empty
 *     when the last offer showed some
 * @param frameworkId the framework that reserved it, which its label says; empty where an earlier
 *     version of this service did, whose labels didn't
 */
public record Reservation(
    String id,
    int brokerId,
    String agentId,
    Place place,
    List<ReservedResource> resources,
    ReservationState state,
    Instant since,
    Optional<Instant> missedSince,
    Optional<String> frameworkId) {

  public Reservation {
    resources = List.copyOf(resources);
  }

  /** One that is recorded before Mesos is asked for it. */
  public static Reservation intended(
      String id,
      int brokerId,
      String agentId,
      Place place,
      List<ReservedResource> resources,
      Instant now,
      Optional<String> frameworkId) {
    return new Reservation(
        id,
        brokerId,
        agentId,
        place,
        resources,
        ReservationState.INTENDED,
        now,
        Optional.empty(),
        frameworkId);
  }

  /** The same in another state. */
  public Reservation in(ReservationState next, Instant now) {
    return new Reservation(
        id, brokerId, agentId, place, resources, next, now, missedSince, frameworkId);
  }

  /** The same, missed in an offer of its agent; since the first time, unless that is yet to be. */
  public Reservation missed(Instant now) {
    return new Reservation(
        id,
        brokerId,
        agentId,
        place,
        resources,
        state,
        since,
        Optional.of(missedSince.filter(at -> !at.isAfter(now)).orElse(now)),
        frameworkId);
  }

  /** The same, seen in an offer. */
  public Reservation seen() {
    return new Reservation(
        id, brokerId, agentId, place, resources, state, since, Optional.empty(), frameworkId);
  }

  /** Some of its rows as a reservation of their own. */
  public Reservation split(String newId, List<ReservedResource> rows) {
    return new Reservation(
        newId, brokerId, agentId, place, rows, state, since, missedSince, frameworkId);
  }

  /** The same, seen on an agent that has another id or other properties than before. */
  public Reservation on(String agent, Place where) {
    return new Reservation(
        id, brokerId, agent, where, resources, state, since, missedSince, frameworkId);
  }

  /** The same with other rows. */
  public Reservation with(List<ReservedResource> rows) {
    return new Reservation(
        id, brokerId, agentId, place, rows, state, since, missedSince, frameworkId);
  }

  /** The name of its agent. */
  public String hostname() {
    return place.hostname();
  }

  /**
   * Whether it only adds to another one of the same broker, which it becomes a part of when it is
   * seen to have come to be. Every other has a disk.
   */
  public boolean isGrowth() {
    return part(Part.DISK).isEmpty();
  }

  /** Whether it is a growth that was asked for and has not been seen yet. */
  public boolean isAwaitedGrowth() {
    return isGrowth() && state == ReservationState.INTENDED;
  }

  /** The same with the rows of a growth. */
  public Reservation grownBy(Reservation growth) {
    return with(Stream.concat(resources.stream(), growth.resources().stream()).toList());
  }

  /** The row for {@code part}. */
  public Optional<ReservedResource> part(Part part) {
    return resources.stream().filter(r -> r.part() == part).findFirst();
  }

  /** The port that the broker has here. */
  public int port() {
    return (int) part(Part.PORT).orElseThrow().amount();
  }

  /** The sum over the rows of {@code part}; a grown reservation has more than one. */
  public double amountOf(Part part) {
    return resources.stream()
        .filter(r -> r.part() == part)
        .mapToDouble(ReservedResource::amount)
        .sum();
  }
}
