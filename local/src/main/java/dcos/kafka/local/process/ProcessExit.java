package dcos.kafka.local.process;

import java.util.Map;
import java.util.OptionalInt;

/**
 * How a process ended.
 *
 * @param code its exit code; 128 + the signal's number when a signal ended it; empty when only its
 *     end was seen, because it was {@linkplain SandboxProcess#attach attached} and not started by
 *     this JVM
 */
public record ProcessExit(OptionalInt code) {
  /** A shell and Java add this to the number of the signal that ended a process. */
  private static final int FIRST_SIGNAL = 128;

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1,
          "Hangup",
          2,
          "Interrupt",
          3,
          "Quit",
          6,
          "Aborted",
          9,
          "Killed",
          11,
          "Segmentation fault",
          13,
          "Broken pipe",
          15,
          "Terminated");

  /** Whether it ended by itself with code 0. */
  public boolean successful() {
    return code.isPresent() && code.getAsInt() == 0;
  }

  /**
   * As {@code waitpid} has it: the code times 256, or the signal's number; -1 when it isn't known.
   */
  public int waitStatus() {
    int exit = code.orElse(-1);
    return exit > FIRST_SIGNAL ? exit - FIRST_SIGNAL : exit < 0 ? -1 : exit << 8;
  }

  /** As Mesos words it: {@code exited with status 1}, {@code terminated with signal Killed}. */
  public String describe() {
    if (code.isEmpty()) {
      return "terminated with unknown status";
    }
    int signal = code.getAsInt() - FIRST_SIGNAL;
    if (signal > 0 && signal <= 64) {
      return "terminated with signal " + SIGNALS.getOrDefault(signal, Integer.toString(signal));
    }
    return "exited with status " + code.getAsInt();
  }
}
