package dcos.kafka.scheduler.plan;

import static dcos.kafka.api.plans.PlanStatus.COMPLETE;
import static dcos.kafka.api.plans.PlanStatus.ERROR;
import static dcos.kafka.api.plans.PlanStatus.IN_PROGRESS;
import static dcos.kafka.api.plans.PlanStatus.PENDING;
import static dcos.kafka.api.plans.PlanStatus.WAITING;
import static dcos.kafka.scheduler.testing.TestService.changed;
import static dcos.kafka.scheduler.testing.TestService.configuration;
import static dcos.kafka.scheduler.testing.TestService.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.api.plans.PlanStatus;
import dcos.kafka.api.plans.PlanView;
import dcos.kafka.api.plans.PlanView.PhaseView;
import dcos.kafka.api.plans.PlanView.StepView;
import dcos.kafka.scheduler.config.DeployStrategy;
import dcos.kafka.scheduler.core.Command;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plans, step by step as the product's documents show them. */
class PlansTest {

  private static PhaseView update(TestService service) {
    return Plans.deploy(service.state()).phases().get(1);
  }

  private static List<PlanStatus> steps(TestService service) {
    return update(service).steps().stream().map(StepView::status).toList();
  }

  private static PlanStatus status(TestService service) {
    return Plans.deploy(service.state()).status();
  }

  private static String message(TestService service, int step) {
    return update(service).steps().get(step).message();
  }

  /** Three running brokers that are to change one after the other, the first two when told to. */
  private static TestService canary() {
    TestService service = TestService.running(configuration());
    service.configure(with(changed(configuration()), DeployStrategy.SERIAL_CANARY));
    return service;
  }

  private static void restart(TestService service, int broker) {
    service.report(broker, TaskState.TASK_KILLED);
    service.comeUp(broker);
  }

  @Test
  void showsACanaryRolloutAsDocumented() {
    TestService service = canary();
    assertThat(steps(service)).containsExactly(WAITING, WAITING, PENDING);
    assertThat(status(service)).isEqualTo(WAITING);

    service.command(new Command.Continue(false));
    assertThat(steps(service)).containsExactly(IN_PROGRESS, WAITING, PENDING);
    assertThat(update(service).status()).isEqualTo(IN_PROGRESS);
    assertThat(status(service)).isEqualTo(IN_PROGRESS);

    restart(service, 0);
    assertThat(steps(service)).containsExactly(COMPLETE, WAITING, PENDING);
    assertThat(status(service)).isEqualTo(WAITING);

    service.command(new Command.Continue(false));
    assertThat(steps(service)).containsExactly(COMPLETE, IN_PROGRESS, PENDING);

    restart(service, 1);
    assertThat(steps(service)).containsExactly(COMPLETE, COMPLETE, IN_PROGRESS);

    restart(service, 2);
    assertThat(steps(service)).containsExactly(COMPLETE, COMPLETE, COMPLETE);
    assertThat(status(service)).isEqualTo(COMPLETE);
  }

  @Test
  void showsTheFirstDeploymentWithACanaryTheSameWay() {
    TestService service = TestService.registered(configuration(DeployStrategy.PARALLEL_CANARY));
    assertThat(steps(service)).containsExactly(WAITING, WAITING, PENDING);

    service.command(new Command.Continue(false));
    assertThat(steps(service)).containsExactly(IN_PROGRESS, WAITING, PENDING);

    service.command(new Command.Continue(false));
    assertThat(steps(service)).containsExactly(IN_PROGRESS, IN_PROGRESS, IN_PROGRESS);
  }

  @Test
  void stopsBeforeTheNextStepWhenItIsInterruptedAndGoesOnWhenItIsContinued() {
    TestService service = TestService.running(configuration());
    service.configure(changed(configuration()));
    assertThat(steps(service)).containsExactly(IN_PROGRESS, PENDING, PENDING);

    service.command(new Command.Interrupt());
    assertThat(steps(service)).containsExactly(IN_PROGRESS, WAITING, PENDING);
    restart(service, 0);
    assertThat(steps(service)).containsExactly(COMPLETE, WAITING, PENDING);
    assertThat(status(service)).isEqualTo(WAITING);

    service.command(new Command.Continue(false));
    assertThat(steps(service)).containsExactly(COMPLETE, IN_PROGRESS, PENDING);
  }

  @Test
  void showsTheSameAfterACrash() {
    TestService before = canary();
    before.command(new Command.Continue(false));
    restart(before, 0);

    assertThat(steps(before.crash())).containsExactly(COMPLETE, WAITING, PENDING);
  }

