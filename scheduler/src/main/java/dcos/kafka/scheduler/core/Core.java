package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.offer.Ids;
import dcos.kafka.scheduler.state.State;
import dcos.kafka.scheduler.state.Timers;
import dcos.kafka.scheduler.state.Uninstall;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The scheduler's heart: a pure function from a state, an event and the time to a new state, the
 * records that have to be durable before anything leaves, and what is to be done then.
 *
 * <p>Handling an event is in three parts. The event's own handler writes down what it says. Then
 * requests and the rollout go on as far as they may now. Last, Mesos is told whether offers are
 * wanted.
 */
public final class Core {

  private Core() {}

  /**
   * What came of an event.
   *
   * @param state the new state
   * @param changes to be persisted, in one transaction, before anything else
   * @param effects to be carried out then, in order
   * @param notes to be told
   */
  public record Outcome(State state, List<Change> changes, List<Effect> effects, List<Note> notes) {

    public Outcome {
      changes = List.copyOf(changes);
      effects = List.copyOf(effects);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Handles an event.
   *
   * @param seed where the randomness of this event comes from
   */
  public static Outcome handle(State state, Event event, Instant now, long seed) {
    Frame frame = new Frame(state, now, new Ids(new SplittableRandom(seed)));
    boolean subscribed = apply(frame, event);
    if (frame.isRolloutDirty()) {
      Replacing.unasked(frame);
      Steering.advance(frame);
    }
    Demand.settle(frame, subscribed);
    return frame.outcome();
  }

  /** Returns whether a connection began. */
  private static boolean apply(Frame frame, Event event) {
    if (frame.uninstall().filter(Uninstall::isPastRecords).isPresent() && !isHeardLast(event)) {
      return false;
    }
    if (event instanceof Event.Started started) {
      frame.note(
          "STARTED",
          "The scheduler starts (%s), with %d brokers on record."
              .formatted(started.process(), frame.before().brokers().size()));
    } else if (event instanceof Event.Configured configured) {
      Configuring.configure(frame, configured);
    } else if (event instanceof Event.Subscribed subscribed) {
      return Connection.begun(frame, subscribed);
    } else if (event instanceof Event.Disconnected disconnected) {
      Connection.ended(frame, disconnected);
    } else if (event instanceof Event.Ended ended) {
      Connection.endedForGood(frame, ended);
    } else if (event instanceof Event.Offered offered) {
      if (frame.session().isOn(offered.connection())) {
        Offers.handle(frame, offered.offers());
      }
    } else if (event instanceof Event.TaskReported reported) {
      if (frame.session().isOn(reported.connection())) {
        Reports.task(frame, reported.status());
      }
    } else if (event instanceof Event.OperationReported reported) {
      if (frame.session().isOn(reported.connection())) {
        Reports.operation(frame, reported.status());
      }
    } else if (event instanceof Event.InverseOffered offered) {
      if (frame.session().isOn(offered.connection())) {
        Maintaining.asked(frame, offered.offers());
      }
    } else if (event instanceof Event.InverseRescinded rescinded) {
      if (frame.session().isOn(rescinded.connection())) {
        Maintaining.rescinded(frame, rescinded.offerId());
      }
    } else if (event instanceof Event.CallRefused refused) {
      frame.note(
          "CALL_REFUSED",
          "Mesos refused %s with %d: %s"
              .formatted(refused.call(), refused.status(), refused.message()));
    } else if (event instanceof Event.KafkaObserved observed) {
      frame.set(observed.observation());
    } else if (event instanceof Event.Commanded commanded) {
      Commands.handle(frame, commanded);
    } else if (event instanceof Event.SettingsApplied applied) {
      Settings.applied(frame, applied);
    } else if (event instanceof Event.StateRemoved removed) {
      Uninstalling.removed(frame, removed);
    } else if (event instanceof Event.Ticked) {
      tick(frame);
    }
    return false;
  }

  /** What still counts when the records are being removed, or are gone: nothing to be recorded. */
  private static boolean isHeardLast(Event event) {
    return event instanceof Event.Configured
        || event instanceof Event.Commanded
        || event instanceof Event.StateRemoved
        || event instanceof Event.Ticked;
  }

  private static void tick(Frame frame) {
    for (Optional<Timers.Key> due = frame.timers().due(frame.now());
        due.isPresent();
        due = frame.timers().due(frame.now())) {
      frame.cancel(due.get());
      fire(frame, due.get());
    }
  }

  private static void fire(Frame frame, Timers.Key key) {
    switch (key.kind()) {
      case RECONCILE -> Reconciliation.repeat(frame);
      case RECONCILE_IMPLICITLY -> Reconciliation.begin(frame);
      case REVIVE -> Demand.repeat(frame);
      case RELEASE -> {
        // nothing is hoped for any more, which Demand.settle sees
      }
      case SETTINGS -> frame.touch(key.broker());
      case REPLACE, REMOVE -> frame.rolloutDirty();
      case SETTLED -> Uninstalling.settled(frame);
      case LOST -> Leaving.silent(frame);
      case STRAY -> {
        // offers are wanted for it from now on, see Demand
      }
      case BACKOFF -> Steering.settle(frame, key.broker());
      case MAINTENANCE -> Maintaining.forget(frame);
      case ASK -> Reconciliation.askAfter(frame, frame.broker(key.broker()));
      case KILL -> {
        Broker broker = frame.broker(key.broker());
        if (broker.mayBeAlive() && broker.task().orElseThrow().stop().isPresent()) {
          Steering.kill(frame, broker.task().orElseThrow());
        }
      }
    }
  }
}
