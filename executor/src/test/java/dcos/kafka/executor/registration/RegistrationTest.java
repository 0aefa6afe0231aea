package dcos.kafka.executor.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.executor.task.BrokerTask;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskID;
import org.junit.jupiter.api.Test;

class RegistrationTest {
  private static final String WRITTEN_BY_KAFKA =
      """
      {"listener_security_protocol_map":{"PLAINTEXT":"PLAINTEXT"},"endpoints":["PLAINTEXT://127.0.0.1:29092"],
       "jmx_port":-1,"host":"127.0.0.1","timestamp":"1795344947224","port":29092,"version":4}
      """;

  private static BrokerTask task(Map<String, String> properties) {
    return new BrokerTask(
        TaskID.newBuilder().setValue("t").build(),
        0,
        "kafka",
        64,
        "127.0.0.1",
        29092,
        "zk:1",
        Map.of(),
        properties,
        Duration.ZERO,
        Optional.empty());
  }

  private static Registration read(String content) {
    return Registration.read(content.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isOf(String content, Map<String, String> properties) {
    return read(content).isOf(task(properties));
  }

  @Test
  void recognisesWhatTheBrokerAdvertises() {
    assertThat(
            isOf(WRITTEN_BY_KAFKA, Map.of("advertised.listeners", "PLAINTEXT://127.0.0.1:29092")))
        .isTrue();
    assertThat(isOf(WRITTEN_BY_KAFKA, Map.of("listeners", "PLAINTEXT://127.0.0.1:29092"))).isTrue();
    assertThat(isOf(WRITTEN_BY_KAFKA, Map.of())).isTrue();
  }

  @Test
  void recognisesOnlyThePortWhereNoHostIsGiven() {
    assertThat(isOf(WRITTEN_BY_KAFKA, Map.of("listeners", "PLAINTEXT://:29092"))).isTrue();
    assertThat(isOf(WRITTEN_BY_KAFKA, Map.of("listeners", "PLAINTEXT://:9092"))).isFalse();
  }

  @Test
  void doesNotRecogniseAnotherBroker() {
    assertThat(
            isOf(WRITTEN_BY_KAFKA, Map.of("advertised.listeners", "PLAINTEXT://127.0.0.2:29092")))
        .isFalse();
    assertThat(isOf("not JSON", Map.of())).isFalse();
    assertThat(isOf("{}", Map.of())).isFalse();
  }
}
