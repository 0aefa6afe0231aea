package dcos.kafka.scheduler.core;

import static dcos.kafka.scheduler.testing.TestService.FRAMEWORK_ID;
import static dcos.kafka.scheduler.testing.TestService.calls;
import static dcos.kafka.scheduler.testing.TestService.configuration;
import static dcos.kafka.scheduler.testing.TestService.launched;
import static dcos.kafka.scheduler.testing.TestService.with;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.broker.TaskPhase;
import dcos.kafka.scheduler.config.DeployStrategy;
import dcos.kafka.scheduler.config.PlacementStrategy;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservationState;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

class LaunchTest {

  private static List<Operation> operations(Core.Outcome outcome) {
    return calls(outcome, Call.Type.ACCEPT).get(0).getAccept().getOperationsList();
  }

  @Test
  void recordsTheIntentInTheOutcomeThatAcceptsTheOffer() {
    TestService service = TestService.registered(configuration());

    Core.Outcome outcome = service.offer(TestOffer.roomy(1));

    assertThat(launched(outcome)).containsExactly(service.task(0).id());
    assertThat(outcome.changes())
        .contains(
            new Change.PutBroker(service.broker(0)), new Change.PutReservation(service.home(0)));
    assertThat(service.task(0).phase()).isEqualTo(TaskPhase.LAUNCHING);
    assertThat(service.home(0).state()).isEqualTo(ReservationState.INTENDED);
    assertThat(service.broker(0).begun()).contains(service.state().target().orElseThrow().id());
  }

  @Test
  void reservesCreatesAndLaunchesInOneAcceptInThisOrder() {
    TestService service = TestService.registered(configuration());

    Core.Outcome outcome = service.offer(TestOffer.roomy(1));

    assertThat(operations(outcome))
        .extracting(Operation::getType)
        .containsExactly(Operation.Type.RESERVE, Operation.Type.CREATE, Operation.Type.LAUNCH);
    TaskInfo task = operations(outcome).get(2).getLaunch().getTaskInfos(0);
    assertThat(task.getTaskId().getValue()).matches("broker-0__[0-9a-f-]{36}");
    assertThat(task.getName()).isEqualTo("broker-0");
    assertThat(task.getAgentId().getValue()).isEqualTo("S1");
    assertThat(task.getExecutor().getFrameworkId().getValue()).isEqualTo(FRAMEWORK_ID);
    assertThat(task.getExecutor().getExecutorId().getValue())
        .isEqualTo(task.getTaskId().getValue());
  }

  @Test
  void launchesOneBrokerAtATimeWhenItDeploysSerially() {
    TestService service = TestService.registered(configuration());

    Core.Outcome both = service.offer(TestOffer.roomy(1), TestOffer.roomy(2));

    assertThat(launched(both)).hasSize(1);
    assertThat(calls(both, Call.Type.DECLINE))
        .singleElement()
        .satisfies(call -> assertThat(call.getDecline().getOfferIdsList()).hasSize(1));
    service.report(0, TaskState.TASK_STARTING);
    assertThat(launched(service.offer(TestOffer.roomy(2)))).isEmpty();
    service.report(0, TaskState.TASK_RUNNING);
    assertThat(launched(service.offer(TestOffer.roomy(2)))).containsExactly(service.task(1).id());
  }

  @Test
  void agentsOfOneMachineGetBrokersWithDifferentPorts() {
    TestService service = TestService.registered(configuration(DeployStrategy.PARALLEL));
    Offer other = TestOffer.roomy(2).toBuilder().setHostname(TestOffer.hostname(1)).build();

    service.offer(TestOffer.roomy(1), other, TestOffer.roomy(3));

    assertThat(List.of(service.home(0), service.home(1), service.home(2)))
        .extracting(Reservation::agentId)
        .doesNotHaveDuplicates();
    assertThat(List.of(service.home(0), service.home(1), service.home(2)))
        .filteredOn(home -> home.hostname().equals(TestOffer.hostname(1)))
        .hasSize(2)
        .extracting(Reservation::port)
        .contains(9092)
        .doesNotHaveDuplicates();
  }

  @Test
  void launchesAllBrokersAtOnceWhenItDeploysInParallel() {
    TestService service = TestService.registered(configuration(DeployStrategy.PARALLEL));

    Core.Outcome outcome = service.offer(TestOffer.roomy(1), TestOffer.roomy(2));

    assertThat(launched(outcome)).hasSize(3);
    assertThat(calls(outcome, Call.Type.ACCEPT)).hasSizeBetween(1, 2);
  }

  @Test
  void givesBrokersOfOneAgentDifferentPortsAndReservations() {
    TestService service = TestService.registered(configuration(DeployStrategy.PARALLEL));

    service.offer(TestOffer.roomy(1));

    assertThat(List.of(service.home(0), service.home(1), service.home(2)))
        .extracting(home -> home.port())
        .doesNotHaveDuplicates();
    assertThat(service.state().ledger().onAgent("S1")).hasSize(3);
  }

  @Test
  void putsOneBrokerOnAnAgentWithPlacementNode() {
    TestService service =
        TestService.registered(
            with(configuration(DeployStrategy.PARALLEL), PlacementStrategy.NODE));

    assertThat(launched(service.offer(TestOffer.roomy(1)))).hasSize(1);
    Core.Outcome again = service.offer(TestOffer.roomy(1));

    assertThat(launched(again)).isEmpty();
    assertThat(service.state().outcomes().get(service.state().outcomes().size() - 1).reasons())
        .singleElement()
        .satisfies(reason -> assertThat(reason.sentence()).contains("broker-0 lives here"));
    assertThat(launched(service.offer(TestOffer.roomy(2)))).hasSize(1);
  }