  @Test
  void isCompleteInTheDocumentedWords() throws Exception {
    TestService service = TestService.running(configuration());
    ObjectMapper mapper = new ObjectMapper();
    JsonNode plan = mapper.valueToTree(Plans.deploy(service.state()));
    plan.findParents("id").forEach(node -> ((ObjectNode) node).remove("id"));

    String documented =
        """
        {
          "phases": [
            {
              "name": "Reconciliation",
              "steps": [
                {
                  "status": "COMPLETE",
                  "name": "Reconciliation",
                  "message": "Reconciliation complete"
                }
              ],
              "status": "COMPLETE"
            },
            {
              "name": "Update to: %s",
              "steps": [
                {"status": "COMPLETE", "name": "broker-0", "message": "Broker-0 is COMPLETE"},
                {"status": "COMPLETE", "name": "broker-1", "message": "Broker-1 is COMPLETE"},
                {"status": "COMPLETE", "name": "broker-2", "message": "Broker-2 is COMPLETE"}
              ],
              "status": "COMPLETE"
            }
          ],
          "errors": [],
          "status": "COMPLETE"
        }
        """
            .formatted(service.state().target().orElseThrow().id());
    assertThat(plan).isEqualTo(mapper.readTree(documented));
  }

  @Test
  void isInErrorWhenTheUpdateWasRefusedAndStillShowsTheStepsOfTheOldTarget() {
    TestService service = TestService.running(configuration()).crash(with(configuration(), 2));
    service.subscribe();
    service.brokers().forEach(id -> service.answer(id, TaskState.TASK_RUNNING));

    PlanView plan = Plans.deploy(service.state());

    assertThat(plan.status()).isEqualTo(ERROR);
    assertThat(plan.errors())
        .containsExactly(
            "Validation error on field \"BROKER_COUNT\":"
                + " Decreasing this value (from 3 to 2) is not supported.");
    assertThat(steps(service)).containsExactly(COMPLETE, COMPLETE, COMPLETE);
    assertThat(plan.phases()).extracting(PhaseView::status).containsOnly(COMPLETE);
  }

