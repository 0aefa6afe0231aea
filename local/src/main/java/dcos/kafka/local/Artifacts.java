package dcos.kafka.local;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the build makes, and what the local DC/OS runs.
 *
 * @param home the checkout of the project
 */
public record Artifacts(Path home) {
  /** The folder that the Kafka distribution unpacks to. */
  public static final String KAFKA = "kafka_2.11-2.4.1";

  /** With an absolute path. */
  public Artifacts {
    home = home.toAbsolutePath().normalize();
  }

  /** The Kafka distribution. */
  public Path kafka() {
    return home.resolve("universe/target/" + KAFKA + ".tgz");
  }

  /** The first that is missing, by the name of its file. */
  public Optional<Path> missing() {
    return List.of(
            home.resolve("scheduler/target/kafka-scheduler.tgz"),
            home.resolve("executor/target/kafka-executor.tgz"),
            kafka())
        .stream()
        .filter(file -> !Files.exists(file))
        .findFirst();
  }

  /** Where the four files of the Universe package are. */
  public URI universePackage() {
    return home.resolve("universe/package").toUri();
  }

  /**
   * The addresses of the assets of {@code resource.json}, by their names there: they lie in the
   * folders of the modules that build them, while a real package has them all in one place.
   */
  public Map<String, String> assets() {
    return Map.of(
        "scheduler-tgz", home.resolve("scheduler/target/kafka-scheduler.tgz").toUri().toString(),
        "executor-tgz", home.resolve("executor/target/kafka-executor.tgz").toUri().toString(),
        "kafka-tgz", kafka().toUri().toString());
  }
}