  @Test
  void declinesWhatItCannotUseForAShortTimeWhileSomethingWaits() {
    TestService service = TestService.registered(configuration());

    Core.Outcome outcome = service.offer(TestOffer.of(1).cpus(0.1).build());

    assertThat(calls(outcome, Call.Type.DECLINE))
        .singleElement()
        .satisfies(
            call ->
                assertThat(call.getDecline().getFilters().getRefuseSeconds())
                    .isBetween(5.0, 600.0));
    assertThat(service.state().outcomes()).isNotEmpty();
  }

  @Test
  void declinesWhatItDoesNotNeedForALongTime() {
    TestService service = TestService.running(configuration());

    Core.Outcome outcome = service.offer(TestOffer.roomy(4));

    assertThat(calls(outcome)).hasSize(1);
    assertThat(calls(outcome, Call.Type.DECLINE))
        .singleElement()
        .satisfies(
            call ->
                assertThat(call.getDecline().getFilters().getRefuseSeconds())
                    .isGreaterThan(Duration.ofDays(1).toSeconds()));
  }

  @Test
  void declinesEverythingWhileThereIsNoValidConfiguration() {
    TestService service = TestService.unborn();
    service.subscribe();

    Core.Outcome outcome = service.offer(TestOffer.roomy(1));

    assertThat(calls(outcome)).extracting(Call::getType).containsExactly(Call.Type.DECLINE);
  }

  @Test
  void suppressesOffersWhenTheLastBrokerWasLaunchedAndRevivesThemWhenOneEnds() {
    TestService service = TestService.running(configuration());
    assertThat(service.state().session().suppressed()).isTrue();

    Core.Outcome ended = service.report(1, TaskState.TASK_FAILED);
    assertThat(calls(ended, Call.Type.REVIVE)).hasSize(1);
    assertThat(ended.effects()).contains(new Effect.Suppressed(false));

    Core.Outcome launched = service.launch(1);
    assertThat(calls(launched, Call.Type.SUPPRESS)).hasSize(1);
    assertThat(launched.effects()).contains(new Effect.Suppressed(true));
  }

  @Test
  void revivesOnceMoreWhenNoOfferCame() {
    TestService service = TestService.registered(configuration());

    List<Call> calls = service.pass(Duration.ofMinutes(9));

    assertThat(calls).filteredOn(c -> c.getType() == Call.Type.REVIVE).hasSizeBetween(2, 6);
  }

  @Test
  void confirmsAReservationWhenItsOperationFinished() {
    TestService service = TestService.registered(configuration());
    Core.Outcome outcome = service.launch(0);

    Core.Outcome told =
        service.operation(
            operations(outcome).get(0).getId().getValue(), OperationState.OPERATION_FINISHED);

    assertThat(service.home(0).state()).isEqualTo(ReservationState.CONFIRMED);
    assertThat(told.changes()).contains(new Change.PutReservation(service.home(0)));
    assertThat(calls(told, Call.Type.ACKNOWLEDGE_OPERATION_STATUS)).hasSize(1);
  }

  @Test
  void givesOperationsIdsThatAreNeverUsedAgain() {
    TestService service = TestService.registered(configuration(DeployStrategy.PARALLEL));

    Core.Outcome outcome = service.offer(TestOffer.roomy(1));

    assertThat(operations(outcome))
        .filteredOn(operation -> operation.getType() != Operation.Type.LAUNCH)
        .hasSize(6)
        .allMatch(Operation::hasId)
        .extracting(operation -> operation.getId().getValue())
        .doesNotHaveDuplicates();
  }

  @Test
  void givesOperationsNoIdsWhereTheMasterIsTooOldForThem() {
    TestService service = TestService.unborn();
    service.configure(configuration());
    service.subscribe(FRAMEWORK_ID, "1.7.3");

    Core.Outcome outcome = service.launch(0);

    assertThat(operations(outcome)).hasSize(3).noneMatch(Operation::hasId);
    service.report(0, TaskState.TASK_RUNNING);
    assertThat(service.home(0).state()).isEqualTo(ReservationState.CONFIRMED);
  }

  @Test
  void learnsFromANewerMasterThatIdsAreTaken() {
    TestService service = TestService.unborn();
    service.configure(configuration());
    service.subscribe(FRAMEWORK_ID, "1.7.3");
    service.disconnect();
    service.subscribe(FRAMEWORK_ID, "1.8.0");

    assertThat(operations(service.launch(0)).get(0).hasId()).isTrue();
  }

  @Test
  void usesTheRestOfAnOfferForTheNextBroker() {
    TestService service = TestService.registered(configuration(DeployStrategy.PARALLEL));
    Offer one = TestOffer.of(1).cpus(3.2).mem(5000).disk(10000).ports(9092, 9100).build();

    Core.Outcome outcome = service.offer(one);

    assertThat(launched(outcome)).hasSize(2);
    assertThat(service.state().outcomes().get(0).reasons())
        .extracting(reason -> reason.code())
        .containsExactlyInAnyOrder("NOT_ENOUGH_CPUS", "NOT_ENOUGH_MEM", "NOT_ENOUGH_DISK");
  }

  @Test
  void spreadsBrokersOverTheAgentsThatAreOffered() {
    TestService service = TestService.registered(configuration(DeployStrategy.PARALLEL));

    service.offer(TestOffer.roomy(1), TestOffer.roomy(2), TestOffer.roomy(3));

    assertThat(List.of(service.home(0), service.home(1), service.home(2)))
        .extracting(home -> home.hostname())
        .containsExactlyInAnyOrder("agent-1", "agent-2", "agent-3");
  }
}
