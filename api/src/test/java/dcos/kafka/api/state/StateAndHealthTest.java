package dcos.kafka.api.state;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.api.health.HealthView;
import dcos.kafka.api.testing.RunningApi;
import dcos.kafka.api.testing.RunningApi.Answer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StateAndHealthTest {

  @RegisterExtension static final RunningApi api = new RunningApi();

  @Test
  void tellsBarelyWhetherItIsSuppressed() {
    assertThat(api.get("/v1/state/properties/suppressed").body()).isEqualTo("false");

    api.service().suppressed = true;

    assertThat(api.get("/v1/state/properties/suppressed").body()).isEqualTo("true");
    assertThat(api.get("/v1/state/properties").json().toString()).isEqualTo("[\"suppressed\"]");
  }

  @Test
  void tellsTheFrameworkId() {
    api.service().frameworkId = Optional.of("1234-0001");

    assertThat(api.get("/v1/state/frameworkId").json().toString()).isEqualTo("[\"1234-0001\"]");
  }

  @Test
  void isHealthyWith200() {
    Answer answer = api.get("/v1/health");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().toString())
        .isEqualTo(
            "{\"healthy\":true,\"message\":\"The scheduler is registered with Mesos, and nothing needs attention.\",\"reasons\":[]}");
  }

  @Test
  void isUnhealthyWith503AndSaysWhy() {
    api.service().health = HealthView.unwell(List.of("Not registered.", "3 partitions lag."));

    Answer answer = api.get("/v1/health");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.message()).isEqualTo("Not registered. 3 partitions lag.");
    assertThat(answer.json().get("reasons")).hasSize(2);
  }
}
