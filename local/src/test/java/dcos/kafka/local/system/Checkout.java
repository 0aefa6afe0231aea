package dcos.kafka.local.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * This checkout as somebody has it who has cloned and built it, in a folder of its own: what is
 * written into it ({@code .local}, {@code target}) is not written into the real one.
 */
final class Checkout {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> NOT_CLONED = List.of(".git", ".local", "target");

  private Checkout() {}

  /** Makes one there. */
  static Path in(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> entries = Files.list(HOME)) {
      for (Path entry : entries.toList()) {
        if (!NOT_CLONED.contains(entry.getFileName().toString())) {
          Files.createSymbolicLink(folder.resolve(entry.getFileName()), entry);
        }
      }
    }
    tellThatItIsBuilt();
    return folder;
  }

  /** Removes its links, and leaves what was written into it. */
  static void unlink(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.filter(Files::isSymbolicLink).toList()) {
        Files.delete(entry);
      }
    }
  }

  /** Maven has built it before it runs us; the scripts in bin/ know it from their own stamp. */
  private static void tellThatItIsBuilt() throws IOException {
    Path stamp = HOME.resolve("local/target/built");
    if (Files.notExists(stamp)) {
      FileTime oldest = FileTime.fromMillis(Long.MAX_VALUE);
      for (Path made :
          List.of(
              HOME.resolve("scheduler/target/kafka-scheduler.tgz"),
              HOME.resolve("executor/target/kafka-executor.tgz"),
              Cluster.artifacts().kafka(),
              HOME.resolve("local/target/kafka-local.jar"))) {
        FileTime time = Files.getLastModifiedTime(made);
        oldest = time.compareTo(oldest) < 0 ? time : oldest;
      }
      // Another test may have just made it.
      Files.setLastModifiedTime(Files.write(stamp, new byte[0], StandardOpenOption.CREATE), oldest);
    }
  }
}
