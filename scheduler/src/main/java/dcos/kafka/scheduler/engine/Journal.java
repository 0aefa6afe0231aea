package dcos.kafka.scheduler.engine;

import dcos.kafka.scheduler.core.Note;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.pcollections.TreePVector;

/**
 * What happened and why, for a person who wants to understand last night. Bounded; written by the
 * engine's thread, read by any.
 */
public final class Journal {

  /** How many entries are kept. */
  public static final int KEPT = 1000;

  /**
   * An entry.
   *
   * @param sequence grows with each entry, also over restarts: it begins with the time
   * @param time when
   * @param note what
   */
  public record Entry(long sequence, Instant time, Note note) {}

  private volatile TreePVector<Entry> entries = TreePVector.empty();
  private long last;

  /** Adds what was noted at {@code now}. For one thread. */
  void add(Instant now, List<Note> notes) {
    if (notes.isEmpty()) {
      return;
    }
    TreePVector<Entry> more = entries;
    for (Note note : notes) {
      last = Math.max(last + 1, now.toEpochMilli() * 1000);
      more = more.plus(new Entry(last, now, note));
      if (more.size() > KEPT) {
        more = more.minus(0);
      }
    }
    entries = more;
  }

  /** All that is kept, oldest first. */
  public List<Entry> entries() {
    return new ArrayList<>(entries);
  }
}
