package dcos.kafka.scheduler.core;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.outcome.Refusal;
import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.broker.TaskPhase;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservationState;
import dcos.kafka.scheduler.offer.OfferedResources;
import dcos.kafka.scheduler.state.Timers;
import dcos.kafka.scheduler.state.Uninstall;
import dcos.kafka.scheduler.state.Uninstall.Leak;
import dcos.kafka.scheduler.state.Uninstall.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.pcollections.TreePSet;

/**
 * Takes the service down, from what is: stops every broker, releases what it ran on, tears the
 * framework down when nothing is left to release, and removes the records last, since they are what
 * all this is known by. Level-triggered like {@link Steering}, whose place it takes: it may be
 * interrupted, or die, at any point, and goes on from the records.
 *
 * <p>TEARDOWN is final and releases nothing (the recording {@code teardown-with-reservations}), so
 * before it the framework listens for a moment more whether any agent offers something that was
 * forgotten. That it succeeded is known when Mesos refuses the framework as removed; until then it
 * is repeated.
 */
final class Uninstalling {

  /** So long nothing more has to turn up before the framework is torn down. */
  private static final Duration SETTLING = Duration.ofSeconds(10);

  /** A TEARDOWN, or a removal of records, that nothing came of is repeated. */
  private static final Duration REPEAT = Duration.ofSeconds(30);

  private static final Timers.Key SETTLED = Timers.Key.of(Timers.Kind.SETTLED);
  private static final Timers.Key LOST = Timers.Key.of(Timers.Kind.LOST);
  private static final Timers.Key REMOVE = Timers.Key.of(Timers.Kind.REMOVE);

  private Uninstalling() {}

  /** At a start of the scheduler whose environment, or whose records, say so. */
  static void configured(Frame frame, boolean environmentSaysSo) {
    if (frame.uninstall().isEmpty()) {
      begin(frame, "The environment has UNINSTALL=true.", false);
    } else if (!environmentSaysSo) {
      frame.note(
          "UNINSTALL_GOES_ON",
          "The service is being uninstalled since %s, which can't be taken back: the environment"
                  .formatted(frame.uninstall().get().since())
              + " is not looked at, although it doesn't have UNINSTALL=true.");
    }
    frame.state().brokers().values().forEach(frame::index);
    frame.rolloutDirty();
  }

  private static void begin(Frame frame, String reason, boolean skipsLost) {
    frame.put(Uninstall.begun(frame.now(), reason, skipsLost));
    frame.noneAtGate();
    frame.growing(TreePSet.empty());
    for (int id : List.copyOf(frame.state().brokers().keySet())) {
      Steering.settle(frame, id);
    }
    frame.note(
        "UNINSTALL_BEGUN",
        reason
            + " Brokers are stopped, their data is destroyed, reservations, framework and records"
            + " are removed. This can't be taken back.");
  }

  /** Lets it go on as far as it may. */
  static void advance(Frame frame) {
    Uninstall uninstall = frame.uninstall().orElseThrow();
    if (uninstall.interrupted() || uninstall.stage() == Stage.REMOVED) {
      disconnected(frame);
    } else if (uninstall.stage() == Stage.TORN_DOWN) {
      removeRecords(frame);
    } else {
      stopBrokers(frame);
      releaseReservations(frame);
      if (uninstall.skipsLost() && isConnected(frame) && !frame.timers().isSet(LOST)) {
        frame.timer(LOST, frame.now().plus(Leaving.SILENCE));
      }
      tearDown(frame);
    }
  }

  /** What was waited for over the connection. */
  static void disconnected(Frame frame) {
    frame.cancel(SETTLED);
    frame.cancel(LOST);
  }

  static boolean isConnected(Frame frame) {
    return frame.session().connection().isPresent() && frame.session().reconciled();
  }

  private static void stopBrokers(Frame frame) {
    for (Broker broker : frame.state().brokers().values()) {
      if (broker.mayBeAlive() && broker.task().orElseThrow().stop().isEmpty()) {
        Steering.stop(frame, broker, "The service is being uninstalled.");
      }
    }
  }

  private static void releaseReservations(Frame frame) {
    for (Reservation reservation : List.copyOf(frame.ledger().reservations())) {
      Broker broker = frame.broker(reservation.brokerId());
      boolean inUse =
          broker.mayBeAlive()
              && broker.reservationId().filter(reservation.id()::equals).isPresent();
      if (!inUse && reservation.state() != ReservationState.RELEASING) {
        frame.put(reservation.in(ReservationState.RELEASING, frame.now()));
      }
    }
  }

  private static boolean isReleased(Frame frame) {
    return frame.ledger().isEmpty()
        && frame.state().brokers().values().stream().noneMatch(Broker::mayBeAlive);
  }

  private static void tearDown(Frame frame) {
    if (frame.session().removed() && !isReleased(frame)) {
      anew(frame);
    } else if (!isReleased(frame)) {
      frame.cancel(SETTLED);
    } else if (frame.session().removed() || frame.state().frameworkId().isEmpty()) {
      frame.put(frame.uninstall().orElseThrow().at(Stage.TORN_DOWN));
      frame.note("TORN_DOWN", "Mesos holds nothing of the service any more.");
      disconnected(frame);
      removeRecords(frame);
    } else if (isConnected(frame) && !frame.timers().isSet(SETTLED)) {
      frame.timer(SETTLED, frame.now().plus(SETTLING));
    }
  }

