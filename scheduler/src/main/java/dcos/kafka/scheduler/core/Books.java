package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservationState;
import dcos.kafka.scheduler.ledger.ReservedResource;
import dcos.kafka.scheduler.ledger.ReservedResource.Part;
import dcos.kafka.scheduler.offer.OfferedResources;
import dcos.kafka.scheduler.offer.OperationName;
import dcos.kafka.scheduler.offer.Places;
import dcos.kafka.scheduler.offer.Resources;
import dcos.kafka.scheduler.placement.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * Compares each offer with the ledger. What the ledger intends and an offer shows is confirmed;
 * what it intends and an offer lacks never came to be; what it wants released is released; what it
 * doesn't know is one of the {@link Strays}.
 */
final class Books {

  /**
   * After an agent has been offering without it for so long, nothing of a reservation is left. A
   * master takes what it was asked to release out of its offers at once, also while the agent can't
   * be reached; that one brings it back when it registers again (OPERATION_DROPPED), or is
   * unreachable after 75 s, and no longer offered.
   */
  private static final Duration RELEASE_PATIENCE = Duration.ofMinutes(10);

  /** The same when the service is uninstalled, as people wait for that; what turns up goes. */
  private static final Duration UNINSTALL_PATIENCE = Duration.ofMinutes(2);

  /** For so long, an agent's offers may lack what was just asked for beside a running broker. */
  private static final Duration GROWTH_PATIENCE = Duration.ofSeconds(30);

  private final Frame frame;
  private final Resources resources;
  private final Strays strays;

  Books(Frame frame, Resources resources) {
    this.frame = frame;
    this.resources = resources;
    this.strays = new Strays(frame, this);
  }

  /** Compares; adds to {@code operations} what has to be released, and returns the rest. */
  OfferedResources compare(Offer offer, OfferedResources offered, List<Operation> operations) {
    Map<String, Reservation> shown = new LinkedHashMap<>();
    List<String> used = new ArrayList<>();
    for (Map.Entry<String, Resource> entry : offered.reserved().entrySet()) {
      Optional<Reservation> reservation = frame.ledger().ofResource(entry.getKey());
      if (reservation.isPresent()) {
        shown.put(reservation.get().id(), reservation.get());
      } else if (strays.isReleased(offer, entry.getKey(), entry.getValue(), operations)) {
        used.add(entry.getKey());
      }
    }
    for (Reservation reservation : shown.values()) {
      used.addAll(shown(offer, offered, reservation, operations));
    }
    for (String id : List.copyOf(frame.ledger().onAgent(offer.getAgentId().getValue()))) {
      if (!shown.containsKey(id)) {
        frame.ledger().find(id).ifPresent(reservation -> lacking(offer, reservation));
      }
    }
    strays.lacking(offer, offered);
    return used.isEmpty() ? offered : offered.without(used);
  }

  private List<String> shown(
      Offer offer, OfferedResources offered, Reservation known, List<Operation> operations) {
    Reservation reservation = known;
    String agent = offer.getAgentId().getValue();
    Place place = Places.of(offer);
    if (!reservation.agentId().equals(agent) || !reservation.place().equals(place)) {
      noLongerThere(reservation, offer);
      reservation = reservation.on(agent, place);
      frame.put(reservation);
    }
    if (reservation.missedSince().isPresent()) {
      reservation = reservation.seen();
      frame.put(reservation);
    }
    switch (reservation.state()) {
      case INTENDED -> intended(offer, offered, reservation);
      case CONFIRMED -> {
        // as it should be
      }
      case RELEASING -> {
        if (reservation.since().isAfter(frame.now())) {
          // The clock was set back; what lies ahead by mistake would be waited for until after it.
          reservation = reservation.in(ReservationState.RELEASING, frame.now());
          frame.put(reservation);
        }
        return release(offer, offered, reservation, operations);
      }
    }
    return List.of();
  }

  /**
   * A growth becomes a part of what it was reserved to add to, while that is still the broker's
   * home.
   */
  private void joins(OfferedResources offered, Reservation growth) {
    boolean there =
        growth.resources().stream().allMatch(row -> offered.reserved().containsKey(row.id()));
    Optional<Reservation> home =
        frame
            .broker(growth.brokerId())
            .reservationId()
            .flatMap(frame.ledger()::find)
            .filter(own -> own.agentId().equals(growth.agentId()));
    if (there && home.isPresent()) {
      frame.dropReservation(growth.id());
      frame.put(home.get().grownBy(growth));
      frame.rolloutDirty();
    } else {
      frame.put(growth.in(ReservationState.RELEASING, frame.now()));
    }
  }

  /** The disk tells: it is always among what was asked for, even where the rest was taken over. */
  private void intended(Offer offer, OfferedResources offered, Reservation reservation) {
    if (reservation.isGrowth()) {
      joins(offered, reservation);
    } else if (offered.reserved().containsKey(reservation.part(Part.DISK).orElseThrow().id())) {
      frame.put(reservation.in(ReservationState.CONFIRMED, frame.now()));
    } else {
      lacking(offer, reservation);
    }
  }

  /**
   * An agent that returns under a new id brings back reservations and volumes, but never a task
   * (docs/high-availability-framework-guide.md). Nobody will ever report the end of one that ran
   * there, since the old id stays unreachable, or unknown, for ever.
   */
  private void noLongerThere(Reservation reservation, Offer offer) {
    Broker broker = frame.broker(reservation.brokerId());
    if (!broker.reservationId().equals(Optional.of(reservation.id())) || !broker.mayBeAlive()) {
      return;
    }
    BrokerTask task = broker.task().orElseThrow();
    if (!task.agentId().equals(offer.getAgentId().getValue())) {
      Reports.task(
          frame,
          TaskStatus.newBuilder()
              .setTaskId(TaskID.newBuilder().setValue(task.id()))
              .setAgentId(AgentID.newBuilder().setValue(task.agentId()))
              .setState(TaskState.TASK_GONE)
              .setMessage(
                  "its agent is back as "
                      + offer.getAgentId().getValue()
                      + ", with its volume and without the task")
              .build());
    }
  }

