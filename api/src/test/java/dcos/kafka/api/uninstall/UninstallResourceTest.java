package dcos.kafka.api.uninstall;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.api.testing.RunningApi;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UninstallResourceTest {

  @RegisterExtension static final RunningApi api = new RunningApi();

  @BeforeEach
  void setUp() {
    api.service().extent =
        new UninstallView("It destroys 3 volumes.", List.of("broker-0"), 3, List.of(), List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?confirm=", "?confirm=true", "?confirm=kafka2", "?force=true"})
  void doesNothingUnlessTheServicesNameIsGiven(String query) {
    RunningApi.Answer answer = api.send("POST", "/v1/uninstall" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("message").asText())
        .contains("Nothing was done")
        .contains("POST /v1/uninstall?confirm=kafka")
        .contains("It destroys 3 volumes.");
    assertThat(api.service().uninstalls).isEmpty();
  }

  @Test
  void beginsAndSaysWhatIsDestroyed() {
    RunningApi.Answer answer = api.send("POST", "/v1/uninstall?confirm=/kafka");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("volumes").asInt()).isEqualTo(3);
    assertThat(api.service().uninstalls).containsExactly("[]");
  }

  @Test
  void passesOnWhatNotToWaitFor() {
    api.send("POST", "/v1/uninstall?confirm=kafka&force=true&skip-agent=a&skip-agent=S2");

    assertThat(api.service().uninstalls).containsExactly("lost [a, S2]");
  }

  @Test
  void cannotBeReachedByAPlainLook() {
    assertThat(api.get("/v1/uninstall?confirm=kafka").status()).isEqualTo(405);
    assertThat(api.service().uninstalls).isEmpty();
  }
}
