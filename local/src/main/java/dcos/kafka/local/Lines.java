package dcos.kafka.local;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Lines with the time since the start in front; coloured on a terminal, plain otherwise. */
final class Lines {
  private static final int NAME_WIDTH = 14;
  private static final int STATUS_WIDTH = 11;
  private static final String CONTINUATION = "\n" + " ".repeat(38);

  private final PrintStream out;
  private final boolean coloured;
  private final long start = System.nanoTime();

  private Lines(PrintStream out, boolean coloured) {
    this.out = out;
    this.coloured = coloured;
  }

  /**
   * To {@code out}; coloured when that is a terminal, as {@code bin/kafka-local} finds out, whose
   * user hasn't forbidden it.
   */
  static Lines to(PrintStream out) {
    return new Lines(
        out,
        Boolean.getBoolean("kafka.local.terminal")
            && System.getenv("NO_COLOR") == null
            && !"dumb".equals(System.getenv("TERM")));
  }

  /** One thing and how it is. */
  synchronized void step(String name, String status, String message) {
    String padded = String.format(Locale.ROOT, "%-" + STATUS_WIDTH + "s", status);
    out.printf(
        Locale.ROOT,
        "%7.1f s  %-" + NAME_WIDTH + "s %s %s%n",
        Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0,
        name,
        colour(status, padded),
        message.replace("\n", CONTINUATION));
    out.flush();
  }

  /** Text as it is. */
  synchronized void text(String text) {
    out.println(text);
    out.flush();
  }

  private String colour(String status, String text) {
    if (!coloured) {
      return text;
    }
    int code =
        switch (status) {
          case "COMPLETE", "up" -> 32;
          case "ERROR", "ended" -> 31;
          case "WAITING", "IN_PROGRESS" -> 33;
          default -> 0;
        };
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
