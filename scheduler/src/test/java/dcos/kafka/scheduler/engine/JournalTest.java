package dcos.kafka.scheduler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.core.Note;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JournalTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Note note(String message) {
    return new Note("KIND", OptionalInt.empty(), message);
  }

  @Test
  void keepsTheNewestUpToABound() {
    Journal journal = new Journal();

    IntStream.range(0, Journal.KEPT + 10).forEach(i -> journal.add(NOW, List.of(note("" + i))));

    assertThat(journal.entries()).hasSize(Journal.KEPT);
    assertThat(journal.entries().get(0).note().message()).isEqualTo("10");
  }

  @Test
  void numbersItsEntriesUpwardsAlsoWhenTheClockGoesBack() {
    Journal journal = new Journal();
    journal.add(NOW, List.of(note("a"), note("b")));
    journal.add(NOW.minusSeconds(60), List.of(note("c")));
    journal.add(NOW.plusSeconds(1), List.of(note("d")));

    List<Long> numbers = journal.entries().stream().map(Journal.Entry::sequence).toList();

    assertThat(numbers).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void goesOnAboveTheNumbersOfTheSchedulerBeforeIt() {
    Journal before = new Journal();
    IntStream.range(0, 500).forEach(i -> before.add(NOW, List.of(note("x"))));
    Journal after = new Journal();
    after.add(NOW.plusSeconds(1), List.of(note("first")));

    assertThat(after.entries().get(0).sequence())
        .isGreaterThan(before.entries().get(499).sequence());
  }

  @Test
  void leavesWhatSomebodyReadsAsItIs() {
    Journal journal = new Journal();
    journal.add(NOW, List.of(note("a")));
    List<Journal.Entry> read = journal.entries();

    journal.add(NOW, List.of(note("b")));

    assertThat(read).hasSize(1);
  }
}
