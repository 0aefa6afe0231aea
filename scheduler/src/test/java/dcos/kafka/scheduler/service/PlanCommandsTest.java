package dcos.kafka.scheduler.service;

import static dcos.kafka.scheduler.testing.TestService.configuration;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.api.brokers.BrokerService;
import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.scheduler.core.Command;
import dcos.kafka.scheduler.core.Effect;
import dcos.kafka.scheduler.core.Event;
import dcos.kafka.scheduler.testing.TestService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PlanCommandsTest {

  private final List<Event> events = new ArrayList<>();
  private final Commander commander = new Commander(events::add);

  @Test
  void knowsTheTwoPlansAndNoOther() {
    TestService service = TestService.running(configuration());
    PlanCommands plans = new PlanCommands(service::state, commander);

    assertThat(plans.names()).containsExactly("deploy", "recovery");
    assertThat(plans.plan("deploy")).isPresent();
    assertThat(plans.plan("recovery")).isPresent();
    assertThat(plans.plan("other")).isEmpty();
  }

  @Test
  void givesEachAnswerToTheCommandThatItIsFor() throws Exception {
    CompletableFuture<Outcome<List<String>>> first =
        commander.command(new Command.Interrupt()).toCompletableFuture();
    CompletableFuture<Outcome<List<String>>> second =
        commander.command(new Command.Continue(false)).toCompletableFuture();
    long id = ((Event.Commanded) events.get(1)).commandId();

    commander.answer(new Effect.Answer(id, Outcome.done(List.of("x"))));

    assertThat(second.get(5, TimeUnit.SECONDS)).isEqualTo(Outcome.done(List.of("x")));
    assertThat(first).isNotDone();
    commander.answer(new Effect.Answer(4711, Outcome.done(List.of())));
    assertThat(first).isNotDone();
  }

  @Test
  void asksTheCoreToRestartAndToReplace() {
    TestService service = TestService.running(configuration());
    BrokerService brokers = new Brokers(service::state, commander);

    brokers.restart(1, new dcos.kafka.api.brokers.RestartOptions(true, false));
    brokers.replace(2, new dcos.kafka.api.brokers.RestartOptions(false, true));

    assertThat(events)
        .extracting(event -> ((Event.Commanded) event).command())
        .containsExactly(new Command.Restart(1, true, false), new Command.Replace(2, false, true));
  }
}
