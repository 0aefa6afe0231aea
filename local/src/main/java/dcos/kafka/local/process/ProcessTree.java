package dcos.kafka.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All processes that belong to a session leader: its process group, its descendants, and (where
 * there is a {@code /proc}) whatever else is in its session, which are the orphans that made groups
 * of their own.
 */
final class ProcessTree {
  /** The signals that we send. */
  enum Signal {
    TERM,
    KILL
  }

  private static final Path PROC = Path.of("/proc");
  private static final Optional<String> SETSID =
      Stream.of("/usr/bin/setsid", "/bin/setsid")
          .filter(path -> Files.isExecutable(Path.of(path)))
          .findFirst();

  private ProcessTree() {}

  /** The program that starts another as the leader of a new session, where the system has it. */
  static Optional<String> setsid() {
    return SETSID;
  }

  /**
   * Sends {@code signal} to everything that belongs to the leader {@code pid}, itself alive or not.
   */
  static void signal(long pid, Signal signal) {
    Set<Long> members = members(pid);
    if (members.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("/bin/kill", "-s", signal.name(), "--"));
    members.forEach(member -> command.add(Long.toString(member)));
    try {
      Process kill =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      // Its exit code says nothing: a member may have ended by itself meanwhile.
      kill.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("Can't run /bin/kill, so process " + pid + " stays.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it runs: a zombie that nobody has waited for yet does not. */
  static boolean isRunning(ProcessHandle handle) {
    return handle.isAlive()
        && stat(handle.pid()).map(stat -> !stat.state().equals("Z")).orElse(true);
  }

  private static Set<Long> members(long leader) {
    Set<Long> members = new TreeSet<>();
    ProcessHandle.of(leader)
        .ifPresent(
            handle -> {
              if (isRunning(handle)) {
                members.add(leader);
              }
              handle.descendants().forEach(child -> members.add(child.pid()));
            });
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      all.map(ProcessHandle::pid)
          .filter(
              pid ->
                  stat(pid)
                      .filter(stat -> stat.isIn(leader) && !stat.state().equals("Z"))
                      .isPresent())
          .forEach(members::add);
    }
    return members;
  }

  private record Stat(String state, long group, long session) {
    boolean isIn(long leader) {
      return group == leader || session == leader;
    }
  }

  /**
   * {@code proc(5)}: "pid (name) state parent group session …", where the name may hold spaces and
   * parentheses.
   */
  private static Optional<Stat> stat(long pid) {
    try {
      String line = Files.readString(PROC.resolve(pid + "/stat"));
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", 5);
      return Optional.of(new Stat(fields[0], Long.parseLong(fields[2]), Long.parseLong(fields[3])));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
