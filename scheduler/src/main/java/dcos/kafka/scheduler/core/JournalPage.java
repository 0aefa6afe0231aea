package dcos.kafka.scheduler.core;

import java.time.Instant;
import java.util.List;

/**
 * Some entries of the journal that follow each other. Durable; the pages form a ring, in which the
 * newest takes the place of the oldest, so that the journal is bounded and an entry costs one small
 * write.
 *
 * @param number its place in the ring
 * @param entries oldest first
 */
public record JournalPage(int number, List<Entry> entries) {

  public JournalPage {
    entries = List.copyOf(entries);
  }

  /**
   * An entry.
   *
   * @param sequence grows with each entry, also over restarts
   * @param time when
   * @param note what
   */
  public record Entry(long sequence, Instant time, Note note) {}
}
