package dcos.kafka.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcos.kafka.local.docs.Page;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A terminal in which somebody types what a page says: variables and the folder stay from one block
 * to the next, and what was started in the background runs on until the terminal is closed.
 */
final class Shell implements AutoCloseable {
  private static final String FAILED = "@@failed: ";
  private static final String DONE = "@@done ";

  private final Process bash;
  private final BufferedWriter in;
  private final Path folder;
  private final Path out;
  private int blocks;

  /**
   * Opens it.
   *
   * @param folder where it begins
   */
  Shell(Path folder, Map<String, String> environment) throws IOException {
    this.folder = folder;
    this.out = Files.createTempFile(folder, "terminal", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "--noprofile", "--norc")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    this.bash = builder.start();
    this.in = bash.outputWriter(StandardCharsets.UTF_8);
    type("set -E; trap 'echo \"" + FAILED + "$BASH_COMMAND\"' ERR");
  }

  /** Types it and waits until it is done; nothing in it may fail. Returns what it printed. */
  String run(String commands) throws IOException {
    return run(commands, "");
  }

  /** The same, with somebody who answers questions. */
  String run(String commands, String answers) throws IOException {
    String printed = runAnyhow(commands, answers);
    assertThat(printed).as("what was printed by\n%s", commands).doesNotContain(FAILED);
    return printed;
  }

  /** A block of a page. */
  String run(Page.Block block) throws IOException {
    return run(block.text());
  }

  /** Types it and waits until it is done, however that ends. */
  String runAnyhow(String commands, String answers) throws IOException {
    int number = ++blocks;
    long begin = Files.size(out);
    Path script = Files.writeString(folder.resolve(".block-" + number + ".sh"), commands);
    Path input = Files.writeString(folder.resolve(".answers-" + number + ".txt"), answers);
    type(". " + script + " <" + input + "; echo; echo " + DONE + number);
    await(commands)
        .atMost(Cluster.PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> printedSince(begin).contains(DONE + number + "\n") || !bash.isAlive());
    String printed = printedSince(begin);
    assertThat(bash.isAlive())
        .as("the terminal is there after\n%s\n%s", commands, printed)
        .isTrue();
    return printed.replace("\n" + DONE + number + "\n", "");
  }

  /** Types it, and doesn't wait. */
  void type(String line) throws IOException {
    in.write(line + "\n");
    in.flush();
  }

  private String printedSince(long begin) {
    try {
      byte[] all = Files.readAllBytes(out);
      return new String(all, (int) begin, all.length - (int) begin, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As when the window is closed: what runs in it ends too. */
  @Override
  public void close() {
    List<ProcessHandle> started = bash.descendants().toList();
    bash.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }
}
