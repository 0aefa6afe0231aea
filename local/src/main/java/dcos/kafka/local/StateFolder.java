package dcos.kafka.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The folder of all state, of which only one local DC/OS at a time makes use. */
final class StateFolder implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String LOG = "kafka-local.log";

  /** What may be there before anything has begun. */
  private static final Set<String> HARMLESS = Set.of(LOCK, LOG);

  private final Path path;
  private final FileChannel channel;

  private StateFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Takes the folder.
   *
   * @throws KafkaLocalException when another one has it, or when it holds something else
   */
  static StateFolder open(Path folder) throws KafkaLocalException, IOException {
    Path path = folder.toAbsolutePath().normalize();
    if (Files.exists(path) && !isOurs(path)) {
      throw new KafkaLocalException(
          KafkaLocalException.WRONG_INPUT,
          path + " holds something other than a local DC/OS: take another --dir.");
    }
    FileChannel channel = lockFile(path);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new KafkaLocalException(
          KafkaLocalException.FAILED,
          "Another bin/kafka-local runs with " + path + ": end it first, or take another --dir.");
    }
    return new StateFolder(path, channel);
  }

  private static FileChannel lockFile(Path path) throws KafkaLocalException {
    try {
      Files.createDirectories(path);
      return FileChannel.open(
          path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      // The message of such an exception is no more than a path.
      throw new KafkaLocalException(
          KafkaLocalException.FAILED,
          path
              + " can't be made or written ("
              + e.getClass().getSimpleName().replaceFirst("Exception$", "")
              + "): take another --dir.");
    }
  }

  Path path() {
    return path;
  }

  /** Forgets all that is in it, and ends what one that was killed has left running. */
  void empty() throws IOException {
    ProcessHandle.allProcesses()
        .filter(process -> hasSandboxIn(path, process.pid()))
        .forEach(ProcessHandle::destroyForcibly);
    Set<Path> kept = Set.of(path, path.resolve(LOCK), path.resolve(LOG));
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst =
          all.filter(file -> !kept.contains(file)).sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Lets others have it. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static boolean isOurs(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Stream<Path> content = Files.list(path)) {
      return Addresses.exist(path)
          || content.map(Path::getFileName).map(Path::toString).allMatch(HARMLESS::contains);
    }
  }

  private static boolean hasSandboxIn(Path path, long pid) {
    try {
      String environment =
          Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1);
      return environment.contains("MESOS_SANDBOX=" + path + "/");
    } catch (IOException gone) {
      return false;
    }
  }
}
