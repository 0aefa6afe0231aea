package dcos.kafka.api.configurations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dcos.kafka.api.testing.RunningApi;
import dcos.kafka.api.testing.RunningApi.Answer;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationResourceTest {

  private static final String OLD = "294235f2-8504-4194-b43d-664443f2132b";
  private static final String NEW = "319ebe89-42e2-40e2-9169-8568e2421023";

  @RegisterExtension static final RunningApi api = new RunningApi();

  @BeforeEach
  void twoConfigurations() throws IOException {
    ObjectMapper json = new ObjectMapper();
    api.service()
        .configurations
        .documents
        .put(
            NEW,
            json.readTree("{\"brokerConfiguration\":{\"cpus\":1,\"mem\":4096,\"javaUri\":\"j\"}}"));
    api.service()
        .configurations
        .documents
        .put(OLD, json.readTree("{\"brokerConfiguration\":{\"cpus\":1,\"mem\":2048}}"));
    api.service().configurations.target = Optional.of(NEW);
  }

  @Test
  void listsIds() {
    assertThat(api.get("/v1/configurations").body())
        .isEqualTo("[\n  \"" + NEW + "\",\n  \"" + OLD + "\"\n]");
  }

  @Test
  void showsOneByItsId() {
    assertThat(api.get("/v1/configurations/" + OLD).body())
        .isEqualTo(
            """
            {
              "brokerConfiguration": {
                "cpus": 1,
                "mem": 2048
              }
            }""");
  }

  @Test
  void showsTheTarget() {
    assertThat(api.get("/v1/configurations/target").body())
        .isEqualTo(api.get("/v1/configurations/" + NEW).body());
    assertThat(api.get("/v1/configurations/targetId").json().toString())
        .isEqualTo("[\"" + NEW + "\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {NEW, "target"})
  void tellsWhatDiffers(String to) {
    assertThat(api.get("/v1/configurations/" + OLD + "/diff/" + to).json().toString())
        .isEqualTo(
            "[{\"field\":\"brokerConfiguration.javaUri\",\"from\":null,\"to\":\"j\"},"
                + "{\"field\":\"brokerConfiguration.mem\",\"from\":2048,\"to\":4096}]");
  }

  @Test
  void findsNothingToTellBetweenAConfigurationAndItself() {
    assertThat(api.get("/v1/configurations/" + OLD + "/diff/" + OLD).body()).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such", "no-such/diff/target", "target/diff/no-such"})
  void doesNotKnowOtherIds(String path) {
    Answer answer = api.get("/v1/configurations/" + path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.message()).contains("\"no-such\"").contains("GET /v1/configurations");
  }
}
