package dcos.kafka.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcos.kafka.local.web.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code bin/kafka-local} as somebody runs it in a terminal of its own, at a free port. */
final class KafkaLocalProgram implements AutoCloseable {
  private final Process process;
  private final Path out;
  private final int port;

  private KafkaLocalProgram(Process process, Path out, int port) {
    this.process = process;
    this.out = out;
    this.port = port;
  }

  /** Starts it and waits until the cluster is up. */
  static KafkaLocalProgram up(Path checkout, String... arguments) throws IOException {
    int port = FreePorts.any("127.0.0.1", Set.of());
    List<String> command =
        new ArrayList<>(
            List.of("bin/kafka-local", "--port", "" + port, "--network", Cluster.NETWORK));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(checkout, "kafka-local", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(checkout.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    KafkaLocalProgram program = new KafkaLocalProgram(builder.start(), out, port);
    try {
      await("it is up, or says why not")
          .atMost(Cluster.PATIENCE)
          .until(() -> program.printed().contains("Ctrl-C stops") || !program.process.isAlive());
      assertThat(program.printed()).contains("Kafka is up.");
      return program;
    } catch (RuntimeException | AssertionError e) {
      program.close();
      throw e;
    }
  }

  /** The one URL. */
  URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** What it told. */
  String printed() {
    try {
      return Files.readString(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As Ctrl-C does: it ends what it has started, and then itself. */
  void stop() {
    process.destroy();
    await("it has ended").atMost(Cluster.PATIENCE).until(() -> !process.isAlive());
  }

  @Override
  public void close() {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }
}
