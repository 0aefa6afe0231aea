package dcos.kafka.scheduler.config.kafka;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dcos.kafka.scheduler.config.KafkaConfiguration;
import dcos.kafka.scheduler.config.ValidationError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * The options of one version of Kafka.
 *
 * <p>The broker's own {@code ConfigDef} is part of the server, which has no place on our class
 * path. So there is a table of the version that the package ships, and a test that compares it with
 * that very server. With any other version ({@code KAFKA_VER_NAME}) the table is no more than a
 * hint: options that it does not know may exist there, and nothing is taken for dynamic.
 */
public final class KafkaOptions {

  /** What the service decides itself for each broker. */
  private static final Set<String> OWNED =
      Set.of(
          "broker.id",
          "zookeeper.connect",
          "log.dirs",
          "log.dir",
          "listeners",
          "port",
          "host.name",
          "advertised.listeners",
          "advertised.host.name",
          "advertised.port");

  /**
   * What the broker hands on to its plugins, by its beginning: {@code ConfigDef} knows none of
   * these.
   */
  private static final List<String> FOR_PLUGINS =
      List.of(
          "listener.name.",
          "authorizer.",
          "super.users",
          "allow.everyone.if.no.acl.found",
          "kafka.metrics.",
          "kafka.csv.metrics.",
          "kafka.graphite.metrics.",
          "external.kafka.statsd.",
          "client.quota.callback.",
          "config.providers");

  private static final KafkaOptions SHIPPED = load("kafka-options-2.4.1.json");

  private final String version;
  private final Map<String, KafkaOption> byName;

  private KafkaOptions(Table table) {
    this.version = table.version();
    this.byName = table.options().stream().collect(toMap(KafkaOption::name, Function.identity()));
  }

  /** The options of the version that the package ships. */
  public static KafkaOptions shipped() {
    return SHIPPED;
  }

  /** Whether the service decides the value of an option itself. */
  public static boolean owned(String name) {
    return OWNED.contains(name);
  }

  /** The version whose options these are, such as {@code 2.4.1}. */
  public String version() {
    return version;
  }

  /** All options, in no order. */
  public List<KafkaOption> all() {
    return List.copyOf(byName.values());
  }

  /** The option of a name, if there is one in this version. */
  public Optional<KafkaOption> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * Whether these are the options of a distribution.
   *
   * @param versionName its directory, such as {@code kafka_2.11-2.4.1}
   */
  public boolean areOf(String versionName) {
    return versionName.endsWith("-" + version);
  }

  /** Whether the value of an option must not be shown; in doubt it must not. */
  public boolean secret(String name) {
    return find(name)
        .map(KafkaOption::secret)
        .orElseGet(
            () -> name.contains("password") || name.contains("secret") || name.contains("jaas"));
  }

  /** Everything that is wrong with the overrides of a configuration, ascending by option. */
  public List<ValidationError> check(KafkaConfiguration kafka) {
    boolean same = areOf(kafka.versionName());
    return kafka.overrides().entrySet().stream()
        .flatMap(
            entry ->
                problem(entry.getKey(), entry.getValue(), same)
                    .map(
                        message -> new ValidationError(Overrides.variable(entry.getKey()), message))
                    .stream())
        .toList();
  }

  private Optional<String> problem(String name, String value, boolean sameVersion) {
    if (owned(name)) {
      return Optional.of("The service sets " + name + " itself; it can't be overridden.");
    }
    Optional<KafkaOption> known = find(name);
    if (known.isPresent()) {
      return known.get().problem(value);
    }
    if (!sameVersion || FOR_PLUGINS.stream().anyMatch(name::startsWith)) {
      return Optional.empty();
    }
    String nearest = nearest(name);
    return Optional.of(
        "Kafka "
            + version
            + " has no option "
            + name
            + ". The nearest one is "
            + nearest
            + " ("
            + Overrides.variable(nearest)
            + ").");
  }

  private String nearest(String name) {
    return byName.keySet().stream()
        .filter(each -> !owned(each))
        .min(
            Comparator.<String>comparingInt(
                    each -> LevenshteinDistance.getDefaultInstance().apply(name, each))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  private static KafkaOptions load(String resource) {
    ObjectMapper mapper = JsonMapper.builder().addModule(new Jdk8Module()).build();
    try (InputStream in =
        Objects.requireNonNull(KafkaOptions.class.getResourceAsStream(resource), resource)) {
      return new KafkaOptions(mapper.readValue(in, Table.class));
    } catch (IOException e) {
      throw new UncheckedIOException("Our own table " + resource + " is damaged.", e);
    }
  }

  /** The table as it is kept. */
  record Table(String version, List<KafkaOption> options) {}
}