  @Test
  void keepsTheIdsOfPhasesAndStepsForAsLongAsTheyMeanTheSame() {
    TestService service = canary();
    PhaseView before = update(service);
    service.command(new Command.Continue(false));

    PhaseView after = update(service.crash());

    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.steps())
        .extracting(StepView::id)
        .containsExactlyElementsOf(before.steps().stream().map(StepView::id).toList())
        .doesNotHaveDuplicates();
    service.configure(configuration());
    assertThat(update(service).id()).isNotEqualTo(before.id());
  }

  @Test
  void findsTheBrokerOfAStepAndThePhaseOfTheUpdate() {
    TestService service = canary();

    assertThat(Plans.brokerOfStep(service.state(), update(service).steps().get(2).id()))
        .contains(2);
    assertThat(Plans.brokerOfStep(service.state(), "unknown")).isEmpty();
    assertThat(Plans.updatePhaseId(service.state())).contains(update(service).id());
  }

  @Test
  void showsOnlyTheReconciliationBeforeThereIsATarget() {
    PlanView plan = Plans.deploy(TestService.unborn().state());

    assertThat(plan.phases()).hasSize(1);
    assertThat(plan.status()).isEqualTo(PENDING);
    assertThat(plan.phases().get(0).steps().get(0).message()).contains("not connected to Mesos");
  }

  @Test
  void showsForWhichTasksReconciliationStillWaits() {
    TestService service = TestService.running(configuration());
    service.disconnect();
    service.subscribe();
    service.answer(0, TaskState.TASK_RUNNING);
    service.answer(1, TaskState.TASK_RUNNING);

    StepView step = Plans.deploy(service.state()).phases().get(0).steps().get(0);

    assertThat(step.status()).isEqualTo(IN_PROGRESS);
    assertThat(step.message()).contains(service.task(2).id()).doesNotContain("broker-0");
  }

  @Test
  void sumsUpWhyTheOffersOfManyAgentsDidNotDoTheUsualReasonFirstAndBriefly() {
    TestService service = TestService.registered(configuration());
    for (int agent = 1; agent <= 20; agent++) {
      service.offer(TestOffer.of(agent).cpus(8).mem(100).disk(9000).ports(9092, 9092).build());
    }
    service.offer(TestOffer.of(30).cpus(0.1).mem(4000).disk(9000).ports(9092, 9092).build());

    String message = message(service, 0);

    assertThat(message)
        .contains(
            "the last offers of 21 agents did not do: agent-20, agent-19, agent-18 and 17 more:")
        .contains("; agent-30: needs 1.5 of cpus");
    assertThat(message.length()).isLessThan(400);
  }

  @Test
  void saysWhatAStepWaitsForAndSinceWhen() {
    TestService service = TestService.registered(configuration());
    assertThat(message(service, 0)).startsWith("Broker-0 is IN_PROGRESS: waits for an offer");

    service.offer(TestOffer.of(1).cpus(0.1).build());
    assertThat(message(service, 0)).contains("agent-1").contains("needs 1.5 of cpus");

    service.launch(0);
    assertThat(message(service, 0)).contains("launched on agent-1 at " + TestService.START);
    service.report(0, TaskState.TASK_STARTING);
    assertThat(message(service, 0)).contains("not yet registered");
    service.report(0, TaskState.TASK_RUNNING);
    assertThat(message(service, 0)).isEqualTo("Broker-0 is COMPLETE");
  }

  @Test
  void saysWhatTheGateWaitsFor() {
    TestService service = TestService.running(configuration());
    service.kafka(service.inSync().catchingUp(2, "orders-0"));
    service.configure(changed(configuration()));

    assertThat(steps(service)).containsExactly(PENDING, PENDING, PENDING);
    assertThat(message(service, 0))
        .startsWith("Broker-0 is PENDING: waits since " + service.now())
        .contains("broker-2 is catching up with 1 partition: orders-0");
  }

  @Test
  void saysWhatCannotBeHelpedBeforeItIsDone() {
    TestService service = canary();
    service.kafka(service.inSync().cannotBeHelped(0, "single-0").cannotBeHelped(2, "single-2"));

    assertThat(message(service, 0))
        .isEqualTo(
            "Broker-0 is WAITING: an operator has to continue the plan; 1 partition without"
                + " a replica to spare, unavailable while broker-0 is down: single-0");
    assertThat(message(service, 2))
        .startsWith("Broker-2 is PENDING: 1 partition without")
        .contains("single-2");
  }

  @Test
  void saysHowOftenABrokerCrashedAndWhenItStartsAgain() {
    TestService service = TestService.registered(configuration());
    for (int i = 0; i < 2; i++) {
      service.launch(0);
      service.report(0, TaskState.TASK_FAILED);
    }

    assertThat(message(service, 0))
        .contains("attempt 2")
        .contains("to be started again at " + service.now().plusSeconds(10));
  }

  @Test
  void recoversWhatWasThereAlreadyUntilItServesAgain() {
    TestService service = TestService.running(configuration());
    assertThat(Plans.recovery(service.state()).status()).isEqualTo(COMPLETE);
    assertThat(Plans.recovery(service.state()).phases().get(0).steps()).isEmpty();

    service.report(1, TaskState.TASK_FAILED);

    PlanView recovery = Plans.recovery(service.state());
    assertThat(recovery.status()).isEqualTo(IN_PROGRESS);
    assertThat(recovery.phases().get(0).steps())
        .extracting(StepView::name)
        .containsExactly("broker-1");
    assertThat(status(service)).isEqualTo(COMPLETE);
    service.comeUp(1);
    assertThat(Plans.recovery(service.state()).status()).isEqualTo(COMPLETE);
  }

  @Test
  void leavesToTheRolloutWhatTheRolloutStopped() {
    TestService service = TestService.running(configuration());
    service.configure(changed(configuration()));
    service.report(0, TaskState.TASK_KILLED);

    assertThat(Plans.recovery(service.state()).status()).isEqualTo(COMPLETE);
    assertThat(steps(service)).containsExactly(IN_PROGRESS, PENDING, PENDING);
  }

  @ParameterizedTest
  @CsvSource({
    "'', COMPLETE",
    "'COMPLETE COMPLETE', COMPLETE",
    "'PENDING PENDING', PENDING",
    "'COMPLETE PENDING', IN_PROGRESS",
    "'COMPLETE WAITING PENDING', WAITING",
    "'WAITING WAITING PENDING', WAITING",
    "'IN_PROGRESS WAITING PENDING', IN_PROGRESS",
    "'COMPLETE IN_PROGRESS', IN_PROGRESS",
    "'COMPLETE ERROR IN_PROGRESS', ERROR",
  })
  void makesOfItsPartsAWhole(String parts, PlanStatus whole) {
    List<PlanStatus> statuses =
        parts.isEmpty()
            ? List.of()
            : List.of(parts.split(" ")).stream().map(PlanStatus::valueOf).toList();

    assertThat(Plans.aggregate(statuses)).isEqualTo(whole);
  }
}
