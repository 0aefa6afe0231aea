package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.broker.Crashes;
import dcos.kafka.scheduler.broker.TaskPhase;
import dcos.kafka.scheduler.plan.Replacement;
import dcos.kafka.scheduler.state.Timers;
import dcos.kafka.scheduler.state.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Gives up volumes: of brokers that stay down, where the configuration says so ({@link Replacement}
 * has the rules), and of those that an operator wants replaced.
 *
 * <p>A decision is recorded with the broker in the very frame that makes it, so that neither the
 * decision nor its time is lost with the scheduler.
 */
final class Replacing {

  private static final Timers.Key TIMER = Timers.Key.of(Timers.Kind.REPLACE);

  private Replacing() {}

  /** Replaces what is to be replaced by now. May be asked at any time. */
  static void unasked(Frame frame) {
    Optional<Instant> next = Optional.empty();
    Optional<Work.Spared> spared = Optional.empty();
    if (Replacement.isEnabled(frame.state())) {
      correctClocks(frame);
      for (int id : Replacement.failed(frame.state())) {
        Broker broker = frame.broker(id);
        Optional<Replacement.Verdict> verdict = Replacement.check(frame.state(), broker);
        if (verdict.isEmpty()) {
          continue;
        }
        Instant notBefore = verdict.get().notBefore();
        if (notBefore.isAfter(frame.now())) {
          next = next.filter(other -> !other.isAfter(notBefore)).or(() -> Optional.of(notBefore));
        } else if (verdict.get().obstacles().isEmpty()) {
          replace(frame, broker);
          break;
        } else if (spared.isEmpty()) {
          spared = Optional.of(spare(frame, id, verdict.get()));
        }
      }
    }
    frame.spared(spared);
    next.ifPresentOrElse(at -> frame.timer(TIMER, at), () -> frame.cancel(TIMER));
  }

  /** Where the clock was set back, waiting for a time that lies ahead by mistake has no end. */
  private static void correctClocks(Frame frame) {
    if (frame.work().down().isEmpty()) {
      return;
    }
    for (Broker broker : frame.state().brokers().values()) {
      Broker corrected = broker.notAfter(frame.now());
      if (!corrected.equals(broker)) {
        frame.put(corrected);
      }
    }
  }

  private static void replace(Frame frame, Broker broker) {
    Duration grace = frame.state().targetConfiguration().recovery().gracePeriod();
    String reason =
        "Down since %s, for longer than RECOVERY_GRACE_PERIOD_SEC (%d s)."
            .formatted(broker.downSince().orElseThrow(), grace.toSeconds());
    frame.note("REPLACED_UNASKED", broker.id(), reason + " It gets a new place, without its data.");
    if (broker.mayBeAlive()) {
      giveUp(frame, broker, reason);
    } else {
      frame.put(Books.retire(frame, broker.with(Crashes.NONE), reason));
      Steering.settle(frame, broker.id());
    }
  }

  /** Told when it is another reason than before, not each time that it is looked at. */
  private static Work.Spared spare(Frame frame, int broker, Replacement.Verdict verdict) {
    Work.Spared spared = new Work.Spared(broker, verdict.obstacles().get(0).code());
    if (!frame.work().spared().equals(Optional.of(spared))) {
      frame.note("NOT_REPLACED", broker, "It would be replaced by now, but " + verdict.sentence());
    }
    return spared;
  }

  /** Gives up a broker with its machine. */
  static void giveUp(Frame frame, Broker broker, String reason) {
    Broker gone = givenUp(frame, broker, "when the broker was replaced");
    frame.put(Books.retire(frame, gone, reason).served());
    Steering.settle(frame, broker.id());
  }

  /**
   * Nothing will be heard of the end of a task whose machine is lost, so it is taken for ended.
   *
   * @param when when the machine didn't answer
   */
  static Broker givenUp(Frame frame, Broker broker, String when) {
    BrokerTask task = broker.task().orElseThrow();
    BrokerTask gone =
        task.reported(
            TaskPhase.GONE,
            task.state().orElse(""),
            "Given up with its agent, which didn't answer " + when + ".",
            task.healthy(),
            frame.now());
    frame.cancel(new Timers.Key(Timers.Kind.KILL, broker.id()));
    frame.note("BROKER_GIVEN_UP", broker.id(), task.id() + ": " + gone.message());
    // Nobody asks for it any more, so nobody is to wait for the answer.
    Reconciliation.answered(frame, task.id());
    return broker.with(gone);
  }
}
