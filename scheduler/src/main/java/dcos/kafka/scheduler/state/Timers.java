package dcos.kafka.scheduler.state;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePSet;

/**
 * What is to be looked at again, and when. An immutable value; setting, cancelling and finding the
 * next take the logarithm of how many there are. None is durable: each follows from what is.
 */
public final class Timers {

  /** What a timer is for. */
  public enum Kind {
    /** Ask again for tasks that reconciliation did not answer. */
    RECONCILE,
    /** Reconcile implicitly once more. */
    RECONCILE_IMPLICITLY,
    /** Something waits for offers, and none came. */
    REVIVE,
    /** What is to be released is no longer waited for. */
    RELEASE,
    /** Nothing certain is known of a task. */
    ASK,
    /** A kill that nothing came of. */
    KILL,
    /** Settings that Kafka was to take over, and of which nothing was heard. */
    SETTINGS,
    /** What Mesos has stopped asking about is to be forgotten. */
    MAINTENANCE,
    /** A broker that stays down may be replaced now. */
    REPLACE,
    /** A stray that may be released now. */
    STRAY,
    /** Nothing is left to release, and for a while nothing more turned up. */
    SETTLED,
    /** Agents that were silent for all this time are lost. */
    LOST,
    /** The removal of the records didn't succeed. */
    REMOVE,
    /** A broker that crashes again and again may be started now. */
    BACKOFF
  }

  /**
   * A timer's name.
   *
   * @param kind what it is for
   * @param broker whom it is about; -1 when nobody in particular
   */
  public record Key(Kind kind, int broker) {
    /** A timer that is about no broker. */
    public static Key of(Kind kind) {
      return new Key(kind, -1);
    }
  }

  private record Due(Instant at, Key key) {}

  private static final Timers NONE =
      new Timers(
          TreePSet.<Due>empty(
              Comparator.comparing(Due::at)
                  .thenComparing(due -> due.key().kind())
                  .thenComparing(due -> due.key().broker())),
          HashTreePMap.empty());

  private final TreePSet<Due> queue;
  private final PMap<Key, Instant> byKey;

  private Timers(TreePSet<Due> queue, PMap<Key, Instant> byKey) {
    this.queue = queue;
    this.byKey = byKey;
  }

  /** No timers. */
  public static Timers none() {
    return NONE;
  }

  /** These with one set, in place of its earlier setting. */
  public Timers with(Key key, Instant at) {
    Timers rest = without(key);
    return new Timers(rest.queue.plus(new Due(at, key)), rest.byKey.plus(key, at));
  }

  /** These without one. */
  public Timers without(Key key) {
    Instant at = byKey.get(key);
    return at == null ? this : new Timers(queue.minus(new Due(at, key)), byKey.minus(key));
  }

  /** Whether it is set. */
  public boolean isSet(Key key) {
    return byKey.containsKey(key);
  }

  /** When the first is due; empty when there is none. */
  public Optional<Instant> next() {
    return queue.isEmpty() ? Optional.empty() : Optional.of(queue.first().at());
  }

  /** The first one if it is due at {@code now}. */
  public Optional<Key> due(Instant now) {
    return queue.isEmpty() || queue.first().at().isAfter(now)
        ? Optional.empty()
        : Optional.of(queue.first().key());
  }
}
