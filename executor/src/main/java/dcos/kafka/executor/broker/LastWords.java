package dcos.kafka.executor.broker;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The end of a broker's output, for the message of its failure. Kafka writes dozens of lines about
 * its shutdown after the error that led to it, and stack traces longer than a message may be; so
 * errors, what belongs to them and the error output are preferred, and stack frames left out. May
 * be used from several threads.
 */
final class LastWords {
  private static final int MAX_CHARS = 1000;

  private final Deque<String> errors = new ArrayDeque<>();
  private final Deque<String> all = new ArrayDeque<>();
  private boolean inError;

  /** A line of the standard output. */
  synchronized void out(String line) {
    if (isNoise(line)) {
      return;
    }
    if (line.startsWith("[")) {
      inError = line.contains(" ERROR ") || line.contains(" FATAL ");
    }
    add(all, line);
    if (inError) {
      add(errors, line);
    }
  }

  /** A line of the error output. */
  synchronized void err(String line) {
    if (!isNoise(line)) {
      add(all, line);
      add(errors, line);
    }
  }

  private static boolean isNoise(String line) {
    return line.isBlank() || line.startsWith("\tat ") || line.startsWith("\t... ");
  }

  private static void add(Deque<String> lines, String line) {
    lines.addLast(line.length() > MAX_CHARS ? line.substring(0, MAX_CHARS) : line);
    int chars = lines.stream().mapToInt(kept -> kept.length() + 1).sum();
    while (chars > MAX_CHARS + 1) {
      chars -= lines.removeFirst().length() + 1;
    }
  }

  /** At most about a thousand characters. */
  synchronized String text() {
    return String.join("\n", errors.isEmpty() ? all : errors);
  }
}
