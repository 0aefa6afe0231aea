package dcos.kafka.api.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.outcome.Refusal;
import dcos.kafka.api.testing.FakeBrokers.Command;
import dcos.kafka.api.testing.RunningApi;
import dcos.kafka.api.testing.RunningApi.Answer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerResourceTest {

  @RegisterExtension static final RunningApi api = new RunningApi();

  @Test
  void listsTheBrokersByNumberAsDocumented() {
    List.of(10, 2, 0).forEach(api.service().brokers::running);

    Answer answer = api.get("/v1/brokers");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            """
            {
              "brokers": [
                "0",
                "2",
                "10"
              ]
            }""");
  }

  @Test
  void listsNoneBeforeTheFirstLaunch() {
    assertThat(api.get("/v1/brokers").body()).isEqualTo("{\n  \"brokers\": []\n}");
  }

  @Test
  void showsWhatIsKnownOfABroker() {
    api.service().brokers.running(0);

    Answer answer = api.get("/v1/brokers/0");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().fieldNames())
        .toIterable()
        .containsExactly(
            "id",
            "name",
            "state",
            "message",
            "taskId",
            "taskState",
            "host",
            "port",
            "agentId",
            "configurationId",
            "registered",
            "underReplicatedPartitions",
            "since");
    assertThat(answer.json().get("since").asText()).isEqualTo("2026-01-31T12:00:00Z");
  }

  @Test
  void restartsInPlaceAndAnswersTheTaskThatStops() {
    api.service().brokers.running(0);

    Answer answer = api.send("PUT", "/v1/brokers/0");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("[\n  \"broker-0__some-uuid\"\n]");
    assertThat(api.service().brokers.commands)
        .containsExactly(new Command(0, false, new RestartOptions(false, false)));
  }

  @Test
  void replacesWhenToldTo() {
    api.service().brokers.running(0);

    Answer answer = api.send("PUT", "/v1/brokers/0?replace=true&force=true&dryRun=true");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(api.service().brokers.commands)
        .containsExactly(new Command(0, true, new RestartOptions(true, true)));
  }

  @Test
  void passesWarningsOnInHeaders() {
    api.service().brokers.running(0);
    api.service().brokers.answer =
        CompletableFuture.completedFuture(
            new Outcome.Done<>(List.of("broker-0__x"), List.of("Only copy of \"a-0\"\nlost.")));

    Answer answer = api.send("PUT", "/v1/brokers/0?replace=true&force=true");

    assertThat(answer.header("Warning")).isEqualTo("299 - \"Only copy of \\\"a-0\\\"?lost.\"");
  }

  @Test
  void passesARefusalOnWithItsStatus() {
    api.service().brokers.running(0);
    api.service().brokers.answer =
        CompletableFuture.completedFuture(
            Outcome.refused(Refusal.CONFLICT, "Broker 0 has the only copy of a-0."));

    Answer answer = api.send("PUT", "/v1/brokers/0?replace=true");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().get("code").asInt()).isEqualTo(409);
    assertThat(answer.message()).isEqualTo("Broker 0 has the only copy of a-0.");
  }

  @Test
  void saysSoWhenTheServiceDoesNotAnswerInTime() {
    api.service().brokers.running(0);
    api.service().brokers.answer = new CompletableFuture<>();

    Answer answer = api.send("PUT", "/v1/brokers/0");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.message()).contains("did not answer within");
  }

  @Test
  void namesTheLogEntryWhenTheServiceHasADefect() {
    api.service().brokers.running(0);
    api.service().brokers.answer =
        CompletableFuture.failedFuture(new IllegalStateException("secret detail"));

    Answer answer = api.send("PUT", "/v1/brokers/0");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.message()).contains("defect").doesNotContain("secret detail");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/brokers/7", "/v1/brokers/7?replace=true"})
  void doesNotKnowABrokerThatWasNeverLaunched(String path) {
    assertThat(api.get(path).status()).isEqualTo(404);
    assertThat(api.send("PUT", path).status()).isEqualTo(404);
    assertThat(api.get(path).message()).contains("GET /v1/brokers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "0x", "99999999999", "%20", "0.5"})
  void saysWhatABrokerIdIs(String id) {
    Answer answer = api.get("/v1/brokers/" + id);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).startsWith("A broker id is a number");
  }

  @Test
  void refusesASwitchThatIsNeitherTrueNorFalse() {
    api.service().brokers.running(0);

    Answer answer = api.send("PUT", "/v1/brokers/0?replace=yes");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains("\"replace\"").contains("true or false");
    assertThat(api.service().brokers.commands).isEmpty();
  }
}
