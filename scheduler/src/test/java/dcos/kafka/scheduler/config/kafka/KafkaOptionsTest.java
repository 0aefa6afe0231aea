package dcos.kafka.scheduler.config.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dcos.kafka.scheduler.config.KafkaConfiguration;
import dcos.kafka.scheduler.config.ValidationError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaOptionsTest {

  private static final KafkaConfiguration KAFKA = KafkaConfiguration.defaults("localhost:2181/k");
  private static final Path TABLE =
      Path.of("src/main/resources/dcos/kafka/scheduler/config/kafka/kafka-options-2.4.1.json");

  private final KafkaOptions options = KafkaOptions.shipped();

  /** Where this fails, the file that it names is what the table has to be. */
  @Test
  void theTableIsWhatTheShippedBrokerSays() throws Exception {
    String right = render(BrokerOptions.ofTheBroker());
    Path written = Files.writeString(Path.of("target", TABLE.getFileName().toString()), right);

    assertThat(Files.readString(TABLE)).as("%s against %s", TABLE, written).isEqualTo(right);
  }

  @Test
  void areOfTheVersionThatThePackageShips() {
    assertThat(options.version()).isEqualTo("2.4.1");
    assertThat(options.areOf(KafkaConfiguration.DEFAULT_VERSION_NAME)).isTrue();
    assertThat(options.areOf("kafka_2.12-2.4.1")).isTrue();
    assertThat(options.areOf("kafka_2.12-12.4.1")).isFalse();
    assertThat(options.areOf("kafka_2.12-2.5.0")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "log.retention.ms",
        "num.io.threads",
        "min.insync.replicas",
        "message.max.bytes",
        "unclean.leader.election.enable",
        "log.segment.bytes",
        "max.connections.per.ip"
      })
  void someAreTakenOverByARunningBroker(String name) {
    assertThat(options.find(name))
        .hasValueSatisfying(option -> assertThat(option.dynamic()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "log.retention.hours",
        "auto.create.topics.enable",
        "ssl.keystore.location",
        "num.partitions",
        "delete.topic.enable",
        "listeners"
      })
  void mostAreNot(String name) {
    assertThat(options.find(name))
        .hasValueSatisfying(option -> assertThat(option.dynamic()).isFalse());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "log.retention.hours | abc | \"abc\" is not a whole number of at most 2147483647, which log.retention.hours has to be.",
        "log.retention.ms | 1.5 | \"1.5\" is not a whole number of at most 9223372036854775807, which log.retention.ms has to be.",
        "offsets.topic.replication.factor | 40000 | \"40000\" is not a whole number of at most 32767, which offsets.topic.replication.factor has to be.",
        "delete.topic.enable | yes | \"yes\" is not true or false, which delete.topic.enable has to be.",
        "log.cleaner.min.cleanable.ratio | half | \"half\" is not a number, which log.cleaner.min.cleanable.ratio has to be.",
        "num.io.threads | 0 | 0 is too small: num.io.threads has to be at least 1.",
        "log.cleanup.policy | compact,forget | \"compact,forget\" is not one of compact, delete.",
        "log.message.timestamp.type | Now | \"Now\" is not one of CreateTime, LogAppendTime.",
        "inter.broker.protocol.version | 3.0 | \"3.0\" is not a version that this broker knows; inter.broker.protocol.version can be up to 2.4-IV1.",
        "log.retention.hour | 1 | Kafka 2.4.1 has no option log.retention.hour. The nearest one is log.retention.hours (KAFKA_OVERRIDE_LOG_RETENTION_HOURS).",
        "num.oi.threads | 1 | Kafka 2.4.1 has no option num.oi.threads. The nearest one is num.io.threads (KAFKA_OVERRIDE_NUM_IO_THREADS).",
        "broker.id | 1 | The service sets broker.id itself; it can't be overridden.",
      })
  void saysWhatIsWrong(String name, String value, String message) {
    assertThat(check(KAFKA, name, value))
        .containsExactly(new ValidationError(Overrides.variable(name), message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "log.retention.hours | 100",
        "log.retention.bytes | -1",
        "log.cleaner.io.max.bytes.per.second | 1.7976931348623157e+308",
        "delete.topic.enable | FALSE",
        "log.cleanup.policy | compact, delete",
        "inter.broker.protocol.version | 0.10.0.0",
        "inter.broker.protocol.version | 2.4.1",
        "log.message.format.version | 2.3-IV1",
        "principal.builder.class | no.such.Builder",
        "super.users | User:admin",
        "listener.name.internal.ssl.keystore.location | /x",
        "external.kafka.statsd.port | 8125",
      })
  void acceptsWhatKafkaAccepts(String name, String value) {
    assertThat(check(KAFKA, name, value)).isEmpty();
  }

  @Test
  void ofAnotherVersionOnlyTheTypesOfKnownOptionsAreChecked() {
    KafkaConfiguration other =
        new KafkaConfiguration("kafka_2.12-2.5.0", KAFKA.zookeeper(), true, KAFKA.overrides());

    assertThat(check(other, "some.new.option", "x")).isEmpty();
    assertThat(check(other, "log.retention.hours", "x")).hasSize(1);
    assertThat(check(other, "log.dirs", "x")).hasSize(1);
  }

  @Test
  void secretsAreNeverRepeated() {
    assertThat(options.secret("ssl.keystore.password")).isTrue();
    assertThat(options.secret("listener.name.internal.ssl.key.password")).isTrue();
    assertThat(options.secret("log.retention.hours")).isFalse();
  }

  private List<ValidationError> check(KafkaConfiguration kafka, String name, String value) {
    return options.check(kafka.withOverrides(Map.of(name, value)));
  }

  /** One line for each option, so that a change is easy to read. */
  private static String render(List<KafkaOption> all) {
    ObjectMapper mapper = JsonMapper.builder().addModule(new Jdk8Module()).build();
    return all.stream()
        .map(option -> mapper.valueToTree(option).toString())
        .collect(Collectors.joining(",\n", "{\"version\": \"2.4.1\", \"options\": [\n", "\n]}\n"));
  }
}
