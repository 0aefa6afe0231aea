package dcos.kafka.scheduler.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened in a run, for a person to read. It costs time, so runs are made without it, and a
 * run that failed is made once more with it.
 */
final class History {

  private final boolean kept;
  private final Timeline timeline;
  private final List<String> lines = new ArrayList<>();

  History(boolean kept, Timeline timeline) {
    this.kept = kept;
    this.timeline = timeline;
  }

  boolean isKept() {
    return kept;
  }

  /** Adds a line; {@code arguments} are put into {@code format} only when history is kept. */
  void tell(String who, String format, Object... arguments) {
    if (kept) {
      Duration time = Duration.ofMillis(timeline.millis());
      lines.add(
          "%3d:%02d.%03d %-9s %s"
              .formatted(
                  time.toMinutes(),
                  time.toSecondsPart(),
                  time.toMillisPart(),
                  who,
                  arguments.length == 0 ? format : format.formatted(arguments)));
    }
  }

  List<String> lines() {
    return lines;
  }
}
