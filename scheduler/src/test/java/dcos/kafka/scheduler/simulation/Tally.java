package dcos.kafka.scheduler.simulation;

import java.util.HashMap;
import java.util.Map;

/** How often each kind of thing happened, by its enum constant or its class. */
final class Tally {

  /** A command that is given with force, by its class. */
  record Forced(Class<?> command) {}

  private final Map<Object, Long> counts = new HashMap<>();

  void add(Object kind) {
    counts.merge(kind, 1L, Long::sum);
  }

  void addAll(Tally other) {
    other.counts.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
  }

  long of(Object kind) {
    return counts.getOrDefault(kind, 0L);
  }
}
