package dcos.kafka.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.local.universe.Cosmos;
import dcos.kafka.local.universe.Options;
import dcos.kafka.local.universe.PackageDefinition;
import dcos.kafka.local.universe.PackageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The package on the local DC/OS. What was installed last is remembered, so that a restart leaves
 * the app as it is, with whatever was edited in Marathon, unless other options are given.
 */
final class Installation {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PackageDefinition definition;
  private final String source;
  private final Path memory;

  /**
   * @param source what the package is called in its label
   * @param memory the file that remembers; its folder exists at the time of {@link #install}
   */
  Installation(PackageDefinition definition, String source, Path memory) {
    this.definition = definition;
    this.source = source;
    this.memory = memory;
  }

  /**
   * The app that the package becomes.
   *
   * @throws PackageException when the options are wrong
   */
  ObjectNode render(ObjectNode options) throws PackageException {
    return Cosmos.render(definition, options, source);
  }

  /** What {@link #install} has done. */
  enum Outcome {
    INSTALLED,
    UNCHANGED,
    UPDATED
  }

  /**
   * Makes Marathon run the app.
   *
   * @throws IOException when Marathon doesn't answer or the memory can't be written
   * @throws KafkaLocalException when Marathon refuses
   */
  Outcome install(ObjectNode app, RouterClient dcos) throws IOException, KafkaLocalException {
    String path = "/marathon/v2/apps/" + app.path("id").asText().replaceFirst("^/", "");
    boolean known = dcos.get(path).status() == 200;
    if (known && Files.exists(memory) && JSON.readTree(memory.toFile()).equals(app)) {
      return Outcome.UNCHANGED;
    }
    RouterClient.Answer answer = dcos.send("PUT", path, app.toString());
    if (answer.status() / 100 != 2) {
      throw new KafkaLocalException(
          KafkaLocalException.FAILED, "Marathon refuses the app: " + answer.body() + ".");
    }
    Files.writeString(memory, app.toString());
    return known ? Outcome.UPDATED : Outcome.INSTALLED;
  }

  /**
   * Small enough for a laptop, and where the parts of this DC/OS are.
   *
   * @param dcos what the package is to be installed on
   */
  static ObjectNode localOptions(LocalDcos dcos) {
    return Options.merge(smallOptions(), whereabouts(dcos));
  }

  /** Brokers that fit a laptop; all of it are the package's own options. */
  static ObjectNode smallOptions() {
    ObjectNode options = Options.none();
    ObjectNode brokers = options.putObject("brokers");
    brokers.put("cpus", 0.2).put("mem", 512).put("disk", 1024);
    brokers.putObject("heap").put("size", 256);
    options.putObject("executor").put("cpus", 0.1).put("mem", 96);
    ObjectNode kafka = options.putObject("kafka");
    // A share of the heap, which the default would take half of.
    kafka.put("log_cleaner_dedupe_buffer_size", 4 * 1024 * 1024);
    kafka.put("offsets_topic_num_partitions", 10);
    // When all brokers stop at once, the last one has nobody to give its partitions to.
    kafka.put("controlled_shutdown_retry_backoff_ms", 1_000);
    options.putObject("service").put("user", System.getProperty("user.name"));
    return options;
  }

  private static ObjectNode whereabouts(LocalDcos dcos) {
    ObjectNode options = Options.none();
    options
        .putObject("service")
        .put("mesos_master", dcos.masterUri())
        .put("mesos_zookeeper_uri", dcos.zookeeper());
    return options;
  }
}
