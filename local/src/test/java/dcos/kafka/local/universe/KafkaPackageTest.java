package dcos.kafka.local.universe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The package that we ship, rendered as DC/OS does. */
class KafkaPackageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PackageDefinition PACKAGE = load();

  private static PackageDefinition load() {
    try {
      return PackageDefinition.load(
              Path.of("../universe/package").toAbsolutePath().normalize().toUri())
          .withAssets(
              Map.of(
                  "scheduler-tgz", "http://assets/kafka-scheduler.tgz",
                  "executor-tgz", "http://assets/kafka-executor.tgz",
                  "kafka-tgz", "http://assets/kafka_2.11-2.4.1.tgz"));
    } catch (PackageException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode render(String options) throws PackageException {
    return Cosmos.render(PACKAGE, JsonText.object(options, "options"), "test");
  }

  private static Map<String, String> environment(String options) throws PackageException {
    Map<String, String> environment = new TreeMap<>();
    render(options)
        .get("env")
        .properties()
        .forEach(e -> environment.put(e.getKey(), e.getValue().textValue()));
    return environment;
  }

  @ParameterizedTest
  @CsvSource({
    "foo, is not where a package can be",
    "ftp://x/y, is not where a package can be",
    "http:/x, is not where a package can be",
    "file:///no/such/folder, makes one",
    "http://127.0.0.1:1/, Can't read package.json"
  })
  void saysWhyThereIsNoPackage(URI location, String sentence) {
    assertThatThrownBy(() -> PackageDefinition.load(location))
        .isInstanceOf(PackageException.class)
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("null");
  }

  @Test
  void defaultsAreTheDocumentedOnes() throws Exception {
    assertThat(environment("{}"))
        .containsEntry("FRAMEWORK_NAME", "kafka")
        .containsEntry("USER", "root")
        .containsEntry("MESOS_MASTER", "zk://master.mesos:2181/mesos")
        .containsEntry("MESOS_ZOOKEEPER_URI", "master.mesos:2181")
        .containsEntry("BROKER_COUNT", "3")
        .containsEntry("BROKER_PORT", "9092")
        .containsEntry("BROKER_CPUS", "1")
        .containsEntry("BROKER_MEM", "2048")
        .containsEntry("BROKER_DISK", "5000")
        .containsEntry("DISK_TYPE", "ROOT")
        .containsEntry("PLACEMENT_STRATEGY", "ANY")
        .containsEntry("PHASE_STRATEGY", "INSTALL")
        .containsEntry("ENABLE_REPLACEMENT", "false")
        .containsEntry("RECOVERY_GRACE_PERIOD_SEC", "1200")
        .containsEntry("REPLACE_DELAY_SEC", "600")
        .containsEntry("REPLACE_LAST_IN_SYNC", "false")
        .containsEntry("ENABLE_BROKER_HEALTH_CHECK", "true")
        .containsEntry("BROKER_HEALTH_CHECK_DELAY_SEC", "15")
        .containsEntry("BROKER_HEALTH_CHECK_INTERVAL_SEC", "10")
        .containsEntry("BROKER_HEALTH_CHECK_TIMEOUT_SEC", "20")
        .containsEntry("BROKER_HEALTH_CHECK_GRACE_SEC", "10")
        .containsEntry("BROKER_HEALTH_CHECK_MAX_FAILURES", "3")
        .containsEntry("KAFKA_OVERRIDE_LOG_RETENTION_HOURS", "168")
        .containsEntry("KAFKA_OVERRIDE_DELETE_TOPIC_ENABLE", "false")
        .containsEntry("KAFKA_OVERRIDE_LOG_FLUSH_INTERVAL_MESSAGES", "9223372036854775807")
        .containsEntry("KAFKA_URI", "http://assets/kafka_2.11-2.4.1.tgz")
        .containsEntry("KAFKA_VER_NAME", "kafka_2.11-2.4.1")
        .containsEntry("EXECUTOR_URI", "http://assets/kafka-executor.tgz");
  }

  @Test
  void whatIsLeftToTheServiceIsNotInTheEnvironment() throws Exception {
    assertThat(environment("{}"))
        .doesNotContainKeys(
            "FRAMEWORK_PRINCIPAL",
            "DEPLOY_STRATEGY",
            "PLACEMENT_CONSTRAINT",
            "KAFKA_ZOOKEEPER_URI",
            "JAVA_URI",
            "MESOS_SECRET_FILE",
            "BROKER_STATSD_HOST",
            "KAFKA_OVERRIDE_INTER_BROKER_PROTOCOL_VERSION",
            "KAFKA_OVERRIDE_LOG_MESSAGE_FORMAT_VERSION",
            "KAFKA_OVERRIDE_MAX_CONNECTIONS_PER_IP_OVERRIDES",
            "KAFKA_OVERRIDE_OFFSETS_TOPIC_REPLICATION_FACTOR");
  }

  @Test
  void appIsWhatDcosNeeds() throws Exception {
    ObjectNode app = render("{}");

    assertThat(app.get("id").textValue()).isEqualTo("kafka");
    assertThat(app.get("instances").intValue()).isEqualTo(1);
    assertThat(app.at("/fetch/0/uri").textValue()).isEqualTo("http://assets/kafka-scheduler.tgz");
    assertThat(app.at("/portDefinitions")).hasSize(1);
    assertThat(app.at("/portDefinitions/0/name").textValue()).isEqualTo("api");
    assertThat(app.at("/healthChecks/0/path").textValue()).isEqualTo("/v1/health");
    assertThat(app.at("/readinessChecks/0/path").textValue()).isEqualTo("/v1/plan");
    assertThat(app.at("/upgradeStrategy"))
        .isEqualTo(JSON.readTree("{\"minimumHealthCapacity\": 0, \"maximumOverCapacity\": 0}"));
    assertThat(app.at("/labels/DCOS_SERVICE_NAME").textValue()).isEqualTo("kafka");
    assertThat(app.at("/labels/DCOS_SERVICE_PORT_INDEX").textValue()).isEqualTo("0");
    assertThat(app.at("/labels/DCOS_SERVICE_SCHEME").textValue()).isEqualTo("http");
    assertThat(app.at("/labels/DCOS_PACKAGE_FRAMEWORK_NAME").textValue()).isEqualTo("kafka");
    assertThat(app.at("/labels/MARATHON_SINGLE_INSTANCE_APP").textValue()).isEqualTo("true");
    assertThat(app.at("/labels/DCOS_PACKAGE_NAME").textValue()).isEqualTo("kafka");
    assertThat(app.has("secrets")).isFalse();
  }

  @Test
  void documentedMinimalSample() throws Exception {
    assertThat(
            environment(
                """
                { "brokers": { "count": 1, "mem": 512, "disk": 1000 } }
                """))
        .containsEntry("BROKER_COUNT", "1")
        .containsEntry("BROKER_MEM", "512")
        .containsEntry("BROKER_DISK", "1000")
        .containsEntry("BROKER_HEAP_MB", "0");
  }

  @Test
  void documentedCustomSample() throws Exception {
    String sample =
        """
        {
            "service": { "name": "sample-kafka-custom", "placement_strategy": "NODE" },
            "brokers": { "count": 10 },
            "kafka": { "delete_topic_enable": true, "log_retention_hours": 128 }
        }
        """;

    assertThat(environment(sample))
        .containsEntry("FRAMEWORK_NAME", "sample-kafka-custom")
        .containsEntry("PLACEMENT_STRATEGY", "NODE")
        .containsEntry("BROKER_COUNT", "10")
        .containsEntry("KAFKA_OVERRIDE_DELETE_TOPIC_ENABLE", "true")
        .containsEntry("KAFKA_OVERRIDE_LOG_RETENTION_HOURS", "128");
    assertThat(render(sample).get("id").textValue()).isEqualTo("sample-kafka-custom");
    assertThat(render(sample).at("/labels/DCOS_SERVICE_NAME").textValue())
        .isEqualTo("sample-kafka-custom");
  }

  static Stream<Arguments> documentedSpellings() {
    return Stream.of(
        Arguments.of("{\"name\": \"kafka1\"}", "FRAMEWORK_NAME", "kafka1"),
        Arguments.of("{\"broker-count\": 5}", "BROKER_COUNT", "5"),
        Arguments.of("{\"broker-port\": 0}", "BROKER_PORT", "0"),
        Arguments.of("{\"placement-strategy\": \"NODE\"}", "PLACEMENT_STRATEGY", "NODE"),
        Arguments.of(
            "{\"kafka\": {\"log_retention_hours\": 100}}",
            "KAFKA_OVERRIDE_LOG_RETENTION_HOURS",
            "100"),
        Arguments.of("{\"brokers\": {\"disk_type\": \"MOUNT\"}}", "DISK_TYPE", "MOUNT"),
        Arguments.of("{\"brokers\": {\"heap\": {\"size\": 2000}}}", "BROKER_HEAP_MB", "2000"),
        Arguments.of(
            "{\"kafka\": {\"kafka_zookeeper_uri\": \"zk.marathon:2181\"}}",
            "KAFKA_ZOOKEEPER_URI",
            "zk.marathon:2181"),
        Arguments.of("{\"enable_replacement\": true}", "ENABLE_REPLACEMENT", "true"),
        Arguments.of(
            "{\"recover_in_place_grace_period_secs\": 60}", "RECOVERY_GRACE_PERIOD_SEC", "60"),
        Arguments.of("{\"min_delay_between_recovers_secs\": 0}", "REPLACE_DELAY_SEC", "0"),
        Arguments.of("{\"enable_health_check\": false}", "ENABLE_BROKER_HEALTH_CHECK", "false"),
        Arguments.of(
            "{\"service\": {\"enable_health_check\": false}}",
            "ENABLE_BROKER_HEALTH_CHECK",
            "false"),
        Arguments.of("{\"health_check_delay_sec\": 16}", "BROKER_HEALTH_CHECK_DELAY_SEC", "16"),
        Arguments.of(
            "{\"health_check_interval_sec\": 11}", "BROKER_HEALTH_CHECK_INTERVAL_SEC", "11"),
        Arguments.of("{\"health_check_timeout_sec\": 21}", "BROKER_HEALTH_CHECK_TIMEOUT_SEC", "21"),
        Arguments.of(
            "{\"health_check_grace_period_sec\": 12}", "BROKER_HEALTH_CHECK_GRACE_SEC", "12"),
        Arguments.of(
            "{\"health_check_max_consecutive_failures\": 4}",
            "BROKER_HEALTH_CHECK_MAX_FAILURES",
            "4"),
        Arguments.of(
            "{\"env\": {\"DEPLOY_STRATEGY\": \"parallel-canary\"}}",
            "DEPLOY_STRATEGY",
            "parallel-canary"));
  }

  @ParameterizedTest
  @MethodSource("documentedSpellings")
  void everyDocumentedSpellingReachesItsVariable(String options, String variable, String value)
      throws Exception {
    assertThat(environment(options)).containsEntry(variable, value);
  }

  /** Each option of the schema, changed alone, with what it should look like in an environment. */
  static Stream<Arguments> options() {
    return leaves(PACKAGE.config(), "").filter(leaf -> ((String) leaf.get()[0]).contains("."));
  }

  private static Stream<Arguments> leaves(JsonNode schema, String prefix) {
    return schema.get("properties").properties().stream()
        .flatMap(
            property -> {
              String path = prefix + property.getKey();
              return property.getValue().has("properties")
                  ? leaves(property.getValue(), path + ".")
                  : Stream.of(Arguments.of(path, property.getValue()));
            });
  }

  @ParameterizedTest
  @MethodSource("options")
  void everyOptionIsDescribedAndReachesExactlyItsVariable(String path, JsonNode schema)
      throws Exception {
    assertThat(schema.path("title").asText()).isNotEmpty();
    assertThat(schema.path("description").asText()).isNotEmpty();
    if (!path.equals("kafka.offsets_topic_replication_factor") && !path.startsWith("env.")) {
      assertThat(schema.has("default")).isTrue();
    }

    JsonNode other = otherThanDefault(schema);
    ObjectNode options = JSON.createObjectNode();
    ObjectNode parent = options;
    String[] steps = path.split("\\.");
    for (int i = 0; i < steps.length - 1; i++) {
      parent = parent.putObject(steps[i]);
    }
    parent.set(steps[steps.length - 1], other);
    Map<String, String> changed = environment(options.toString());
    changed.entrySet().removeAll(environment("{}").entrySet());

    assertThat(changed.values())
        .as("what %s = %s changes: %s", path, other, changed)
        .containsExactly(path.equals("service.secret_name") ? "mesos-secret" : expected(other));
    if (path.startsWith("kafka.") && !path.startsWith("kafka.kafka_")) {
      assertThat(changed)
          .containsOnlyKeys(
              "KAFKA_OVERRIDE_"
                  + path.substring("kafka.".length()).toUpperCase(java.util.Locale.ROOT));
    }
  }

  private static String expected(JsonNode value) {
    return value.isDouble() ? Double.toString(value.doubleValue()) : value.asText();
  }

  private static JsonNode otherThanDefault(JsonNode schema) {
    JsonNode fallback = schema.path("default");
    if (schema.has("enum")) {
      for (JsonNode value : schema.get("enum")) {
        if (!value.equals(fallback) && !value.asText().isEmpty()) {
          return value;
        }
      }
    }
    return switch (schema.get("type").textValue()) {
      case "boolean" -> JSON.getNodeFactory().booleanNode(!fallback.booleanValue());
      case "integer" -> {
        int now = fallback.asInt(schema.get("minimum").intValue());
        boolean up = now < schema.get("maximum").intValue();
        yield JSON.getNodeFactory().numberNode(up ? now + 1 : now - 1);
      }
      case "number" -> JSON.getNodeFactory().numberNode(schema.path("minimum").asInt() + 0.25);
      default ->
          JSON.getNodeFactory().textNode(schema.has("pattern") ? "123" : "other, \"quoted\"");
    };
  }

  @Test
  void everyVariableComesFromAnOption() throws Exception {
    // The other direction: nothing is in the environment that no option explains.
    assertThat(options().filter(option -> !((String) option.get()[0]).startsWith("env.")).count())
        .as("options, against variables when all are set")
        .isEqualTo(environment(allSet()).size() - 1L); // EXECUTOR_URI is an asset
  }

  private static String allSet() {
    ObjectNode all = JSON.createObjectNode();
    options()
        .forEach(
            option -> {
              String[] steps = ((String) option.get()[0]).split("\\.");
              ObjectNode parent = all;
              for (int i = 0; i < steps.length - 1; i++) {
                parent = parent.withObjectProperty(steps[i]);
              }
              parent.set(steps[steps.length - 1], otherThanDefault((JsonNode) option.get()[1]));
            });
    return all.toString();
  }

  @Test
  void serviceAccountIsMountedAsAFile() throws Exception {
    ObjectNode app =
        render("{\"service\": {\"principal\": \"me\", \"secret_name\": \"kafka/secret\"}}");

    assertThat(app.at("/secrets/principal/source").textValue()).isEqualTo("kafka/secret");
    assertThat(app.at("/container/volumes/0/secret").textValue()).isEqualTo("principal");
    assertThat(app.at("/env/MESOS_SECRET_FILE"))
        .isEqualTo(app.at("/container/volumes/0/containerPath"));
    assertThat(app.at("/env/FRAMEWORK_PRINCIPAL").textValue()).isEqualTo("me");
  }

  @Test
  void folderedNamesAreAllowed() throws Exception {
    assertThat(render("{\"service\": {\"name\": \"/team/kafka\"}}").get("id").textValue())
        .isEqualTo("/team/kafka");
  }

  @Test
  void quotesInOptionsSurvive() throws Exception {
    assertThat(
            environment(
                "{\"service\": {\"placement_constraint\": \"[[\\\"hostname\\\",\\\"UNIQUE\\\"]]\"}}"))
        .containsEntry("PLACEMENT_CONSTRAINT", "[[\"hostname\",\"UNIQUE\"]]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"brokers\": {\"count\": \"three\"}} | Option brokers.count has to be of type integer, but is \"three\".",
        "{\"brokers\": {\"count\": 0}} | Option brokers.count has to be at least 1, but is 0.",
        "{\"brokers\": {\"port\": 65536}} | Option brokers.port has to be at most 65535, but is 65536.",
        "{\"brokers\": {\"cuont\": 1}} | There is no option brokers.cuont; config.json of the package lists all that there are.",
        "{\"broker\": {\"count\": 1}} | There is no option broker; config.json of the package lists all that there are.",
        "{\"brokers\": {\"disk_type\": \"SSD\"}} | Option brokers.disk_type has to be one of [\"ROOT\",\"MOUNT\"], but is \"SSD\".",
        "{\"service\": {\"name\": \"a b\"}} | Option service.name has to match",
        "[] | options has to hold a JSON object",
        "{\"a\": | options is not JSON",
        "{\"a\": 1, \"a\": 2} | options is not JSON: Duplicate field 'a'"
      })
  void wrongOptionsGetOneClearSentence(String row) {
    String[] parts = row.split(" \\| ");
    assertThatThrownBy(() -> render(parts[0]))
        .isInstanceOf(PackageException.class)
        .hasMessageStartingWith(parts[1]);
  }

  /**
   * What can't be an option: it names files that a package doesn't bring, or is set by Marathon.
   */
  private static final Set<String> NO_OPTIONS =
      Set.of(
          "API_AUTH",
          "API_AUTH_TOKENS_FILE",
          "API_AUTH_OPEN",
          "API_TLS_CERTIFICATE_FILE",
          "API_TLS_KEY_FILE",
          "PORT_API",
          // The document's words for placement constraints.
          "GROUP_BY",
          "MAX_PER");

  @Test
  void everyDocumentedVariableOfTheSchedulerIsAnOption() throws Exception {
    Set<String> documented =
        Pattern.compile("^\\| `([A-Z][A-Z0-9_]+)`", Pattern.MULTILINE)
            .matcher(Files.readString(Path.of("../docs/configuration.md")))
            .results()
            .map(row -> row.group(1))
            .filter(variable -> variable.contains("_"))
            .filter(variable -> !NO_OPTIONS.contains(variable))
            .filter(variable -> !variable.startsWith("KAFKA_OVERRIDE_"))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(documented).hasSizeGreaterThan(40);
    assertThat(environment(allSet()).keySet()).containsAll(documented);
  }

  @Test
  void packageIsWhatUniverseAccepts() throws Exception {
    JsonNode rules = JSON.readTree(getClass().getResource("universe-v4.json"));

    assertThat(violations(rules.get("package"), PACKAGE.info())).isEmpty();
    assertThat(violations(rules.get("config"), PACKAGE.config())).isEmpty();
    assertThat(violations(rules.get("resource"), PACKAGE.resource())).isEmpty();
    ObjectNode wrong = PACKAGE.info().deepCopy();
    wrong.remove("minDcosReleaseVersion");
    assertThat(violations(rules.get("package"), wrong)).isNotEmpty();
  }

  private static Set<ValidationMessage> violations(JsonNode rules, JsonNode content) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
        .getSchema(rules)
        .validate(content);
  }
}
