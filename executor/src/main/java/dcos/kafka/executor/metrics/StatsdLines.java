package dcos.kafka.executor.metrics;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * StatsD's text: one line for each value, and as many lines in a datagram as go through a network
 * in one piece.
 */
final class StatsdLines {
  /** What an Ethernet frame takes, less the headers of IPv6 and UDP. */
  private static final int MOST_BYTES = 1432;

  private StatsdLines() {}

  /** Datagrams with all values as gauges, by name. */
  static List<String> packets(SortedMap<String, Number> values) {
    List<String> packets = new ArrayList<>();
    StringBuilder packet = new StringBuilder();
    for (Map.Entry<String, Number> value : values.entrySet()) {
      String line = line(value.getKey(), value.getValue());
      if (packet.length() > 0 && packet.length() + 1 + line.length() > MOST_BYTES) {
        packets.add(packet.toString());
        packet.setLength(0);
      }
      packet.append(packet.length() == 0 ? "" : "\n").append(line);
    }
    if (packet.length() > 0) {
      packets.add(packet.toString());
    }
    return packets;
  }

  /**
   * A gauge with a sign is a change of it in StatsD, so that a negative one has to be set to zero
   * first.
   */
  private static String line(String name, Number value) {
    String text = plain(value);
    String gauge = name + ":" + text + "|g";
    return text.startsWith("-") ? name + ":0|g\n" + gauge : gauge;
  }

  private static String plain(Number value) {
    return value instanceof Double || value instanceof Float
        ? BigDecimal.valueOf(value.doubleValue()).stripTrailingZeros().toPlainString()
        : value.toString();
  }
}
