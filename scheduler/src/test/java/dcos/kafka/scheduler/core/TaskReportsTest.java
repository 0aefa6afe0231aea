package dcos.kafka.scheduler.core;

import static dcos.kafka.scheduler.testing.TestService.calls;
import static dcos.kafka.scheduler.testing.TestService.configuration;
import static dcos.kafka.scheduler.testing.TestService.killed;
import static dcos.kafka.scheduler.testing.TestService.launched;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.broker.TaskPhase;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import dcos.kafka.scheduler.testing.TestStatus;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskReportsTest {

  /** The agent was shut down, or an operator of Mesos killed the task: the broker is all right. */
  @Test
  void takesABrokerThatSomebodyElseHadEndInOrderForNoneThatCrashed() {
    TestService service = TestService.running(configuration());

    service.report(0, TaskState.TASK_KILLED);

    assertThat(service.broker(0).crashes().inARow()).isZero();
    assertThat(service.state().work().startable()).containsExactly(0);
    service.comeUp(0);
    service.report(0, TaskState.TASK_FAILED);
    assertThat(service.broker(0).crashes().inARow()).isEqualTo(1);
  }

  @Test
  void acknowledgesWithTheOutcomeThatRecordsTheNewState() {
    TestService service = TestService.registered(configuration());
    service.launch(0);
    TaskStatus status = TestStatus.of(service.task(0).id(), "S1", TaskState.TASK_RUNNING);

    Core.Outcome outcome = service.report(status);

    assertThat(outcome.changes()).contains(new Change.PutBroker(service.broker(0)));
    assertThat(service.task(0).phase()).isEqualTo(TaskPhase.RUNNING);
    assertThat(calls(outcome, Call.Type.ACKNOWLEDGE))
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.getAcknowledge().getUuid()).isEqualTo(status.getUuid());
              assertThat(call.getAcknowledge().getTaskId()).isEqualTo(status.getTaskId());
              assertThat(call.getAcknowledge().getAgentId()).isEqualTo(status.getAgentId());
            });
  }

  @Test
  void acknowledgesWhatItHasSeenBeforeAndRecordsNothing() {
    TestService service = TestService.running(configuration());

    Core.Outcome outcome = service.report(0, TaskState.TASK_RUNNING);

    assertThat(outcome.changes()).isEmpty();
    assertThat(calls(outcome)).extracting(Call::getType).containsExactly(Call.Type.ACKNOWLEDGE);
  }

  @Test
  void acknowledgesWhatTasksSayThatItDoesNotKnow() {
    TestService service = TestService.registered(configuration());

    Core.Outcome outcome =
        service.report(TestStatus.of("somebody-else", "S1", TaskState.TASK_FAILED));

    assertThat(calls(outcome)).extracting(Call::getType).containsExactly(Call.Type.ACKNOWLEDGE);
  }

  @Test
  void doesNotAcknowledgeAnswersToItsOwnQuestions() {
    TestService service = TestService.running(configuration());

    assertThat(calls(service.answer(0, TaskState.TASK_RUNNING), Call.Type.ACKNOWLEDGE)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskState.class,
      names = {"TASK_FAILED", "TASK_FINISHED", "TASK_KILLED", "TASK_ERROR", "TASK_GONE"})
  void startsABrokerThatEndedWhereItsDataIs(TaskState ended) {
    TestService service = TestService.running(configuration());
    BrokerTask before = service.task(0);
    Reservation home = service.home(0);

    service.report(0, ended);
    assertThat(service.task(0).phase()).isEqualTo(TaskPhase.ENDED);
    assertThat(launched(service.offer(TestOffer.roomy(9)))).isEmpty();
    Core.Outcome outcome = service.offer(service.offerAtHome(0));

    assertThat(launched(outcome)).containsExactly(service.task(0).id());
    assertThat(service.task(0).id()).isNotEqualTo(before.id());
    assertThat(service.task(0).port()).isEqualTo(before.port());
    assertThat(service.home(0)).isEqualTo(home);
    assertThat(calls(outcome, Call.Type.ACCEPT).get(0).getAccept().getOperationsList())
        .extracting(Operation::getType)
        .containsExactly(Operation.Type.LAUNCH);
  }

  @Test
  void neverLaunchesASecondOneWhileTheFirstIsUnreachable() {
    TestService service = TestService.running(configuration());

    service.report(0, TaskState.TASK_UNREACHABLE);

    assertThat(service.state().work().waitsForOffers()).isFalse();
    assertThat(launched(service.offer(service.offerAtHome(0), TestOffer.roomy(8)))).isEmpty();
    service.pass(Duration.ofDays(3));
    assertThat(launched(service.offer(service.offerAtHome(0), TestOffer.roomy(8)))).isEmpty();
    service.report(0, TaskState.TASK_RUNNING);
    assertThat(service.broker(0).serves()).isTrue();
  }

  @Test
  void looksForANewPlaceWhenTheAgentIsGoneForEver() {
    TestService service = TestService.running(configuration());
    String home = service.home(0).id();

    Core.Outcome gone = service.report(0, TaskState.TASK_GONE_BY_OPERATOR);

    assertThat(gone.changes()).contains(new Change.DropReservation(home));
    assertThat(service.state().work().homeless()).containsExactly(0);
    service.offer(TestOffer.roomy(7));
    assertThat(service.home(0).hostname()).isEqualTo("agent-7");
  }

  @Test
  void takesADroppedTaskForOneThatNeverRan() {
    TestService service = TestService.registered(configuration());
    service.launch(0);

    service.report(0, TaskState.TASK_DROPPED);

    assertThat(service.broker(0).crashes().inARow()).isZero();
    assertThat(service.state().work().startable()).containsExactly(0);
  }

  @Test
  void waitsLongerBeforeEachStartOfABrokerThatCrashesAgainAndAgain() {
    TestService service = TestService.running(configuration());

    service.report(0, TaskState.TASK_FAILED);
    assertThat(service.state().work().startable()).containsExactly(0);
    service.launch(0);
    service.report(0, TaskState.TASK_FAILED);

    assertThat(service.state().work().startable()).isEmpty();
    assertThat(launched(service.launch(0))).isEmpty();
    service.pass(Duration.ofSeconds(9));
    assertThat(service.state().work().startable()).isEmpty();
    service.pass(Duration.ofSeconds(1));
    assertThat(service.state().work().startable()).containsExactly(0);
    assertThat(launched(service.launch(0))).hasSize(1);
  }

  @Test
  void startsABrokerThatCrashedAgainAndAgainAtOnceWithAnotherConfiguration() {
    TestService service = TestService.running(configuration());
    service.report(0, TaskState.TASK_FAILED);
    service.launch(0);
    service.report(0, TaskState.TASK_FAILED);
    assertThat(service.state().work().startable()).isEmpty();

    service.configure(configuration());
    assertThat(service.state().work().startable()).isEmpty();
    service.configure(TestService.changed(configuration()));

    assertThat(service.state().work().startable()).containsExactly(0);
    assertThat(launched(service.launch(0))).hasSize(1);
  }

  @Test
  void keepsTheBackOffOverACrashOfTheScheduler() {
    TestService before = TestService.running(configuration());
    for (int i = 0; i < 4; i++) {
      before.report(0, TaskState.TASK_FAILED);
      before.pass(Duration.ofMinutes(1));
      before.launch(0);
    }
    before.report(0, TaskState.TASK_FAILED);

    TestService service = before.crash();
    service.subscribe();

    assertThat(service.broker(0).crashes().inARow()).isEqualTo(5);
    assertThat(service.state().work().startable()).isEmpty();
    service.pass(Duration.ofSeconds(80));
    assertThat(service.state().work().startable()).containsExactly(0);
  }

  @Test
  void killsAgainUntilTheTaskHasEnded() {
    TestService service = TestService.running(configuration());
    String task = service.task(0).id();
    service.command(new Command.Restart(0, false, false));

    List<String> killed = killed(service.pass(Duration.ofSeconds(95)));
    assertThat(killed).hasSize(3).containsOnly(task);

    service.report(0, TaskState.TASK_KILLING);
    assertThat(killed(service.pass(Duration.ofSeconds(30)))).hasSize(1);
    service.report(0, TaskState.TASK_KILLED);
    assertThat(killed(service.pass(Duration.ofMinutes(10)))).isEmpty();
  }

  @Test
  void countsNoCrashWhenItStoppedTheBrokerItself() {
    TestService service = TestService.running(configuration());
    service.command(new Command.Restart(0, false, false));

    service.report(0, TaskState.TASK_FAILED);

    assertThat(service.broker(0).crashes().inARow()).isZero();
    assertThat(service.broker(0).request()).isEmpty();
  }

  @Test
  void tellsWhenABrokerIsNoLongerHealthyAndWhenItIsAgain() {
    TestService service = TestService.running(configuration());
    TaskStatus sick =
        TestStatus.of(service.task(0).id(), "S1", TaskState.TASK_RUNNING).toBuilder()
            .setHealthy(false)
            .setMessage("no answer on its port")
            .build();

    Core.Outcome outcome = service.report(sick);
    assertThat(outcome.notes()).extracting(Note::kind).containsExactly("BROKER_UNHEALTHY");
    assertThat(service.state().work().down()).containsExactly(0);

    service.report(sick.toBuilder().setHealthy(true).build());
    assertThat(service.broker(0).serves()).isTrue();
    assertThat(service.state().work().down()).isEmpty();
  }

  @Test
  void isNotTakenForHealthyByAReportThatSaysNothingOfHealth() {
    TestService service = TestService.running(configuration());
    service.report(
        TestStatus.of(service.task(0).id(), "S1", TaskState.TASK_RUNNING).toBuilder()
            .setHealthy(false)
            .build());

    service.answer(0, TaskState.TASK_STARTING);
    service.answer(0, TaskState.TASK_RUNNING);

    assertThat(service.broker(0).serves()).isFalse();
  }

  @Test
  void countsOneCrashOfATaskWhateverIsReportedAfterItsEnd() {
    TestService service = TestService.running(configuration());
    service.report(0, TaskState.TASK_FAILED);

    service.report(
        TestStatus.of(service.task(0).id(), "S1", TaskState.TASK_RUNNING).toBuilder()
            .setHealthy(false)
            .build());
    service.report(0, TaskState.TASK_GONE_BY_OPERATOR);

    assertThat(service.broker(0).crashes().inARow()).isEqualTo(1);
  }

  @Test
  void followsAReservationToAnAgentThatCameBackUnderANewId() {
    TestService service = TestService.running(configuration());
    service.report(0, TaskState.TASK_FAILED);
    Reservation home = service.home(0);

    Core.Outcome outcome =
        service.offer(TestOffer.of(1, "S1-new").room().with(service.reserved(home)).build());

    assertThat(launched(outcome)).hasSize(1);
    assertThat(service.task(0).agentId()).isEqualTo("S1-new");
    assertThat(service.state().ledger().onAgent("S1")).isEmpty();
    assertThat(service.state().ledger().onAgent("S1-new")).containsExactly(home.id());
  }
}
