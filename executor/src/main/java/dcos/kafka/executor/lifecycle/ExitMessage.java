package dcos.kafka.executor.lifecycle;

import java.util.Map;

/** Says how a broker's process ended, for the one who reads its task's last state. */
final class ExitMessage {
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 6, "SIGABRT", 7, "SIGBUS", 9, "SIGKILL", 11,
          "SIGSEGV", 15, "SIGTERM");

  private ExitMessage() {}

  static String of(Event.Exited exited) {
    String how =
        exited.code() > 128
            ? "The broker was ended by signal " + signal(exited.code() - 128)
            : "The broker ended with exit code " + exited.code();
    return exited.lastWords().isEmpty() ? how : how + ". It said last:\n" + exited.lastWords();
  }

  private static String signal(int number) {
    String name = SIGNALS.get(number);
    return name == null ? String.valueOf(number) : number + " (" + name + ")";
  }
}
