package dcos.kafka.scheduler.core;

import static dcos.kafka.scheduler.testing.TestService.configuration;
import static dcos.kafka.scheduler.testing.TestService.killed;
import static dcos.kafka.scheduler.testing.TestService.launched;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.outcome.Refusal;
import dcos.kafka.scheduler.config.DeployStrategy;
import dcos.kafka.scheduler.state.State;
import dcos.kafka.scheduler.testing.TestKafka;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import dcos.kafka.scheduler.testing.TestStatus;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OperatorCommandsTest {

  private static Outcome<List<String>> answer(Core.Outcome outcome) {
    return outcome.effects().stream()
        .filter(Effect.Answer.class::isInstance)
        .map(effect -> ((Effect.Answer) effect).outcome())
        .findFirst()
        .orElseThrow();
  }

  private static List<String> done(Core.Outcome outcome) {
    return ((Outcome.Done<List<String>>) answer(outcome)).value();
  }

  private static List<String> warnings(Core.Outcome outcome) {
    return ((Outcome.Done<List<String>>) answer(outcome)).warnings();
  }

  private static Outcome.Refused<List<String>> refused(Core.Outcome outcome) {
    return (Outcome.Refused<List<String>>) answer(outcome);
  }

  @Test
  void restartsABrokerWhereItIs() {
    TestService service = TestService.running(configuration());
    String task = service.task(1).id();
    String home = service.home(1).id();

    Core.Outcome outcome = service.command(new Command.Restart(1, false, false));

    assertThat(done(outcome)).containsExactly(task);
    assertThat(killed(outcome)).containsExactly(task);
    assertThat(outcome.changes()).contains(new Change.PutBroker(service.broker(1)));
    assertThat(service.task(1).stop().orElseThrow().reason()).contains("operator");
    service.report(1, TaskState.TASK_KILLED);
    service.launch(1);
    assertThat(service.home(1).id()).isEqualTo(home);
    assertThat(service.broker(1).request()).isEmpty();
  }

  @Test
  void recordsTheRequestBeforeItIsAnswered() {
    TestService service = TestService.running(configuration());
    service.kafka(service.inSync().catchingUp(0, "t-0"));

    Core.Outcome outcome = service.command(new Command.Restart(1, false, false));

    assertThat(outcome.changes()).contains(new Change.PutBroker(service.broker(1)));
    assertThat(service.broker(1).request()).isPresent();
    assertThat(killed(outcome)).isEmpty();
    assertThat(warnings(outcome))
        .singleElement()
        .asString()
        .contains("Waiting before broker 1 is touched")
        .contains("t-0");
  }

  @Test
  void doesNothingOnADryRun() {
    TestService service = TestService.running(configuration());

    Core.Outcome outcome = service.command(new Command.Replace(1, false, true));

    assertThat(done(outcome)).containsExactly(service.task(1).id());
    assertThat(outcome.changes()).isEmpty();
    assertThat(killed(outcome)).isEmpty();
  }

  @Test
  void passesOverTheGateWhenItIsForcedAndSaysSo() {
    TestService service = TestService.running(configuration());
    service.kafka(service.inSync().catchingUp(0, "t-0"));

    Core.Outcome outcome = service.command(new Command.Restart(1, true, false));

    assertThat(killed(outcome)).containsExactly(service.task(1).id());
    assertThat(warnings(outcome)).containsExactly("The gate is passed over.");
  }

  @Test
  void restartsOneBrokerAfterTheOther() {
    TestService service = TestService.running(configuration());

    assertThat(killed(service.command(new Command.Restart(0, false, false)))).hasSize(1);
    assertThat(killed(service.command(new Command.Restart(1, false, false)))).isEmpty();

    service.report(0, TaskState.TASK_KILLED);
    assertThat(killed(service.launch(0))).isEmpty();
    assertThat(killed(service.report(0, TaskState.TASK_STARTING))).isEmpty();
    service.report(0, TaskState.TASK_RUNNING);
    assertThat(killed(service.kafka(service.inSync()))).isSubsetOf(service.task(1).id());
    assertThat(service.task(1).stop()).isPresent();
  }

  @Test
  void doesNotKnowABrokerThatWasNeverLaunched() {
    TestService service = TestService.registered(configuration());

    assertThat(refused(service.command(new Command.Restart(0, false, false))).reason())
        .isEqualTo(Refusal.UNKNOWN);
    assertThat(refused(service.command(new Command.Replace(17, false, false))).message())
        .contains("17");
  }

  @Test
  void refusesEverythingWhileThereIsNoValidConfiguration() {
    TestService service = TestService.unborn();

    assertThat(refused(service.command(new Command.Continue(false))).reason())
        .isEqualTo(Refusal.CONFLICT);
  }

  @Test
  void refusesToReplaceTheOnlyInSyncCopyUnlessForced() {
    TestService service = TestService.running(configuration());
    service.kafka(service.inSync().onlyInSync(1, "orders-3"));

    Core.Outcome outcome = service.command(new Command.Replace(1, false, false));
    assertThat(refused(outcome).reason()).isEqualTo(Refusal.CONFLICT);
    assertThat(refused(outcome).message()).contains("orders-3").contains("force=true");
    assertThat(outcome.changes()).isEmpty();
    assertThat(service.broker(1).request()).isEmpty();

    Core.Outcome forced = service.command(new Command.Replace(1, true, false));
    assertThat(killed(forced)).containsExactly(service.task(1).id());
    assertThat(warnings(forced)).singleElement().asString().contains("orders-3");
  }

  @Test
  void replacesABrokerOnAnotherReservationWithAnEmptyVolume() {
    TestService service = TestService.running(configuration());
    var old = service.home(2);

    service.command(new Command.Replace(2, false, false));
    service.report(2, TaskState.TASK_KILLED);
    assertThat(service.state().work().homeless()).containsExactly(2);
    assertThat(launched(service.offer(TestOffer.roomy(9)))).hasSize(1);

    assertThat(service.home(2).id()).isNotEqualTo(old.id());
    assertThat(service.home(2).resources()).doesNotContainAnyElementsOf(old.resources());
    assertThat(service.broker(2).retiringId()).contains(old.id());
    service.report(2, TaskState.TASK_RUNNING);
    assertThat(service.broker(2).retiringId()).isEmpty();
  }

  @Test
  void startsABrokerThatIsDownAtOnceWhenItsRestartIsAskedFor() {
    TestService service = TestService.running(configuration());
    for (int i = 0; i < 3; i++) {
      service.report(0, TaskState.TASK_FAILED);
      service.pass(Duration.ofMinutes(1));
      service.launch(0);
    }
    service.report(0, TaskState.TASK_FAILED);
    assertThat(service.state().work().startable()).isEmpty();

    assertThat(done(service.command(new Command.Restart(0, false, false)))).isEmpty();

    assertThat(service.state().work().startable()).containsExactly(0);
  }

  @Test
  void replacesABrokerThatIsDownAtOnce() {
    TestService service = TestService.running(configuration());
    service.report(0, TaskState.TASK_FAILED);

    service.command(new Command.Replace(0, false, false));

    assertThat(service.state().work().homeless()).containsExactly(0);
    assertThat(service.broker(0).retiringId()).isPresent();
  }

  @Test
  void doesStepsAgainOneAfterTheOther() {
    TestService service = TestService.running(configuration());

    Core.Outcome outcome = service.command(new Command.RestartSteps(List.of(0, 1, 2)));

    assertThat(done(outcome)).hasSize(3);
    assertThat(killed(outcome)).hasSize(1);
    assertThat(service.state().work().requested()).hasSize(3);
  }

  @Test
  void takesAStepForCompleteWhenItIsTold() {
    TestService service = TestService.running(configuration());
    service.kafka(service.inSync().catchingUp(2, "t-0"));
    service.configure(TestService.changed(configuration()));
    assertThat(service.state().work().incomplete()).containsExactly(0, 1, 2);

    Core.Outcome outcome = service.command(new Command.ForceComplete(List.of(0)));

    assertThat(service.state().work().incomplete()).containsExactly(1, 2);
    assertThat(killed(outcome)).isEmpty();
    assertThat(outcome.changes()).contains(new Change.PutBroker(service.broker(0)));
  }

  @Test
  void keepsAForcedStepCompleteWhateverItsTaskReports() {
    TestService service = TestService.running(configuration());
    service.kafka(service.inSync().catchingUp(2, "t-0"));
    service.configure(TestService.changed(configuration()));
    service.command(new Command.ForceComplete(List.of(0)));

    service.report(0, TaskState.TASK_UNREACHABLE);
    service.report(0, TaskState.TASK_RUNNING);

    assertThat(service.state().work().incomplete()).containsExactly(1, 2);
    assertThat(service.state().work().begun()).isEmpty();
  }

  @Test
  void forcesOnlyTheNextStepWhenItIsToldToGoOnThroughTheGate() {
    TestService service = TestService.running(configuration());
    service.kafka(service.inSync().catchingUp(2, "t-0"));
    service.configure(TestService.changed(configuration()));
    assertThat(killed(service.last())).isEmpty();

    Core.Outcome outcome = service.command(new Command.Continue(true));

    assertThat(killed(outcome)).containsExactly(service.task(0).id());
    assertThat(service.state().rollout().orElseThrow().forced()).isFalse();
  }

  /** What an operator may say while a canary waits. */
  static List<Command> commands() {
    return List.of(
        new Command.Continue(false),
        new Command.Continue(true),
        new Command.Interrupt(),
        new Command.Restart(1, false, false),
        new Command.Restart(1, true, false),
        new Command.Replace(1, false, false),
        new Command.RestartSteps(List.of(0, 1)),
        new Command.ForceComplete(List.of(0)));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void whatAnOperatorDecidedSurvivesACrash(Command command) {
    TestService service = TestService.running(configuration());
    service.kafka(service.inSync().catchingUp(2, "t-0"));
    service.configure(TestService.changed(configuration(DeployStrategy.SERIAL_CANARY)));
    State before = service.state();

    service.command(command);
    TestService next = service.crash();

    assertThat(List.of(before.rollout(), before.brokers()))
        .isNotEqualTo(List.of(next.state().rollout(), next.state().brokers()));
    assertThat(next.state().rollout()).isEqualTo(service.state().rollout());
    assertThat(next.state().brokers()).isEqualTo(service.state().brokers());
  }

  @Test
  void letsAStepThatIsUnderWayFinishWhenItIsInterrupted() {
    TestService service = TestService.running(configuration(DeployStrategy.SERIAL));
    service.configure(TestService.changed(configuration()));
    assertThat(killed(service.last())).containsExactly(service.task(0).id());

    service.command(new Command.Interrupt());
    service.report(0, TaskState.TASK_KILLED);
    service.comeUp(0);

    assertThat(service.state().work().incomplete()).containsExactly(1, 2);
    assertThat(service.task(1).stop()).isEmpty();
    service.command(new Command.Continue(false));
    assertThat(service.task(1).stop()).isPresent();
  }

  @Test
  void recordsNothingWhenAnInterruptChangesNothing() {
    TestService service = TestService.running(configuration());
    service.command(new Command.Interrupt());

    assertThat(service.command(new Command.Interrupt()).changes()).isEmpty();
  }

  @Test
  void replacesABrokerWhoseMachineIsLostOnceKafkaHasLostSightOfItToo() {
    TestService service = TestService.running(configuration());
    String lost = service.task(0).id();
    service.report(0, TaskState.TASK_UNREACHABLE);
    assertThat(refused(service.command(new Command.Replace(0, false, false))).message())
        .contains("agent-1")
        .contains("force=true");

    service.kafka(TestKafka.registered(1, 2));
    Core.Outcome outcome = service.command(new Command.Replace(0, false, false));

    assertThat(done(outcome)).containsExactly(lost);
    assertThat(launched(service.offer(TestOffer.roomy(7)))).containsExactly(service.task(0).id());
    assertThat(killed(service.report(TestStatus.of(lost, "S1", TaskState.TASK_RUNNING))))
        .containsExactly(lost);
  }

  @Test
  void killsAGivenUpTaskThatComesBackBeforeItsSuccessorIsLaunched() {
    TestService service = TestService.running(configuration());
    String lost = service.task(0).id();
    service.report(0, TaskState.TASK_UNREACHABLE);
    service.command(new Command.Replace(0, true, false));

    Core.Outcome outcome = service.report(0, TaskState.TASK_RUNNING);

    assertThat(killed(outcome)).containsExactly(lost);
    assertThat(service.state().work().homeless()).containsExactly(0);
  }

  @Test
  void replacesABrokerWhoseMachineWasLostWhileItWasBeingRestarted() {
    TestService service = TestService.running(configuration());
    service.command(new Command.Restart(0, false, false));
    service.report(0, TaskState.TASK_UNREACHABLE);
    service.kafka(TestKafka.registered(1, 2));

    service.command(new Command.Replace(0, false, false));

    assertThat(service.state().work().homeless()).containsExactly(0);
    assertThat(killed(service.pass(Duration.ofMinutes(5)))).isEmpty();
  }
}
