package dcos.kafka.scheduler.engine;

import dcos.kafka.scheduler.core.Change;
import dcos.kafka.scheduler.core.JournalPage;
import dcos.kafka.scheduler.core.JournalPage.Entry;
import dcos.kafka.scheduler.core.Note;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pcollections.TreePVector;

/**
 * What happened and why, for a person who wants to understand last night, restarts of the scheduler
 * included. Bounded; written by the engine's thread, read by any.
 *
 * <p>It is stored in pages, together with the records of the frame that it tells of. What happens
 * without a record is stored with the next one: a journal is not worth a write of its own, which
 * would end the scheduler when the store is away. So a scheduler that dies takes along what it
 * noted since its last record.
 */
public final class Journal {

  private static final int PAGE = 20;
  private static final int PAGES = 50;
  private static final int LONGEST = 2000;

  /** How many entries are kept. */
  public static final int KEPT = PAGE * PAGES;

  private final SortedMap<Integer, List<Entry>> unsaved = new TreeMap<>();
  private TreePVector<Entry> all = TreePVector.empty();
  private List<Entry> page = new ArrayList<>();
  private int number;
  private long last;
  private volatile TreePVector<Entry> published;

  /**
   * A journal that goes on from an earlier one.
   *
   * @param kept the pages that are stored, in any order
   */
  Journal(List<JournalPage> kept) {
    List<JournalPage> pages =
        kept.stream()
            .filter(it -> !it.entries().isEmpty())
            .sorted(Comparator.comparingLong(Journal::end))
            .toList();
    for (JournalPage it : pages) {
      all = all.plusAll(it.entries());
      page = new ArrayList<>(it.entries());
      number = it.number();
      last = end(it);
    }
    published = all;
  }

  private static long end(JournalPage page) {
    return page.entries().get(page.entries().size() - 1).sequence();
  }

  /** Adds what was noted at {@code now}; not to be read before {@link #publish}. */
  void add(Instant now, List<Note> notes) {
    for (Note note : notes) {
      last = Math.max(last + 1, now.toEpochMilli() * 1000);
      Entry entry = new Entry(last, now, shortened(note));
      if (page.size() >= PAGE) {
        page = new ArrayList<>();
        number = (number + 1) % PAGES;
      }
      page.add(entry);
      unsaved.put(number, page);
      all = all.plus(entry);
      if (all.size() > KEPT) {
        all = all.minus(0);
      }
    }
  }

  private static Note shortened(Note note) {
    return note.message().length() <= LONGEST
        ? note
        : new Note(note.kind(), note.broker(), note.message().substring(0, LONGEST) + " …");
  }

  /** What is to be stored, with the next records. */
  List<Change> unsaved() {
    List<Change> changes = new ArrayList<>();
    unsaved.forEach(
        (place, entries) ->
            changes.add(new Change.PutJournalPage(new JournalPage(place, entries))));
    return changes;
  }

  /** It was stored. */
  void saved() {
    unsaved.clear();
  }

  /** Lets everybody read what was added. */
  void publish() {
    published = all;
  }

  /** All that is kept, oldest first. */
  public List<Entry> entries() {
    return new ArrayList<>(published);
  }
}
