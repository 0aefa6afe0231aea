package dcos.kafka.scheduler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.core.Change;
import dcos.kafka.scheduler.core.JournalPage;
import dcos.kafka.scheduler.core.Note;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JournalTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Note note(String message) {
    return new Note("KIND", OptionalInt.empty(), message);
  }

  private static void add(Journal journal, Instant now, List<Note> notes) {
    journal.add(now, notes);
    journal.publish();
  }

  /** What is stored after each of these was noted and stored, as the store keeps pages. */
  private static Map<Integer, JournalPage> stored(Map<Integer, JournalPage> before, int entries) {
    Map<Integer, JournalPage> store = new HashMap<>(before);
    Journal journal = new Journal(List.copyOf(before.values()));
    for (int i = 0; i < entries; i++) {
      add(journal, NOW, List.of(note("" + i)));
      List<Change> changes = journal.unsaved();
      assertThat(changes).hasSize(1);
      JournalPage page = ((Change.PutJournalPage) changes.get(0)).page();
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(20);
      store.put(page.number(), page);
      journal.saved();
      assertThat(journal.unsaved()).isEmpty();
    }
    return store;
  }

  @Test
  void goesOnFromWhatIsStored() {
    Map<Integer, JournalPage> store = stored(Map.of(), 30);

    Journal next = new Journal(List.copyOf(store.values()));

    assertThat(next.entries())
        .extracting(entry -> entry.note().message())
        .hasSize(30)
        .endsWith("29");
    add(next, NOW.minusSeconds(99), List.of(note("new")));
    assertThat(next.entries()).extracting(JournalPage.Entry::sequence).isSorted();
    assertThat(((Change.PutJournalPage) next.unsaved().get(0)).page().entries()).hasSize(11);
  }

  @Test
  void storesNoMoreThanIsKeptHoweverOftenTheSchedulerRestarts() {
    Map<Integer, JournalPage> store = Map.of();
    for (int restart = 0; restart < 70; restart++) {
      store = stored(store, 33);
    }

    assertThat(store).hasSize(50);
    List<JournalPage.Entry> entries = new Journal(List.copyOf(store.values())).entries();
    assertThat(entries).hasSizeBetween(Journal.KEPT - 20, Journal.KEPT);
    assertThat(entries).extracting(JournalPage.Entry::sequence).isSorted();
    assertThat(entries.get(entries.size() - 1).note().message()).isEqualTo("32");
  }

  @Test
  void cutsWhatIsTooLong() {
    Journal journal = new Journal(List.of());
    add(journal, NOW, List.of(note("x".repeat(100_000))));

    assertThat(journal.entries().get(0).note().message()).hasSizeLessThan(2100);
  }

  @Test
  void keepsTheNewestUpToABound() {
    Journal journal = new Journal(List.of());

    IntStream.range(0, Journal.KEPT + 10).forEach(i -> add(journal, NOW, List.of(note("" + i))));

    assertThat(journal.entries()).hasSize(Journal.KEPT);
    assertThat(journal.entries().get(0).note().message()).isEqualTo("10");
  }

  @Test
  void numbersItsEntriesUpwardsAlsoWhenTheClockGoesBack() {
    Journal journal = new Journal(List.of());
    add(journal, NOW, List.of(note("a"), note("b")));
    add(journal, NOW.minusSeconds(60), List.of(note("c")));
    add(journal, NOW.plusSeconds(1), List.of(note("d")));

    List<Long> numbers = journal.entries().stream().map(JournalPage.Entry::sequence).toList();

    assertThat(numbers).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void goesOnAboveTheNumbersOfTheSchedulerBeforeIt() {
    Journal before = new Journal(List.of());
    IntStream.range(0, 500).forEach(i -> add(before, NOW, List.of(note("x"))));
    Journal after = new Journal(List.of());
    add(after, NOW.plusSeconds(1), List.of(note("first")));

    assertThat(after.entries().get(0).sequence())
        .isGreaterThan(before.entries().get(499).sequence());
  }

  @Test
  void leavesWhatSomebodyReadsAsItIs() {
    Journal journal = new Journal(List.of());
    add(journal, NOW, List.of(note("a")));
    List<JournalPage.Entry> read = journal.entries();

    add(journal, NOW, List.of(note("b")));

    assertThat(read).hasSize(1);
  }
}
