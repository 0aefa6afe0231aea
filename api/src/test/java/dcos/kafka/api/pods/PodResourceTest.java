package dcos.kafka.api.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.api.brokers.RestartOptions;
import dcos.kafka.api.testing.FakeBrokers.Command;
import dcos.kafka.api.testing.RunningApi;
import dcos.kafka.api.testing.RunningApi.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodResourceTest {

  @RegisterExtension static final RunningApi api = new RunningApi();

  @BeforeEach
  void twoBrokers() {
    api.service().brokers.running(1);
    api.service().brokers.running(0);
  }

  @Test
  void callsBrokersPods() {
    assertThat(api.get("/v1/pod").json().toString()).isEqualTo("[\"kafka-0\",\"kafka-1\"]");
  }

  @Test
  void tellsTheStateOfAll() {
    assertThat(api.get("/v1/pod/status").json().toString())
        .isEqualTo(
            "{\"service\":\"kafka\",\"pods\":[{\"name\":\"kafka\",\"instances\":["
                + "{\"name\":\"kafka-0\",\"tasks\":[{\"id\":\"broker-0__uuid-0\",\"name\":\"broker-0\",\"status\":\"TASK_RUNNING\"}]},"
                + "{\"name\":\"kafka-1\",\"tasks\":[{\"id\":\"broker-1__uuid-1\",\"name\":\"broker-1\",\"status\":\"TASK_RUNNING\"}]}]}]}");
  }

  @Test
  void tellsTheStateOfOne() {
    assertThat(api.get("/v1/pod/kafka-1/status").json().get("name").asText()).isEqualTo("kafka-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"restart", "replace"})
  void restartsAndReplaces(String command) {
    Answer answer = api.send("POST", "/v1/pod/kafka-1/" + command);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().toString())
        .isEqualTo("{\"pod\":\"kafka-1\",\"tasks\":[\"broker-1\"]}");
    assertThat(api.service().brokers.commands)
        .containsExactly(
            new Command(1, command.equals("replace"), new RestartOptions(false, false)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka-7", "kafka-x", "kafka", "broker-0"})
  void doesNotKnowOtherPods(String pod) {
    Answer answer = api.get("/v1/pod/" + pod + "/status");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.message()).contains("GET /v1/pod");
    assertThat(api.send("POST", "/v1/pod/" + pod + "/replace").status()).isEqualTo(404);
  }
}
