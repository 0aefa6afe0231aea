package dcos.kafka.executor.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcos.kafka.executor.task.BrokerTask;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.mesos.v1.Protos.TaskID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {
  @TempDir private Path directory;
  private Path script;

  @BeforeEach
  void unpackKafka() throws IOException {
    script = directory.resolve("kafka/bin/kafka-server-start.sh");
    Files.createDirectories(script.getParent());
    Files.createFile(
        script, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
  }

  private static BrokerTask task(Map<String, String> properties) {
    return new BrokerTask(
        TaskID.newBuilder().setValue("t").build(),
        0,
        "kafka",
        64,
        "h",
        1,
        "zk:1",
        Map.of(),
        properties,
        Duration.ZERO,
        Optional.empty());
  }

  private Properties written() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(directory.resolve("server.properties"))) {
      properties.load(in);
    }
    return properties;
  }

  @Test
  void writesThePropertiesForTheOwnerAlone() throws IOException {
    Map<String, String> properties = Map.of("broker.id", "0", "ssl.key.password", "a=b #\\ü");
    new Sandbox(directory).prepare(task(properties));
    assertThat(written()).containsExactlyInAnyOrderEntriesOf(properties);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("server.properties"))))
        .isEqualTo("rw-------");
  }

  @Test
  void makesTheLogDirectoriesBelowTheSandbox() throws IOException {
    Path absolute = directory.resolve("elsewhere");
    Files.createDirectory(directory.resolve("data"));
    new Sandbox(directory).prepare(task(Map.of("log.dirs", "data/broker-0, " + absolute)));
    assertThat(written())
        .containsEntry("log.dirs", directory.resolve("data/broker-0") + "," + absolute);
    assertThat(directory.resolve("data/broker-0")).isDirectory();
    assertThat(absolute).isDirectory();
  }

  @Test
  void writesOverTheFileOfAFormerTry() throws IOException {
    new Sandbox(directory).prepare(task(Map.of("a", "1")));
    new Sandbox(directory).prepare(task(Map.of("b", "2")));
    assertThat(written()).containsOnlyKeys("b");
  }

  @Test
  void saysWhenTheLogDirectoryIsAFile() throws IOException {
    Files.createFile(directory.resolve("data"));
    assertThatThrownBy(() -> new Sandbox(directory).prepare(task(Map.of("log.dirs", "data"))))
        .hasMessageEndingWith("data should be the broker's log directory, but is a file");
  }

  @Test
  void makesNoFolderInThePlaceOfAVolumeThatIsNotMounted() {
    assertThatThrownBy(() -> new Sandbox(directory).prepare(task(Map.of("log.dirs", "data/b"))))
        .hasMessageContaining("data, the broker's volume, is not there");
    assertThat(directory.resolve("data")).doesNotExist();
  }

  @Test
  void saysWhenKafkaIsNotThere() throws IOException {
    Files.delete(script);
    assertThatThrownBy(() -> new Sandbox(directory).prepare(task(Map.of())))
        .hasMessageContaining("KAFKA_URI must name an archive of Kafka that unpacks to kafka");
  }
}
