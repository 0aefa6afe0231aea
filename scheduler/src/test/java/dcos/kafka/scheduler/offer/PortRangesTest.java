package dcos.kafka.scheduler.offer;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.offer.PortRanges.Range;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.Value;
import org.junit.jupiter.api.Test;

class PortRangesTest {

  private static PortRanges ranges(int... ends) {
    PortRanges ranges = new PortRanges(List.of());
    for (int i = 0; i < ends.length; i += 2) {
      ranges = ranges.plus(new PortRanges(List.of(new Range(ends[i], ends[i + 1]))));
    }
    return ranges;
  }

  @Test
  void readsWhatMesosWrites() {
    Value.Ranges offered =
        Value.Ranges.newBuilder()
            .addRange(Value.Range.newBuilder().setBegin(9092).setEnd(10092))
            .addRange(Value.Range.newBuilder().setBegin(31000).setEnd(31000))
            .build();

    assertThat(PortRanges.of(offered)).isEqualTo(ranges(9092, 10092, 31000, 31000));
  }

  @Test
  void includesBothEnds() {
    PortRanges ports = ranges(10, 20);

    assertThat(ports.contains(9)).isFalse();
    assertThat(ports.contains(10)).isTrue();
    assertThat(ports.contains(20)).isTrue();
    assertThat(ports.contains(21)).isFalse();
  }

  @Test
  void splitsARangeWhereAPortIsTakenOutOfIt() {
    assertThat(ranges(10, 20).without(15)).isEqualTo(ranges(10, 14, 16, 20));
    assertThat(ranges(10, 20).without(10)).isEqualTo(ranges(11, 20));
    assertThat(ranges(10, 20).without(20)).isEqualTo(ranges(10, 19));
    assertThat(ranges(10, 10, 30, 30).without(10)).isEqualTo(ranges(30, 30));
    assertThat(ranges(10, 20).without(9)).isEqualTo(ranges(10, 20));
  }

  @Test
  void cutsToWhatIsWithinARange() {
    assertThat(ranges(1, 100, 200, 300, 400, 500).within(50, 250))
        .isEqualTo(ranges(50, 100, 200, 250));
    assertThat(ranges(1, 10).within(11, 20)).isEqualTo(ranges());
  }

  @Test
  void drawsEachPortAsOftenAsAnyOther() {
    PortRanges ports = ranges(10, 12, 20, 20);
    TreeMap<Integer, Integer> drawn = new TreeMap<>();
    SplittableRandom random = new SplittableRandom(1);

    for (int i = 0; i < 4000; i++) {
      drawn.merge(ports.random(random).orElseThrow(), 1, Integer::sum);
    }

    assertThat(drawn.keySet()).containsExactly(10, 11, 12, 20);
    assertThat(drawn.values()).allSatisfy(times -> assertThat(times).isBetween(900, 1100));
  }

  @Test
  void drawsNothingFromNothing() {
    assertThat(ranges().random(new SplittableRandom(1))).isEmpty();
  }
}
