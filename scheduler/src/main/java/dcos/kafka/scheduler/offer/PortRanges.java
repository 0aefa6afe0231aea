package dcos.kafka.scheduler.offer;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.apache.mesos.v1.Protos.Value;

/** The free ports of an offer: disjoint ranges, ends included. An immutable value. */
public record PortRanges(List<Range> ranges) {

  /** Ports {@code first} to {@code last}, both included. */
  public record Range(int first, int last) {
    int size() {
      return last - first + 1;
    }
  }

  public PortRanges {
    ranges = List.copyOf(ranges);
  }

  /** What Mesos writes as ranges. */
  public static PortRanges of(Value.Ranges offered) {
    return new PortRanges(
        offered.getRangeList().stream()
            .map(range -> new Range((int) range.getBegin(), (int) range.getEnd()))
            .toList());
  }

  /** These ports and those. */
  public PortRanges plus(PortRanges others) {
    List<Range> all = new ArrayList<>(ranges);
    all.addAll(others.ranges);
    return new PortRanges(all);
  }

  /** Whether a port is free. */
  public boolean contains(int port) {
    return ranges.stream().anyMatch(range -> range.first() <= port && port <= range.last());
  }

  /** These ports without one. */
  public PortRanges without(int port) {
    List<Range> rest = new ArrayList<>();
    for (Range range : ranges) {
      if (port < range.first() || port > range.last()) {
        rest.add(range);
        continue;
      }
      if (range.first() < port) {
        rest.add(new Range(range.first(), port - 1));
      }
      if (port < range.last()) {
        rest.add(new Range(port + 1, range.last()));
      }
    }
    return new PortRanges(rest);
  }

  /** The ports of these that lie within {@code first} to {@code last}. */
  public PortRanges within(int first, int last) {
    return new PortRanges(
        ranges.stream()
            .map(range -> new Range(Math.max(first, range.first()), Math.min(last, range.last())))
            .filter(range -> range.first() <= range.last())
            .toList());
  }

  /** One of these ports, each as likely as any other; empty when there is none. */
  public OptionalInt random(SplittableRandom random) {
    int count = ranges.stream().mapToInt(Range::size).sum();
    if (count == 0) {
      return OptionalInt.empty();
    }
    int index = random.nextInt(count);
    for (Range range : ranges) {
      if (index < range.size()) {
        return OptionalInt.of(range.first() + index);
      }
      index -= range.size();
    }
    throw new IllegalStateException("index beyond the ranges' sum");
  }
}
