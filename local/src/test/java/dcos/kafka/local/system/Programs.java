package dcos.kafka.local.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The processes whose sandboxes are in a folder: what a DC/OS has started, and their children. */
record Programs(Path folder) {
  private static final Path PROC = Path.of("/proc");
  private static final Pattern TASK = Pattern.compile("MESOS_EXECUTOR_ID=(\\S+)");

  /** Schedulers; two for a moment, when one is about to end and the next has begun. */
  List<ProcessHandle> schedulers() {
    return java("dcos.kafka.scheduler.", "");
  }

  /** The one scheduler. */
  ProcessHandle scheduler() {
    return only("the scheduler", schedulers());
  }

  /** The Kafka of a task. */
  ProcessHandle broker(String taskId) {
    return only("the broker of " + taskId, java("kafka.Kafka", taskId));
  }

  /** The tasks of all Kafkas that run. */
  List<String> brokers() {
    return java("kafka.Kafka", "").stream()
        .flatMap(process -> TASK.matcher(text(process, "environ")).results())
        .map(match -> match.group(1))
        .toList();
  }

  /** Sends a signal, such as {@code STOP}. */
  static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
            .inheritIO()
            .start()
            .waitFor();
    if (code != 0) {
      throw new IOException("kill -" + name + " " + process.pid() + " ended with " + code);
    }
  }

  /** Another process of the same program, in the same folder, with some variables changed. */
  static Process another(ProcessHandle process, Map<String, String> changes, Path output)
      throws IOException {
    Path proc = PROC.resolve(Long.toString(process.pid()));
    List<String> command = List.of(Files.readString(proc.resolve("cmdline")).split("\0"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(proc.resolve("cwd").toRealPath().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    for (String variable : Files.readString(proc.resolve("environ")).split("\0")) {
      String[] parts = variable.split("=", 2);
      builder.environment().put(parts[0], parts[1]);
    }
    builder.environment().putAll(changes);
    return builder.start();
  }

  /** The executor of a task. */
  ProcessHandle executor(String taskId) {
    return only("the executor of " + taskId, java("dcos.kafka.executor.", taskId));
  }

  /** Command lines of all that run. */
  List<String> running() {
    return all().stream().map(process -> process.pid() + " " + text(process, "cmdline")).toList();
  }

  /** Ends all that run, whatever it is. */
  void kill() {
    all().forEach(ProcessHandle::destroyForcibly);
  }

  /** How much memory a process holds. */
  static long residentKilobytes(ProcessHandle process) {
    return text(process, "status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private ProcessHandle only(String what, List<ProcessHandle> found) {
    if (found.size() != 1) {
      throw new AssertionError(
          "Not one process is " + what + ", but " + found + " of " + running());
    }
    return found.get(0);
  }

  /** Those that run a class of that package; not the shells that wait for one. */
  private List<ProcessHandle> java(String main, String taskId) {
    return all().stream()
        .filter(process -> text(process, "cmdline").split(" ", 2)[0].endsWith("java"))
        .filter(process -> text(process, "cmdline").contains(" " + main))
        .filter(process -> taskId.isEmpty() || text(process, "environ").contains("=" + taskId))
        .toList();
  }

  private List<ProcessHandle> all() {
    String sandboxes = "MESOS_SANDBOX=" + folder + "/";
    return ProcessHandle.allProcesses()
        .filter(process -> text(process, "environ").contains(sandboxes))
        .toList();
  }

  /** Of {@code proc(5)}; empty for a process that has ended, or isn't ours to look at. */
  private static String text(ProcessHandle process, String file) {
    try {
      return Files.readString(PROC.resolve(process.pid() + "/" + file), StandardCharsets.ISO_8859_1)
          .replace('\0', ' ');
    } catch (IOException | UncheckedIOException gone) {
      return "";
    }
  }
}
