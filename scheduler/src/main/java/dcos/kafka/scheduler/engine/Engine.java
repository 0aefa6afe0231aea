package dcos.kafka.scheduler.engine;

import dcos.kafka.scheduler.core.Change;
import dcos.kafka.scheduler.core.Core;
import dcos.kafka.scheduler.core.Event;
import dcos.kafka.scheduler.core.Note;
import dcos.kafka.scheduler.state.State;
import dcos.kafka.scheduler.store.RecordStore;
import dcos.kafka.scheduler.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The one writer: a thread that takes one event at a time, lets the core handle it, makes the
 * frame's records durable, and only then publishes the new state and lets its effects leave.
 *
 * <p>If the records can't be made durable, or anything else is amiss, the process ends; Marathon
 * starts the next, which goes on from what is stored.
 */
public final class Engine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** Ends the process; a method of its own so that a test survives it. */
  @FunctionalInterface
  public interface Exit {
    /** Does not return to normal business. */
    void because(String reason);
  }

  private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>();
  private final RecordStore store;
  private final Effects effects;
  private final Clock clock;
  private final RandomGenerator random;
  private final Exit exit;
  private final Journal journal;
  private final Thread thread = new Thread(this::run, "core");
  private volatile State state;
  private volatile boolean closed;

  /**
   * An engine that doesn't run yet.
   *
   * @param state what it begins with
   * @param store opened
   * @param random where the seeds of events come from
   */
  public Engine(
      State state,
      RecordStore store,
      Effects effects,
      Clock clock,
      RandomGenerator random,
      Exit exit) {
    this.state = state;
    this.store = store;
    this.effects = effects;
    this.clock = clock;
    this.random = random;
    this.exit = exit;
    this.journal = new Journal(store.journal());
    thread.setDaemon(true);
  }

  /** Begins to handle events. */
  public void start() {
    thread.start();
  }

  /** Has an event handled, after all that were submitted before. */
  public void submit(Event event) {
    queue.add(event);
  }

  /** The state as it was published last. */
  public State state() {
    return state;
  }

  /** What happened and why. */
  public Journal journal() {
    return journal;
  }

  private void run() {
    try {
      while (!closed) {
        handle(next());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoreException e) {
      if (!closed) {
        exit.because(String.valueOf(e.getMessage()));
      }
    } catch (RuntimeException | Error e) {
      if (!closed) {
        LOG.error("The core failed, so nothing it would do next can be trusted", e);
        exit.because("the core failed: " + e);
      }
    }
  }

  /** The next event; a tick when a timer is due before there is one. */
  private Event next() throws InterruptedException {
    while (true) {
      Optional<Instant> due = state.timers().next();
      Duration wait = due.map(at -> Duration.between(clock.instant(), at)).orElse(LONGEST_WAIT);
      if (wait.isNegative() || wait.isZero()) {
        return new Event.Ticked();
      }
      long millis = Math.min(wait.toMillis() + 1, LONGEST_WAIT.toMillis());
      Event event = queue.poll(millis, TimeUnit.MILLISECONDS);
      if (event != null) {
        return event;
      }
    }
  }

  private void handle(Event event) {
    // People read these times; timers are set by them, so no instant falls between two ticks.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Core.Outcome outcome = Core.handle(state, event, now, random.nextLong());
    journal.add(now, outcome.notes());
    // At the start the store has just answered, and each start is worth being told.
    if (!outcome.changes().isEmpty() || event instanceof Event.Started) {
      List<Change> changes = new ArrayList<>(outcome.changes());
      changes.addAll(journal.unsaved());
      store.commit(changes);
      journal.saved();
    }
    state = outcome.state();
    journal.publish();
    tell(event, outcome);
    outcome.effects().forEach(effects::carryOut);
  }

  private static void tell(Event event, Core.Outcome outcome) {
    for (Note note : outcome.notes()) {
      try (MDC.MDCCloseable kind = MDC.putCloseable("event", event.getClass().getSimpleName());
          MDC.MDCCloseable broker =
              MDC.putCloseable(
                  "broker",
                  note.broker().isPresent() ? "broker-" + note.broker().getAsInt() : "-")) {
        LOG.info("{}: {}", note.kind(), note.message());
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
