package dcos.kafka.executor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StatsdLinesTest {
  private static List<String> packets(Number value) {
    return StatsdLines.packets(new TreeMap<>(java.util.Map.of("a", value)));
  }

  @Test
  void writesNumbersWithoutExponents() {
    assertThat(packets(3)).containsExactly("a:3|g");
    assertThat(packets(1.0E12)).containsExactly("a:1000000000000|g");
    assertThat(packets(2.5E-7)).containsExactly("a:0.00000025|g");
    assertThat(packets(0.0)).containsExactly("a:0|g");
  }

  @Test
  void setsANegativeValueRatherThanTakingItOff() {
    assertThat(packets(-1)).containsExactly("a:0|g\na:-1|g");
  }

  @Test
  void splitsWhatDoesNotFitIntoOneDatagram() {
    SortedMap<String, Number> values = new TreeMap<>();
    for (int i = 100; i < 300; i++) {
      values.put("a.name.of.some.length." + i, i);
    }

    List<String> packets = StatsdLines.packets(values);

    assertThat(packets).hasSize(5).allMatch(packet -> packet.length() <= 1432);
    assertThat(String.join("\n", packets).lines())
        .hasSize(200)
        .startsWith("a.name.of.some.length.100:100|g")
        .allMatch(line -> line.matches("a\\.name\\.of\\.some\\.length\\.\\d+:\\d+\\|g"));
  }

  @Test
  void sendsNothingWhereThereIsNothing() {
    assertThat(StatsdLines.packets(new TreeMap<>())).isEmpty();
  }
}
