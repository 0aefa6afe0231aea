package dcos.kafka.local.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sandbox folders of an agent. Those of executors that have ended are kept for a look at their
 * logs, but only the last few: each holds a whole Kafka, and a broker that can't start would fill
 * the disk with them.
 */
final class Sandboxes {
  private static final Logger LOG = LoggerFactory.getLogger(Sandboxes.class);

  /** Sandboxes of ended executors that are kept. */
  static final int KEPT = 5;

  /** From {@code slaves} down to a run: slaves/A/frameworks/F/executors/E/runs/C. */
  private static final int DEPTH = 7;

  private final Path root;

  Sandboxes(Path workDir) {
    root = workDir.resolve("slaves");
  }

  /** Where Mesos has it, too. */
  Path of(String agent, String framework, String executor, String container) {
    return root.resolve(
        Path.of(agent, "frameworks", framework, "executors", executor, "runs", container));
  }

  /** Makes it, and the link {@code latest} beside it. */
  void create(Path sandbox) throws IOException {
    Files.createDirectories(sandbox);
    Path latest = sandbox.resolveSibling("latest");
    Files.deleteIfExists(latest);
    Files.createSymbolicLink(latest, sandbox.getFileName());
  }

  /**
   * Removes all but those in use and the last few others. Links are not followed, so volumes stay.
   */
  void tidy(Set<Path> inUse) {
    try {
      List<Path> ended = new ArrayList<>(all());
      ended.removeAll(inUse);
      ended.sort(Comparator.comparing(Sandboxes::changed).reversed());
      for (Path sandbox : ended.subList(Math.min(KEPT, ended.size()), ended.size())) {
        Volumes.deleteTree(sandbox);
      }
    } catch (IOException e) {
      LOG.warn("Old sandboxes under {} could not be removed: {}", root, e.toString());
    }
  }

  private List<Path> all() throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> paths =
        Files.find(root, DEPTH, (path, attributes) -> attributes.isDirectory())) {
      return paths.filter(path -> path.getNameCount() == root.getNameCount() + DEPTH).toList();
    }
  }

  private static FileTime changed(Path sandbox) {
    try {
      return Files.getLastModifiedTime(sandbox, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
