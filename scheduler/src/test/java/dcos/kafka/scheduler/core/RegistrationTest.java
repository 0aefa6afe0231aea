package dcos.kafka.scheduler.core;

import static dcos.kafka.scheduler.testing.TestService.FRAMEWORK_ID;
import static dcos.kafka.scheduler.testing.TestService.calls;
import static dcos.kafka.scheduler.testing.TestService.configuration;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.broker.TaskPhase;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import java.time.Duration;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

class RegistrationTest {

  @Test
  void recordsTheFrameworkIdInTheFrameThatFirstSpeaksToMesos() {
    TestService service = TestService.unborn();
    service.configure(configuration());
    assertThat(calls(service.last())).isEmpty();

    Core.Outcome outcome = service.subscribe();

    assertThat(outcome.changes()).containsExactly(new Change.PutFrameworkId(FRAMEWORK_ID));
    assertThat(calls(outcome)).isNotEmpty();
    assertThat(service.state().frameworkId()).contains(FRAMEWORK_ID);
  }

  @Test
  void recordsNothingWhenItRegistersAgainUnderTheSameId() {
    TestService service = TestService.registered(configuration());
    service.disconnect();

    assertThat(service.subscribe().changes()).isEmpty();
  }

  @Test
  void stopsRatherThanGoOnAsAnotherFramework() {
    TestService service = TestService.running(configuration());
    service.disconnect();

    Core.Outcome outcome = service.subscribe("framework-2", "1.11.0");

    assertThat(outcome.changes()).isEmpty();
    assertThat(outcome.effects())
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.Exit.class,
            exit -> assertThat(exit.reason()).contains("framework-2").contains(FRAMEWORK_ID));
    assertThat(service.state().frameworkId()).contains(FRAMEWORK_ID);
  }

  @Test
  void stopsWhenAnotherInstanceHasTakenOver() {
    TestService service = TestService.running(configuration());

    Core.Outcome outcome =
        service.handle(new Event.Ended(Event.Ended.Why.FAILED_OVER, "Framework failed over"));

    assertThat(outcome.effects()).singleElement().isInstanceOf(Effect.Exit.class);
    assertThat(outcome.changes()).isEmpty();
  }

  @Test
  void staysAndTellsWhenTheFrameworkWasRemoved() {
    TestService service = TestService.running(configuration());

    Core.Outcome outcome =
        service.handle(new Event.Ended(Event.Ended.Why.REMOVED, "Framework has been removed"));

    assertThat(outcome.effects()).noneMatch(Effect.Exit.class::isInstance);
    assertThat(service.state().session().ended()).contains("Framework has been removed");
    assertThat(service.state().frameworkId()).contains(FRAMEWORK_ID);
    assertThat(outcome.notes()).extracting(Note::kind).contains("REMOVED");
    assertThat(service.pass(Duration.ofHours(1))).isEmpty();
  }

  @Test
  void sendsNothingWhileItIsDisconnected() {
    TestService service = TestService.running(configuration());
    service.disconnect();

    assertThat(calls(service.command(new Command.Restart(0, false, false)))).isEmpty();
    assertThat(service.pass(Duration.ofHours(1))).isEmpty();
  }

  @Test
  void tellsMesosAfterTheReconnectionWhatItWantedMeanwhile() {
    TestService service = TestService.running(configuration());
    service.disconnect();
    service.command(new Command.Restart(0, false, false));

    Core.Outcome outcome = service.subscribe();

    assertThat(TestService.killed(outcome)).containsExactly(service.task(0).id());
  }

  @Test
  void ignoresWhatComesOverAnEarlierConnection() {
    TestService service = TestService.registered(configuration());
    long earlier = service.connection();
    service.launch(0);
    service.disconnect();
    service.subscribe();

    service.handle(
        new Event.TaskReported(
            earlier,
            dcos.kafka.scheduler.testing.TestStatus.of(
                service.task(0).id(), "S1", TaskState.TASK_RUNNING)));
    assertThat(service.task(0).phase()).isEqualTo(TaskPhase.LAUNCHING);
    assertThat(calls(service.last())).isEmpty();

    service.handle(new Event.Offered(earlier, java.util.List.of(TestOffer.roomy(2))));
    assertThat(calls(service.last())).isEmpty();

    service.handle(new Event.Disconnected(earlier, "late"));
    assertThat(service.state().session().connection()).isPresent();
  }

  @Test
  void looksAgainForOffersAfterEachSubscription() {
    TestService service = TestService.registered(configuration());
    service.disconnect();

    assertThat(calls(service.subscribe(), Call.Type.REVIVE)).hasSize(1);
  }
}
