package dcos.kafka.scheduler.config.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.config.testing.AnyConfiguration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationJsonTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final TargetConfiguration defaults =
      TargetConfiguration.defaults("kafka", "master.mesos:2181");

  @Test
  void isTheDocumentedOne() throws Exception {
    JsonNode broker = ConfigurationJson.toShow(defaults).get("brokerConfiguration");
    JsonNode service = ConfigurationJson.toShow(defaults).get("serviceConfiguration");

    assertThat(broker.get("cpus")).isEqualTo(MAPPER.readTree("1"));
    assertThat(broker.get("disk")).isEqualTo(MAPPER.readTree("5000"));
    assertThat(broker.get("diskType")).isEqualTo(MAPPER.readTree("\"ROOT\""));
    assertThat(broker.get("mem")).isEqualTo(MAPPER.readTree("2048"));
    assertThat(broker.has("javaUri")).isTrue();
    assertThat(broker.has("kafkaUri")).isTrue();
    assertThat(service)
        .isEqualTo(
            MAPPER.readTree(
                """
                {
                  "count": 3,
                  "deployStrategy": "serial",
                  "name": "kafka",
                  "phaseStrategy": "INSTALL",
                  "placementConstraint": "",
                  "placementStrategy": "ANY",
                  "principal": "kafka-principal",
                  "role": "kafka-role",
                  "rolloutGate": "on",
                  "user": "root"
                }
                """));
  }

  @Test
  void hasTheDocumentedSectionsFirstAndFieldsAscending() {
    ObjectNode json = ConfigurationJson.toShow(FullEnvironment.MEANING);

    assertThat(names(json))
        .containsExactly(
            "brokerConfiguration",
            "kafkaConfiguration",
            "serviceConfiguration",
            "executorConfiguration",
            "recoveryConfiguration",
            "healthCheckConfiguration");
    assertThat(names(json.get("brokerConfiguration"))).isSorted();
  }

  @Test
  void comesBackAsItWasWhateverIsInIt() {
    AnyConfiguration any = new AnyConfiguration(20261122);
    for (int i = 0; i < 500; i++) {
      TargetConfiguration configuration = any.next();
      JsonNode json = ConfigurationJson.toStore(configuration);

      assertThat(ConfigurationJson.read(json)).isEqualTo(configuration);
    }
  }

  @Test
  void whatAnOlderVersionDidNotWriteHasItsDefault() throws Exception {
    JsonNode json =
        MAPPER.readTree(
            """
            {
              "brokerConfiguration": {"mem": 4096, "overriderUri": "http://gone"},
              "kafkaConfiguration": {"overrides": {"log.retention.hours": "1"}},
              "serviceConfiguration": {"name": "kafka", "count": 7, "role": "kafka-role"},
              "unknownConfiguration": {}
            }
            """);

    TargetConfiguration configuration = ConfigurationJson.read(json);

    assertThat(configuration.broker().memMb()).isEqualTo(4096);
    assertThat(configuration.service().count()).isEqualTo(7);
    assertThat(configuration.kafka().overrides()).isEqualTo(Map.of("log.retention.hours", "1"));
    assertThat(configuration.healthCheck()).isEqualTo(defaults.healthCheck());
    assertThat(configuration.service().user()).isEqualTo("root");
  }

  @Test
  void aRuleThatIsYoungerThanAConfigurationDoesNotMakeItUnreadable() {
    TargetConfiguration configuration =
        defaults.with(defaults.kafka().withOverrides(Map.of("no.such.option", "1")));
    ObjectNode json = ConfigurationJson.toStore(configuration);
    json.withObject("/brokerConfiguration/heap").put("sizeMb", 9999);

    assertThat(ConfigurationJson.read(json).broker().heapMb()).isEqualTo(9999);
    assertThat(ConfigurationJson.read(json).kafka()).isEqualTo(configuration.kafka());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"many\"", "-1", "2.5"})
  void aDamagedOneSaysWhatIsDamaged(String count) throws Exception {
    ObjectNode json = ConfigurationJson.toStore(defaults);
    json.withObject("/serviceConfiguration").set("count", MAPPER.readTree(count));

    assertThatExceptionOfType(UnreadableConfigurationException.class)
        .isThrownBy(() -> ConfigurationJson.read(json))
        .withMessageStartingWith("Validation error on field \"BROKER_COUNT\": ");
  }

  @Test
  void showsNoPasswords() {
    TargetConfiguration configuration =
        defaults.with(
            defaults
                .kafka()
                .withOverrides(
                    Map.of("ssl.key.password", "hunter2", "listener.name.x.password", "hunter2")));

    assertThat(ConfigurationJson.toShow(configuration).toString())
        .doesNotContain("hunter2")
        .contains("[hidden]");
    assertThat(configuration.toString()).doesNotContain("hunter2").contains("ssl.key.password");
    assertThat(ConfigurationJson.read(ConfigurationJson.toStore(configuration)))
        .isEqualTo(configuration);
  }

  private static List<String> names(JsonNode node) {
    Iterable<String> names = () -> (Iterator<String>) node.fieldNames();
    return StreamSupport.stream(names.spliterator(), false).toList();
  }
}