  /** Nothing more has turned up, or the last TEARDOWN was lost. */
  static void settled(Frame frame) {
    if (frame.uninstall().isPresent() && isReleased(frame) && isConnected(frame)) {
      frame.send(Call.newBuilder().setType(Call.Type.TEARDOWN));
      frame.note("TEARDOWN", "Everything is released; the framework is being torn down.");
      frame.timer(SETTLED, frame.now().plus(REPEAT));
    }
  }

  /**
   * Somebody tore the framework down while it still held something. Its tasks ended with it; what
   * is reserved is offered to the next framework of the role, so the service becomes that.
   */
  private static void anew(Frame frame) {
    for (Broker broker : frame.state().brokers().values()) {
      if (broker.mayBeAlive()) {
        BrokerTask task = broker.task().orElseThrow();
        frame.cancel(new Timers.Key(Timers.Kind.KILL, broker.id()));
        frame.put(
            broker.with(
                task.reported(
                    TaskPhase.ENDED,
                    task.state().orElse(""),
                    "Ended with its framework, which was removed.",
                    task.healthy(),
                    frame.now())));
      }
    }
    frame.dropFrameworkId();
    frame.effect(
        new Effect.Exit(
            "the framework was removed while it still held reservations; the next start registers"
                + " a new one, which releases them"));
  }

  private static void removeRecords(Frame frame) {
    if (!frame.timers().isSet(REMOVE)) {
      frame.effect(new Effect.RemoveState(frame.state().target().isPresent()));
      frame.timer(REMOVE, frame.now().plus(REPEAT));
    }
  }

  /** What became of the removal. */
  static void removed(Frame frame, Event.StateRemoved event) {
    if (event.error().isPresent()) {
      frame.note(
          "REMOVE_FAILED",
          "ZooKeeper's nodes could not be removed: %s Trying again in %d s."
              .formatted(event.error().get(), REPEAT.toSeconds()));
      return;
    }
    Uninstall uninstall = frame.uninstall().orElseThrow();
    frame.cancel(REMOVE);
    frame.removed(uninstall.at(Stage.REMOVED));
    if (!event.left().isEmpty()) {
      frame.note(
          "NODES_LEFT",
          "Where Kafka had its nodes there are others, which were left: " + event.left() + ".");
    }
    for (Leak leak : uninstall.leaks()) {
      frame.note(
          "RESERVATION_LEFT",
          "%s (resource_id %s) stays reserved on %s, agent %s, which was not waited for."
              .formatted(leak.description(), leak.resourceId(), leak.hostname(), leak.agentId()));
    }
    frame.note(
        "UNINSTALLED",
        "The service is uninstalled. Destroy its app in Marathon (or stop this process) now: a"
            + " scheduler that is started again without UNINSTALL=true deploys a new, empty"
            + " service.");
  }

  /** Releases whatever offers show of the service; returns those that show nothing. */
  static List<Offer> release(Frame frame, List<Offer> offers) {
    if (frame.uninstall().orElseThrow().interrupted()) {
      return offers;
    }
    String service = frame.before().serviceName();
    Books books = new Books(frame, Offers.resources(frame));
    List<Offer> unused = new ArrayList<>();
    for (Offer offer : offers) {
      List<Operation> operations = new ArrayList<>();
      books.compare(offer, OfferedResources.of(offer, service), operations);
      Executors.dismissIdle(frame, offer);
      if (operations.isEmpty()) {
        unused.add(offer);
      } else {
        Offers.accept(frame, offer, operations);
      }
    }
    frame.rolloutDirty();
    return unused;
  }

  // ---- operators

  static Outcome<List<String>> command(Frame frame, Command command) {
    if (frame.uninstall().isEmpty() && command instanceof Command.Uninstall asked) {
      begin(frame, asked.reason(), asked.skipsLost());
      return Outcome.done(List.of());
    }
    Uninstall uninstall = frame.uninstall().orElseThrow();
    if (command instanceof Command.Uninstall asked) {
      if (asked.skipsLost() && !uninstall.skipsLost() && !uninstall.isPastRecords()) {
        frame.put(uninstall.skippingLost());
        frame.note("LOST_SKIPPED", "An operator said not to wait for agents that stay silent.");
      }
      return Outcome.done(List.of());
    }
    if (uninstall.isPastRecords()) {
      return Outcome.refused(
          Refusal.CONFLICT,
          "The service is uninstalled but for its records in ZooKeeper, which are being removed or"
              + " are gone; nothing can be asked of it any more.");
    }
    if (command instanceof Command.Continue) {
      interrupt(frame, uninstall, false, "CONTINUED", "let the uninstall go on");
      return Outcome.done(List.of());
    } else if (command instanceof Command.Interrupt) {
      interrupt(frame, uninstall, true, "INTERRUPTED", "interrupted the uninstall");
      return Outcome.done(List.of());
    } else if (command instanceof Command.SkipAgents skip) {
      return Leaving.skip(frame, skip.agents());
    }
    return Outcome.refused(
        Refusal.CONFLICT,
        "The service is being uninstalled since %s, which can't be taken back; see"
                .formatted(uninstall.since())
            + " /v1/plans/uninstall.");
  }

  private static void interrupt(
      Frame frame, Uninstall uninstall, boolean interrupted, String kind, String what) {
    if (uninstall.interrupted() != interrupted) {
      frame.put(uninstall.interrupted(interrupted));
      frame.note(kind, "An operator " + what + ".");
    }
  }
}
