package dcos.kafka.api.plans;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.api.testing.RunningApi;
import dcos.kafka.api.testing.RunningApi.Answer;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanResourceTest {

  private static final String PHASE = "3e72c258-1ead-465f-871e-2a305d29124c";
  private static final String STEP = "ebf4cb02-1011-452a-897a-8c4083188bb2";

  @RegisterExtension static final RunningApi api = new RunningApi();

  @BeforeEach
  void aPlanInProgress() {
    api.service().plans.documented("deploy", PlanStatus.IN_PROGRESS);
    api.service().plans.documented("recovery", PlanStatus.COMPLETE);
  }

  @Test
  void showsTheDocumentedShapeWith503WhileInProgress() {
    Answer answer = api.get("/v1/plan");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body())
        .isEqualTo(
            """
            {
              "phases": [
                {
                  "id": "1915bcad-1235-400f-8406-4ac7555a7d34",
                  "name": "Reconciliation",
                  "steps": [
                    {
                      "id": "9854a67d-7803-46d0-b278-402785fe3199",
                      "status": "COMPLETE",
                      "name": "Reconciliation",
                      "message": "Reconciliation complete"
                    }
                  ],
                  "status": "COMPLETE"
                },
                {
                  "id": "3e72c258-1ead-465f-871e-2a305d29124c",
                  "name": "Update to: 329ef254-7331-48dc-a476-8a0e45752871",
                  "steps": [
                    {
                      "id": "ebf4cb02-1011-452a-897a-8c4083188bb2",
                      "status": "IN_PROGRESS",
                      "name": "broker-0",
                      "message": "Broker-0 is IN_PROGRESS"
                    }
                  ],
                  "status": "IN_PROGRESS"
                }
              ],
              "errors": [],
              "status": "IN_PROGRESS"
            }""");
  }

  @Test
  void answers200WhenComplete() {
    api.service().plans.documented("deploy", PlanStatus.COMPLETE);

    assertThat(api.get("/v1/plan").status()).isEqualTo(200);
  }

  @Test
  void answersTheNewerDialectWith202WhileInProgress() {
    assertThat(api.get("/v1/plans").json().toString()).isEqualTo("[\"deploy\",\"recovery\"]");
    assertThat(api.get("/v1/plans/deploy").status()).isEqualTo(202);
    assertThat(api.get("/v1/plans/deploy").body()).isEqualTo(api.get("/v1/plan").body());
    assertThat(api.get("/v1/plans/recovery").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,/v1/plan?cmd=continue",
    "GET,/v1/plan/continue",
    "POST,/v1/plan/continue",
    "PUT,/v1/plan/continue",
    "POST,/v1/continue",
    "PUT,/v1/continue",
    "POST,/v1/plans/deploy/continue",
    "PUT,/v1/plans/deploy/continue"
  })
  void continuesInEverySpelling(String method, String path) {
    Answer answer = api.send(method, path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\n  \"Result\": \"Received cmd: continue\"\n}");
    assertThat(api.service().plans.commands)
        .containsExactly(new PlanCommand.Continue("deploy", Optional.empty(), false));

    Answer interrupted = api.send(method, path.replace("continue", "interrupt"));

    assertThat(interrupted.json().get("Result").asText()).isEqualTo("Received cmd: interrupt");
    assertThat(api.service().plans.commands)
        .last()
        .isEqualTo(new PlanCommand.Interrupt("deploy", Optional.empty()));
  }

  @Test
  void headDoesNotSteer() {
    assertThat(api.send("HEAD", "/v1/plan/continue").status()).isEqualTo(200);
    assertThat(api.service().plans.commands).isEmpty();
  }

  @Test
  void restartsAStepNamedByIdOrByName() {
    String byId = "/v1/plans/recovery/restart?phase=" + PHASE + "&step=" + STEP;
    String byName =
        "/v1/plans/recovery/restart?step=broker-0"
            + "&phase=Update%20to:%20329ef254-7331-48dc-a476-8a0e45752871";

    assertThat(api.send("POST", byId).status()).isEqualTo(200);
    assertThat(api.send("POST", byName).status()).isEqualTo(200);
    assertThat(api.service().plans.commands)
        .hasSize(2)
        .containsOnly(new PlanCommand.Restart("recovery", Optional.of(PHASE), Optional.of(STEP)));
  }

  @Test
  void forcesAStepToBeComplete() {
    Answer answer = api.send("POST", "/v1/plan/forceComplete?phase=" + PHASE + "&step=broker-0");

    assertThat(answer.json().get("Result").asText()).isEqualTo("Received cmd: forceComplete");
    assertThat(api.service().plans.commands)
        .containsExactly(
            new PlanCommand.ForceComplete("deploy", Optional.of(PHASE), Optional.of(STEP)));
  }

  @Test
  void continuesThroughAClosedGateOnlyWhenForced() {
    api.send("POST", "/v1/plans/deploy/continue?force=true&phase=" + PHASE);

    assertThat(api.service().plans.commands)
        .containsExactly(new PlanCommand.Continue("deploy", Optional.of(PHASE), true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/plan/forceComplete", "/v1/plan/forceComplete?step=broker-0"})
  void doesNotForceAWholePlan(String path) {
    Answer answer = api.send("POST", path);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains("\"phase\" is missing");
    assertThat(api.service().plans.commands).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,/v1/plan,400,\"cmd\" is missing",
    "PUT,/v1/plan?cmd=proceed,400,'continue, interrupt, restart, forceComplete'",
    "POST,/v1/plan/proceed,400,'continue, interrupt, restart, forceComplete'",
    "GET,/v1/plans/no-such,404,'deploy, recovery'",
    "POST,/v1/plans/no-such/continue,404,'deploy, recovery'",
    "POST,/v1/plan/continue?phase=no-such,404,'Reconciliation, Update to'",
    "POST,/v1/plan/restart?step=broker-0,400,\"phase\" is missing",
    "POST,/v1/plan/restart?phase=Reconciliation&step=broker-0,404,Reconciliation",
    "GET,/v1/plan/restart,405,possible here"
  })
  void saysWhatIsWrong(String method, String path, int status, String sentence) {
    Answer answer = api.send(method, path);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.message()).contains(sentence);
    assertThat(api.service().plans.commands).isEmpty();
  }
}
