package dcos.kafka.scheduler.core;

import static dcos.kafka.scheduler.core.Uninstalls.answer;
import static dcos.kafka.scheduler.core.Uninstalls.finish;
import static dcos.kafka.scheduler.core.Uninstalls.message;
import static dcos.kafka.scheduler.core.Uninstalls.operations;
import static dcos.kafka.scheduler.core.Uninstalls.plan;
import static dcos.kafka.scheduler.core.Uninstalls.release;
import static dcos.kafka.scheduler.core.Uninstalls.stage;
import static dcos.kafka.scheduler.core.Uninstalls.start;
import static dcos.kafka.scheduler.core.Uninstalls.uninstalling;
import static dcos.kafka.scheduler.testing.TestService.configuration;
import static dcos.kafka.scheduler.testing.TestService.killed;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.state.Uninstall.Stage;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/** Agents that an uninstall waits for, until somebody says that they never come back. */
class SkippedAgentsTest {

  @Test
  void waitsForAnAgentThatIsAwayUntilAnOperatorSaysNotTo() {
    TestService service = uninstalling();
    service.report(2, TaskState.TASK_UNREACHABLE);
    service.report(0, TaskState.TASK_KILLED);
    service.report(1, TaskState.TASK_KILLED);
    release(service, 0);
    release(service, 1);
    service.pass(Duration.ofDays(1));
    assertThat(stage(service)).isEqualTo(Stage.RELEASING);
    assertThat(message(service, 0, 2)).contains("agent-3").contains("does not answer");
    assertThat(message(service, 1, 2)).contains("waits since").contains("S3");

    service.command(new Command.SkipAgents(List.of("agent-3")));

    assertThat(service.state().ledger().isEmpty()).isTrue();
    assertThat(plan(service).errors()).hasSize(6).anyMatch(error -> error.contains("volume"));
    assertThat(service.pass(Duration.ofSeconds(11)))
        .extracting(Call::getType)
        .contains(Call.Type.TEARDOWN);
  }

  @Test
  void skipsAfterARestartToo() {
    TestService before = uninstalling();
    before.report(2, TaskState.TASK_UNREACHABLE);
    TestService service = before.restarted();
    start(service, true);
    service.subscribe();

    service.command(new Command.SkipAgents(List.of("S3")));

    assertThat(service.broker(2).mayBeAlive()).isFalse();
    assertThat(service.state().uninstall().orElseThrow().leaks()).hasSize(6);
  }

  @Test
  void refusesToSkipAnAgentThatAnswersOrHoldsNothing() {
    TestService service = uninstalling();

    assertThat(answer(service.command(new Command.SkipAgents(List.of("agent-1")))))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.message()).contains("answers Mesos"));
    assertThat(answer(service.command(new Command.SkipAgents(List.of("nowhere")))))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.message()).contains("agent-1, agent-2, agent-3"));
  }

  @Test
  void uninstallsNothingWhereAnAgentThatIsToBeSkippedCannotBe() {
    for (String agent : List.of("nowhere", "", "agent-1")) {
      TestService service = TestService.running(configuration());
      service.report(2, TaskState.TASK_UNREACHABLE);

      Core.Outcome outcome =
          service.command(new Command.Uninstall("Asked.", true, List.of("agent-3", agent)));

      assertThat(answer(outcome))
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused -> assertThat(refused.message()).startsWith("Nothing was done. "));
      assertThat(service.state().uninstall()).isEmpty();
      assertThat(killed(outcome)).isEmpty();
    }
  }

  @Test
  void uninstallsAndSkipsInOne() {
    TestService service = TestService.running(configuration());
    service.report(2, TaskState.TASK_UNREACHABLE);

    Core.Outcome outcome =
        service.command(new Command.Uninstall("Asked.", false, List.of("agent-3")));

    assertThat(answer(outcome)).isInstanceOf(Outcome.Done.class);
    assertThat(service.state().uninstall().orElseThrow().leaks()).hasSize(6);
    assertThat(service.broker(2).mayBeAlive()).isFalse();
    assertThat(killed(outcome)).hasSize(2);
  }

  @Test
  void skipsOnlyAgentsThatStaySilentWhereLostOnesAreSkipped() {
    TestService service = TestService.running(configuration());
    service.report(2, TaskState.TASK_UNREACHABLE);
    service.command(new Command.Uninstall("An operator asked for it.", true));
    service.report(0, TaskState.TASK_KILLED);
    service.pass(Duration.ofMinutes(4));
    assertThat(service.state().uninstall().orElseThrow().leaks()).isEmpty();

    service.pass(Duration.ofMinutes(2));

    assertThat(service.state().uninstall().orElseThrow().leaks())
        .hasSize(12)
        .noneMatch(leak -> leak.hostname().equals("agent-2"));
    assertThat(service.broker(1).mayBeAlive()).isTrue();
    assertThat(service.broker(2).mayBeAlive()).isFalse();
  }

  @Test
  void releasesWhatWasSkippedWhenItsAgentIsBackInTime() {
    TestService service = uninstalling();
    service.report(2, TaskState.TASK_UNREACHABLE);
    Reservation home = service.home(2);
    service.command(new Command.SkipAgents(List.of("agent-3")));

    assertThat(killed(service.report(2, TaskState.TASK_RUNNING))).hasSize(1);
    service.report(2, TaskState.TASK_KILLED);
    Core.Outcome outcome =
        service.offer(TestOffer.of(3, "S9").with(service.reserved(home)).build());

    assertThat(operations(outcome))
        .extracting(Operation::getType)
        .contains(Operation.Type.DESTROY, Operation.Type.UNRESERVE);
    finish(service, outcome);
    assertThat(service.state().ledger().strays()).isEmpty();
    assertThat(service.state().uninstall().orElseThrow().leaks()).isEmpty();
  }
}
