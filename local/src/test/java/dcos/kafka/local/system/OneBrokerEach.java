package dcos.kafka.local.system;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks on while brokers come and go: at every look, no two processes may be brokers with one id,
 * and so on one volume.
 */
final class OneBrokerEach implements AutoCloseable {
  private static final int PAUSE_MILLIS = 250;

  private final Programs programs;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final Set<String> seen = new HashSet<>();

  OneBrokerEach(Programs programs) {
    this.programs = programs;
    clock.scheduleWithFixedDelay(this::look, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** One that fails would be the last, and find nothing any more. */
  private void look() {
    try {
      look(programs.brokers());
    } catch (RuntimeException e) {
      violations.add("it could not be looked for any: " + e);
    }
  }

  private synchronized void look(List<String> tasks) {
    seen.addAll(tasks);
    Set<String> names = new HashSet<>();
    for (String task : tasks) {
      if (!names.add(task.substring(0, task.indexOf("__")))) {
        violations.add("at the same time: " + tasks);
      }
    }
  }

  /** What it saw that shouldn't have been. */
  List<String> violations() {
    return List.copyOf(violations);
  }

  /** Every task that had a broker at some look. */
  synchronized List<String> seen() {
    return new ArrayList<>(seen);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
