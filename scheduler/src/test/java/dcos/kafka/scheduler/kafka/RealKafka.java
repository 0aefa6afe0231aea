package dcos.kafka.scheduler.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.curator.test.TestingServer;

/**
 * A real ZooKeeper, and real brokers as processes on ports that the system chooses; everything
 * below a folder.
 */
final class RealKafka implements AutoCloseable {

  private static final Path JARS = Path.of("target", "broker-to-compare-with");

  private final Path folder;
  private final TestingServer zookeeper;
  private final Map<Integer, Process> brokers = new TreeMap<>();

  RealKafka(Path folder) throws Exception {
    this.folder = folder;
    this.zookeeper = new TestingServer(-1, folder.resolve("zookeeper").toFile(), true);
  }

  /** As brokers and the service have it, with a chroot. */
  String zookeeper() {
    return zookeeper.getConnectString() + "/dcos-service-kafka";
  }

  TestingServer zookeeperServer() {
    return zookeeper;
  }

  /** Starts a broker, with these settings besides the usual ones; returns at once. */
  void start(int id, Map<String, String> settings) {
    List<String> properties = new ArrayList<>();
    properties.add("broker.id=" + id);
    properties.add("listeners=PLAINTEXT://127.0.0.1:0");
    properties.add("log.dirs=" + folder.resolve("broker-" + id).toAbsolutePath());
    properties.add("zookeeper.connect=" + zookeeper());
    properties.add("zookeeper.session.timeout.ms=4000");
    properties.add("auto.create.topics.enable=false");
    properties.add("offsets.topic.replication.factor=1");
    properties.add("log.cleaner.dedupe.buffer.size=2097152");
    settings.forEach((name, value) -> properties.add(name + "=" + value));
    try {
      Path file = folder.resolve("broker-" + id + ".properties");
      Files.write(file, properties);
      brokers.put(
          id,
          java("-Xmx256m", "kafka.Kafka", file.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("broker-" + id + ".log").toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A program of the distribution. */
  static ProcessBuilder java(String heap, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.net.preferIPv4Stack=true",
                "-cp",
                JARS.toAbsolutePath() + "/*"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /** What a program of the distribution prints. */
  static String output(String... arguments) throws IOException {
    Process tool = java("-Xmx128m", arguments).redirectError(Redirect.DISCARD).start();
    return new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** As {@code kill -9}. */
  void kill(int id) {
    Process broker = brokers.remove(id);
    if (broker != null) {
      broker.destroyForcibly().onExit().join();
    }
  }

  @Override
  public void close() throws IOException {
    List.copyOf(brokers.keySet()).forEach(this::kill);
    zookeeper.close();
  }
}
