package dcos.kafka.scheduler.core;

import static dcos.kafka.scheduler.testing.TestService.calls;
import static dcos.kafka.scheduler.testing.TestService.configuration;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.state.Timers;
import dcos.kafka.scheduler.testing.TestService;
import dcos.kafka.scheduler.testing.TestStatus;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

  private static List<Call.Reconcile> questions(List<Call> calls) {
    return calls.stream()
        .filter(call -> call.getType() == Call.Type.RECONCILE)
        .map(Call::getReconcile)
        .toList();
  }

  private static List<String> tasks(Call.Reconcile question) {
    return question.getTasksList().stream().map(task -> task.getTaskId().getValue()).toList();
  }

  @Test
  void asksAfterEachSubscriptionForEveryTaskThatMayBeAliveNamingItsAgent() {
    TestService service = TestService.running(configuration());
    service.report(2, TaskState.TASK_FAILED);
    service.disconnect();

    List<Call.Reconcile> questions = questions(calls(service.subscribe()));

    assertThat(questions).hasSize(1);
    assertThat(tasks(questions.get(0)))
        .containsExactlyInAnyOrder(service.task(0).id(), service.task(1).id());
    assertThat(questions.get(0).getTasksList())
        .extracting(task -> task.getAgentId().getValue())
        .containsExactlyInAnyOrder("S1", "S2");
    assertThat(service.state().session().reconciled()).isFalse();
  }

  @Test
  void asksAgainOnlyForWhatWasNotAnsweredAndWaitsLongerEachTime() {
    TestService service = TestService.running(configuration());
    service.disconnect();
    service.subscribe();
    service.answer(0, TaskState.TASK_RUNNING);

    List<Call.Reconcile> first = questions(service.pass(Duration.ofSeconds(2)));
    assertThat(first).hasSize(1);
    assertThat(tasks(first.get(0)))
        .containsExactlyInAnyOrder(service.task(1).id(), service.task(2).id());

    assertThat(questions(service.pass(Duration.ofSeconds(3)))).isEmpty();
    assertThat(questions(service.pass(Duration.ofSeconds(1)))).hasSize(1);
    assertThat(questions(service.pass(Duration.ofMinutes(5)))).hasSizeBetween(9, 13);
  }

  @Test
  void isReconciledWhenEachTaskWasAnsweredAndThenAsksForWhateverMesosKnows() {
    TestService service = TestService.running(configuration());
    service.disconnect();
    service.subscribe();
    service.answer(0, TaskState.TASK_RUNNING);
    service.answer(1, TaskState.TASK_UNREACHABLE);
    assertThat(service.state().session().reconciled()).isFalse();

    Core.Outcome outcome = service.answer(2, TaskState.TASK_RUNNING);

    assertThat(service.state().session().reconciled()).isTrue();
    assertThat(questions(calls(outcome)))
        .singleElement()
        .satisfies(question -> assertThat(question.getTasksList()).isEmpty());
  }

  /** Its agent is not back with the new master, which says nothing of it until then. */
  @Test
  void doesNotWaitForTheAnswerOnATaskThatWasGivenUp() {
    TestService before = TestService.running(configuration());
    before.report(0, TaskState.TASK_UNREACHABLE);
    TestService service = before.crash();
    service.subscribe();
    service.answer(1, TaskState.TASK_RUNNING);
    service.answer(2, TaskState.TASK_RUNNING);
    assertThat(service.state().session().reconciled()).isFalse();

    service.command(new Command.Replace(0, true, false));

    assertThat(service.state().session().reconciled()).isTrue();
  }

  @Test
  void isReconciledAtOnceWhenThereIsNothingToAskFor() {
    TestService service = TestService.registered(configuration());

    assertThat(service.state().session().reconciled()).isTrue();
  }

  @Test
  void asksEvery15MinutesForEachTaskByNameAndThenForWhateverMesosKnows() {
    TestService service = TestService.running(configuration());

    for (int quarter = 0; quarter < 4; quarter++) {
      assertThat(questions(service.pass(Duration.ofMinutes(15))))
          .singleElement()
          .satisfies(question -> assertThat(question.getTasksList()).hasSize(3));
      service.answer(0, TaskState.TASK_RUNNING);
      service.answer(1, TaskState.TASK_RUNNING);
      assertThat(questions(calls(service.answer(2, TaskState.TASK_RUNNING))))
          .singleElement()
          .satisfies(question -> assertThat(question.getTasksList()).isEmpty());
    }
  }

  @Test
  void asksNothingWhileDisconnected() {
    TestService service = TestService.running(configuration());
    service.disconnect();

    assertThat(service.state().session().reconciled()).isFalse();
    assertThat(service.pass(Duration.ofHours(1))).isEmpty();
  }

  @Test
  void asksAfterALaunchThatNothingWasHeardOfInsteadOfLaunchingAgain() {
    TestService service = TestService.registered(configuration());
    service.launch(0);
    String task = service.task(0).id();

    List<Call> calls = service.pass(Duration.ofSeconds(61));

    assertThat(questions(calls))
        .singleElement()
        .satisfies(q -> assertThat(tasks(q)).contains(task));
    assertThat(service.task(0).id()).isEqualTo(task);
    service.report(0, TaskState.TASK_STARTING);
    assertThat(questions(service.pass(Duration.ofMinutes(5)))).isEmpty();
  }

  @Test
  void asksSoonAndThenMoreRarelyAfterATaskThatIsOutOfSight() {
    TestService service = TestService.running(configuration());
    service.disconnect();
    service.subscribe();
    service.answer(0, TaskState.TASK_UNKNOWN);
    service.answer(1, TaskState.TASK_RUNNING);
    service.answer(2, TaskState.TASK_RUNNING);
    String task = service.task(0).id();

    List<Call.Reconcile> first = questions(service.pass(Duration.ofSeconds(15)));
    assertThat(first).singleElement().satisfies(q -> assertThat(tasks(q)).containsExactly(task));
    service.answer(0, TaskState.TASK_UNKNOWN);
    assertThat(questions(service.pass(Duration.ofMinutes(4)))).hasSizeBetween(3, 5);
    assertThat(questions(service.pass(Duration.ofMinutes(9)))).hasSizeBetween(1, 3);

    service.answer(0, TaskState.TASK_RUNNING);
    assertThat(service.broker(0).serves()).isTrue();
    assertThat(service.state().timers().isSet(new Timers.Key(Timers.Kind.ASK, 0))).isFalse();
  }

  @Test
  void leavesATaskAloneOfWhichNothingIsRecorded() {
    TestService service = TestService.registered(configuration());

    Core.Outcome outcome =
        service.report(TestStatus.reconciled("broker-7__x", "S1", TaskState.TASK_RUNNING));

    assertThat(TestService.killed(outcome)).isEmpty();
    assertThat(outcome.notes()).extracting(Note::kind).containsExactly("UNKNOWN_TASK");
  }

  @Test
  void killsATaskThatAnotherHasTakenThePlaceOf() {
    TestService service = TestService.running(configuration());

    Core.Outcome outcome =
        service.report(TestStatus.reconciled("broker-0__older", "S9", TaskState.TASK_RUNNING));

    assertThat(calls(outcome, Call.Type.KILL))
        .singleElement()
        .satisfies(
            kill -> {
              assertThat(kill.getKill().getTaskId().getValue()).isEqualTo("broker-0__older");
              assertThat(kill.getKill().getAgentId().getValue()).isEqualTo("S9");
            });
    assertThat(service.broker(0).serves()).isTrue();
  }
}