  /**
   * Destroys and unreserves all of a reservation at once. What an executor still holds comes with a
   * later offer; for what never came to be is not waited for ever, but it stays in the books as a
   * reservation of its own, until nothing of it can be left.
   */
  private List<String> release(
      Offer offer, OfferedResources offered, Reservation reservation, List<Operation> operations) {
    List<Resource> there =
        reservation.resources().stream()
            .map(row -> Optional.ofNullable(offered.reserved().get(row.id())))
            .flatMap(Optional::stream)
            .toList();
    boolean mayYetCome =
        Executors.hasIdle(frame, offer, reservation.brokerId())
            || !isLongSince(reservation.since());
    if (there.size() < reservation.resources().size() && mayYetCome) {
      return List.of();
    }
    List<ReservedResource> held =
        reservation.resources().stream()
            .filter(row -> !offered.reserved().containsKey(row.id()))
            .toList();
    if (!held.isEmpty()) {
      Reservation rest = reservation.split(frame.ids().uuid(), held).missed(frame.now());
      frame.put(
          reservation.with(
              reservation.resources().stream().filter(row -> !held.contains(row)).toList()));
      frame.put(rest);
    }
    release(there, reservation.id(), operations);
    return reservation.resources().stream().map(ReservedResource::id).toList();
  }

  /**
   * Destroys and unreserves.
   *
   * @param id the reservation's, or a stray's resource id: it finds its row when Mesos reports
   */
  void release(List<Resource> there, String id, List<Operation> operations) {
    for (Resource resource : there) {
      if (resource.getDisk().hasPersistence()) {
        operations.add(resources.destroy(resource, name("destroy", id)));
      }
    }
    operations.add(resources.unreserve(there, name("unreserve", id)));
  }

  private String name(String what, String reservationId) {
    return OperationName.of(what, reservationId, frame.ids().uuid()).text();
  }

  /** An agent's offer shows nothing of a reservation on it. */
  private void lacking(Offer offer, Reservation reservation) {
    if (reservation.state() == ReservationState.RELEASING) {
      if (Executors.hasIdle(frame, offer, reservation.brokerId())) {
        if (reservation.missedSince().isPresent()) {
          frame.put(reservation.seen());
        }
        return;
      }
      // A task that was given up with its agent may still hold it, when the agent is back.
      Reservation missed = reservation.missed(frame.now());
      if (isLongSince(missed.missedSince().orElseThrow())) {
        frame.dropReservation(reservation.id());
        frame.rolloutDirty();
      } else if (!missed.equals(reservation)) {
        frame.put(missed);
      }
      return;
    }
    // An offer may have been on its way when the growth was asked for.
    boolean mayYetCome =
        reservation.isGrowth()
            ? isWithin(reservation.since(), GROWTH_PATIENCE)
            : frame.broker(reservation.brokerId()).mayBeAlive();
    if (reservation.state() == ReservationState.INTENDED && !mayYetCome) {
      neverCame(frame, reservation);
    }
  }

  /**
   * A reservation that was intended and isn't there. Its row stays for a while as one to release,
   * since it may yet turn up (the offer may be an old one); it holds no data, for nothing ran on
   * it.
   */
  static void neverCame(Frame frame, Reservation reservation) {
    frame.put(reservation.in(ReservationState.RELEASING, frame.now()).missed(frame.now()));
    Broker broker = frame.broker(reservation.brokerId());
    if (broker.reservationId().equals(Optional.of(reservation.id()))) {
      frame.put(broker.onNothing());
      Steering.settle(frame, broker.id());
    }
    frame.note(
        "RESERVATION_FAILED", reservation.brokerId(), "Never came to be: " + describe(reservation));
  }

  /**
   * Sets a broker's reservation aside until its successor serves. A successor that is replaced in
   * its turn before it served holds nothing that anybody needs, so its reservation is released.
   *
   * @param reason who wants it replaced and why
   */
  static Broker retire(Frame frame, Broker broker, String reason) {
    Broker replaced = broker.replaced(frame.now(), reason);
    if (broker.retiringId().isEmpty()) {
      return replaced.retiring();
    }
    broker
        .reservationId()
        .flatMap(frame.ledger()::find)
        .ifPresent(unused -> frame.put(unused.in(ReservationState.RELEASING, frame.now())));
    return replaced.onNothing();
  }

  /**
   * Whether something is missing for so long that it won't turn up. Only this connection's time
   * counts: before it, the clock may have been another, so that {@code missing} may even be yet to
   * come, and nobody saw what agents offered.
   */
  boolean isLongSince(Instant missing) {
    Instant connected = frame.session().since().orElse(frame.now());
    boolean counts = missing.isAfter(connected) && !missing.isAfter(frame.now());
    return frame.now().isAfter((counts ? missing : connected).plus(patience()));
  }

  private boolean isWithin(Instant since, Duration patience) {
    return !since.isAfter(frame.now()) && frame.now().isBefore(since.plus(patience));
  }

  private Duration patience() {
    return frame.uninstall().isPresent() ? UNINSTALL_PATIENCE : RELEASE_PATIENCE;
  }

  /** A reservation in a few words. */
  static String describe(Reservation reservation) {
    return "reservation %s of broker-%d on %s"
        .formatted(reservation.id(), reservation.brokerId(), reservation.hostname());
  }
}
