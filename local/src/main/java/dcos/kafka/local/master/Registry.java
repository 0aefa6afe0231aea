package dcos.kafka.local.master;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What outlives a master: the ids of the agents that it has admitted, and of those that don't
 * answer. All else comes back with the agents and frameworks themselves, as with Mesos. A master
 * that leads next reads it from the same folder.
 */
final class Registry {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Optional<Path> file;

  /** Kept in {@code folder}, or not at all. */
  Registry(Optional<Path> folder) {
    this.file = folder.map(path -> path.resolve("registry.json"));
  }

  /** Unreachable agents with the time when they were given up, in nanoseconds since 1970. */
  record Content(List<String> agents, Map<String, Long> unreachable) {}

  Content read() {
    try {
      return file.isPresent() && Files.exists(file.get())
          ? JSON.readValue(file.get().toFile(), Content.class)
          : new Content(List.of(), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The master's registry " + file.get() + " can't be read; remove it to start without.", e);
    }
  }

  void write(Content content) {
    if (file.isPresent()) {
      try {
        Files.createDirectories(file.get().toAbsolutePath().getParent());
        Path next = file.get().resolveSibling("registry.json.new");
        JSON.writeValue(next.toFile(), content);
        Files.move(next, file.get(), StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "The master's registry " + file.get() + " can't be written.", e);
      }
    }
  }
}
