package dcos.kafka.scheduler.state;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.state.Timers.Key;
import dcos.kafka.scheduler.state.Timers.Kind;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimersTest {

  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final Key REVIVE = Key.of(Kind.REVIVE);
  private static final Key KILL = new Key(Kind.KILL, 1);

  @Test
  void isDueFromItsTimeOn() {
    Timers timers = Timers.none().with(REVIVE, T);

    assertThat(timers.due(T.minusMillis(1))).isEmpty();
    assertThat(timers.due(T)).contains(REVIVE);
    assertThat(timers.due(T.plusSeconds(9))).contains(REVIVE);
  }

  @Test
  void tellsOfTheEarliestFirst() {
    Timers timers = Timers.none().with(REVIVE, T.plusSeconds(2)).with(KILL, T.plusSeconds(1));

    assertThat(timers.next()).contains(T.plusSeconds(1));
    assertThat(timers.due(T.plusSeconds(5))).contains(KILL);
    assertThat(timers.without(KILL).due(T.plusSeconds(5))).contains(REVIVE);
  }

  @Test
  void keepsOneTimeForEachKey() {
    Timers timers = Timers.none().with(KILL, T).with(KILL, T.plusSeconds(9));

    assertThat(timers.next()).contains(T.plusSeconds(9));
    assertThat(timers.without(KILL).next()).isEmpty();
    assertThat(timers.without(KILL).isSet(KILL)).isFalse();
  }

  @Test
  void keepsTimersOfDifferentBrokersApartThoughTheyAreDueTogether() {
    Timers timers = Timers.none().with(KILL, T).with(new Key(Kind.KILL, 2), T);

    assertThat(timers.without(KILL).due(T)).contains(new Key(Kind.KILL, 2));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void agreesWithANaiveModelAfterAnySequenceOfChanges(long seed) {
    Random random = new Random(seed);
    Map<Key, Instant> model = new HashMap<>();
    Timers timers = Timers.none();
    for (int step = 0; step < 500; step++) {
      Key key = new Key(Kind.values()[random.nextInt(Kind.values().length)], random.nextInt(3));
      if (random.nextInt(3) == 0) {
        timers = timers.without(key);
        model.remove(key);
      } else {
        Instant at = T.plusSeconds(random.nextInt(20));
        timers = timers.with(key, at);
        model.put(key, at);
      }
      assertThat(timers.next()).isEqualTo(model.values().stream().min(Comparator.naturalOrder()));
      assertThat(timers.isSet(key)).isEqualTo(model.containsKey(key));
    }
  }
}
