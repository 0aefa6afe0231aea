package dcos.kafka.local.system;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A disk of its own, small enough to be filled; only root may mount one. */
final class SmallDisk implements AutoCloseable {
  private static final int MB = 48;
  private static final int BLOCK = 64 * 1024;

  private final Path root;
  private final boolean mounted;

  /** At {@code root}, which is made; when it can't be mounted, that stays an ordinary folder. */
  SmallDisk(Path root) throws IOException, InterruptedException {
    this.root = Files.createDirectories(root);
    this.mounted =
        run(List.of("mount", "-t", "tmpfs", "-o", "size=" + MB + "m", "kafka", root.toString()));
  }

  /** Whether there is one. */
  boolean isMounted() {
    return mounted;
  }

  /** Takes all that is free. */
  void fill() throws IOException {
    try (OutputStream file = Files.newOutputStream(filler())) {
      byte[] block = new byte[BLOCK];
      while (true) {
        file.write(block);
      }
    } catch (IOException full) {
      if (root.toFile().getUsableSpace() >= BLOCK) {
        throw full;
      }
    }
  }

  /** Gives it back. */
  void free() throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return root.resolve("filler");
  }

  private static boolean run(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (mounted && !run(List.of("umount", "-l", root.toString()))) {
      throw new IOException(root + " could not be unmounted");
    }
  }
}
