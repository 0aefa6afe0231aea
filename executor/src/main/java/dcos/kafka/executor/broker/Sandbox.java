package dcos.kafka.executor.broker;

import dcos.kafka.executor.task.BrokerTask;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The executor's directory on the agent, in which the broker finds its files. */
public final class Sandbox {
  private static final String SERVER_PROPERTIES = "server.properties";

  private final Path directory;

  /**
   * @param directory absolute
   */
  public Sandbox(Path directory) {
    this.directory = directory;
  }

  /**
   * Writes {@code server.properties} and makes the log directories.
   *
   * @throws IOException when the disk does not take it, or the distribution isn't there; the
   *     message says what to do
   */
  public void prepare(BrokerTask task) throws IOException {
    Path script = startScript(task);
    if (!Files.isExecutable(script)) {
      throw new IOException(
          script
              + " is not there or not executable. KAFKA_URI must name an archive of Kafka that"
              + " unpacks to "
              + task.kafkaDirectory());
    }
    Map<String, String> properties = new HashMap<>(task.properties());
    for (String name : new String[] {"log.dirs", "log.dir"}) {
      String directories = properties.get(name);
      if (directories != null) {
        properties.put(name, resolve(directories));
      }
    }
    write(properties);
  }

  /** The absolute form of a comma list of directories, each of which exists afterwards. */
  private String resolve(String directories) throws IOException {
    List<Path> paths =
        Stream.of(directories.split(","))
            .map(String::strip)
            .filter(path -> !path.isEmpty())
            .map(Path::of)
            .toList();
    for (Path path : paths) {
      requireVolume(path);
      try {
        Files.createDirectories(directory.resolve(path));
      } catch (FileAlreadyExistsException e) {
        throw new IOException(
            directory.resolve(path) + " should be the broker's log directory, but is a file", e);
      }
    }
    return paths.stream()
        .map(path -> directory.resolve(path).toString())
        .collect(Collectors.joining(","));
  }

  /**
   * What lies below the sandbox lies in a volume, which the agent has to have put there: a folder
   * made in its place would be an empty broker's, and end with the sandbox.
   */
  private void requireVolume(Path path) throws IOException {
    Path volume = directory.resolve(path.getName(0));
    if (!path.isAbsolute() && !Files.exists(volume)) {
      throw new IOException(
          volume + ", the broker's volume, is not there: the agent has not mounted it");
    }
  }

  /** Readable by its owner only, since it may hold passwords. */
  private void write(Map<String, String> properties) throws IOException {
    Path file = directory.resolve(SERVER_PROPERTIES);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Properties content = new Properties();
    content.putAll(properties);
    try (OutputStream out = Files.newOutputStream(file)) {
      content.store(out, "Written by the executor; changes are lost");
    }
  }

  Path startScript(BrokerTask task) {
    return directory.resolve(task.kafkaDirectory()).resolve("bin/kafka-server-start.sh");
  }

  Path directory() {
    return directory;
  }

  Path serverProperties() {
    return directory.resolve(SERVER_PROPERTIES);
  }
}
