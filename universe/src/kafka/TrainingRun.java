import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/**
 * Runs a broker once, with a ZooKeeper of its own, so that the JVM can note which classes that
 * takes. Part of the packaging; from source, in the folder that holds the unpacked distribution:
 *
 * <pre>java -cp 'NAME/libs/*' TrainingRun.java NAME</pre>
 */
final class TrainingRun {
  private static final long PATIENCE_SECONDS = 120;

  private TrainingRun() {}

  /** Leaves {@code libs/broker.jsa} and, beside it, which Java it is for. */
  public static void main(String[] arguments) throws Exception {
    Path libs = Path.of(arguments[0], "libs");
    Path archive = libs.resolve("broker.jsa");
    Path java = Path.of(System.getProperty("java.home"));
    ZooKeeperServer zooKeeper =
        new ZooKeeperServer(
            Files.createDirectories(Path.of("zookeeper")).toFile(), new File("zookeeper"), 2_000);
    NIOServerCnxnFactory connections = new NIOServerCnxnFactory();
    connections.configure(new InetSocketAddress("127.0.0.1", 0), 100);
    connections.startup(zooKeeper);
    run(arguments[0], java, archive, "127.0.0.1:" + connections.getLocalPort());
    connections.shutdown();
    if (!Files.exists(archive)) {
      throw new IOException(archive + " was not written");
    }
    Files.copy(
        java.resolve("release"),
        libs.resolve("broker.jsa.java"),
        StandardCopyOption.REPLACE_EXISTING);
    System.exit(0);
  }

  /** Starts the broker, lets a client make a topic, and has it stop well. */
  private static void run(String distribution, Path java, Path archive, String zooKeeper)
      throws Exception {
    String address = "127.0.0.1:" + freePort();
    Path properties = Path.of("server.properties");
    Files.write(
        properties,
        List.of(
            "broker.id=0",
            "listeners=PLAINTEXT://" + address,
            "log.dirs=" + Path.of("data").toAbsolutePath(),
            "zookeeper.connect=" + zooKeeper + "/kafka"));
    ProcessBuilder command =
        new ProcessBuilder(
                distribution + "/bin/kafka-server-start.sh", properties.toString())
            .inheritIO();
    command.environment().put("JAVA_HOME", java.toString());
    command.environment().put("KAFKA_OPTS", "-XX:ArchiveClassesAtExit=" + archive);
    command.environment().put("KAFKA_HEAP_OPTS", "-Xmx256m");
    command.environment().put("LOG_DIR", Path.of("logs").toAbsolutePath().toString());
    Process broker = command.start();
    try (Admin client = Admin.create(Map.of("bootstrap.servers", address))) {
      client
          .createTopics(List.of(new NewTopic("topic", Optional.of(1), Optional.empty())))
          .all()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } finally {
      broker.destroy();
      broker.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      broker.destroyForcibly();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }
}
