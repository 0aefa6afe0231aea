package dcos.kafka.scheduler.core;

import static dcos.kafka.scheduler.core.Uninstalls.ASKED;
import static dcos.kafka.scheduler.core.Uninstalls.REMOVED;
import static dcos.kafka.scheduler.core.Uninstalls.answer;
import static dcos.kafka.scheduler.core.Uninstalls.finish;
import static dcos.kafka.scheduler.core.Uninstalls.message;
import static dcos.kafka.scheduler.core.Uninstalls.operations;
import static dcos.kafka.scheduler.core.Uninstalls.phases;
import static dcos.kafka.scheduler.core.Uninstalls.plan;
import static dcos.kafka.scheduler.core.Uninstalls.release;
import static dcos.kafka.scheduler.core.Uninstalls.releaseAll;
import static dcos.kafka.scheduler.core.Uninstalls.stage;
import static dcos.kafka.scheduler.core.Uninstalls.start;
import static dcos.kafka.scheduler.core.Uninstalls.stop;
import static dcos.kafka.scheduler.core.Uninstalls.tornDown;
import static dcos.kafka.scheduler.core.Uninstalls.uninstalling;
import static dcos.kafka.scheduler.testing.TestService.calls;
import static dcos.kafka.scheduler.testing.TestService.configuration;
import static dcos.kafka.scheduler.testing.TestService.killed;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.outcome.Refusal;
import dcos.kafka.api.plans.PlanStatus;
import dcos.kafka.api.plans.PlanView;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.plan.Plans;
import dcos.kafka.scheduler.state.Uninstall.Stage;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import dcos.kafka.scheduler.testing.TestStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/** The service's end, step by step, and through everything that may come between. */
class UninstallTest {

  @Test
  void stopsAllBrokersAtOnceAndLaunchesNoneAgain() {
    TestService service = TestService.running(configuration());

    Core.Outcome outcome = service.command(ASKED);

    assertThat(killed(outcome)).hasSize(3);
    assertThat(calls(outcome, Call.Type.KILL))
        .allSatisfy(call -> assertThat(call.getKill().getKillPolicy().hasGracePeriod()).isTrue());
    assertThat(outcome.changes()).anyMatch(Change.PutUninstall.class::isInstance);
    assertThat(calls(outcome, Call.Type.REVIVE)).hasSize(1);
    service.report(0, TaskState.TASK_KILLED);
    assertThat(TestService.launched(service.offer(service.offerAtHome(0)))).isEmpty();
  }

  @Test
  void destroysAndUnreservesWhatEachBrokerRanOn() {
    TestService service = uninstalling();
    service.report(0, TaskState.TASK_KILLED);
    Reservation home = service.home(0);

    Core.Outcome outcome = service.offer(TestOffer.of(1).with(service.reserved(home)).build());

    assertThat(operations(outcome))
        .extracting(Operation::getType)
        .containsExactly(Operation.Type.DESTROY, Operation.Type.UNRESERVE);
    finish(service, outcome);
    assertThat(service.state().ledger().find(home.id())).isEmpty();
    assertThat(service.state().ledger().reservations()).hasSize(2);
  }

  @Test
  void tearsTheFrameworkDownOnlyWhenEverythingIsReleasedAndNothingMoreTurnsUp() {
    TestService service = uninstalling();
    stop(service);
    release(service, 0);
    release(service, 1);
    assertThat(service.pass(Duration.ofMinutes(1)))
        .extracting(Call::getType)
        .doesNotContain(Call.Type.TEARDOWN);

    release(service, 2);
    service.offer(TestOffer.of(5).reservedMem("kafka", "forgotten", 64).build());
    assertThat(service.pass(Duration.ofSeconds(11)))
        .extracting(Call::getType)
        .doesNotContain(Call.Type.TEARDOWN);

    finish(service, service.offer(TestOffer.of(5).reservedMem("kafka", "forgotten", 64).build()));
    assertThat(service.pass(Duration.ofSeconds(11)))
        .extracting(Call::getType)
        .contains(Call.Type.TEARDOWN);
    assertThat(stage(service)).isEqualTo(Stage.RELEASING);
  }

  @Test
  void repeatsALostTeardownOverTheSameConnectionAndTheNext() {
    TestService service = uninstalling();
    releaseAll(service);
    assertThat(service.pass(Duration.ofSeconds(11)))
        .extracting(Call::getType)
        .contains(Call.Type.TEARDOWN);
    assertThat(service.pass(Duration.ofSeconds(31)))
        .extracting(Call::getType)
        .contains(Call.Type.TEARDOWN);

    service.disconnect();
    assertThat(service.pass(Duration.ofMinutes(2))).isEmpty();
    service.subscribe();

    assertThat(service.pass(Duration.ofSeconds(11)))
        .extracting(Call::getType)
        .contains(Call.Type.TEARDOWN);
  }

  @Test
  void removesTheRecordsWhenMesosRefusesTheFrameworkAsRemoved() {
    TestService service = uninstalling();
    releaseAll(service);
    service.pass(Duration.ofSeconds(11));
    service.disconnect();

    Core.Outcome outcome = service.handle(REMOVED);

    assertThat(stage(service)).isEqualTo(Stage.TORN_DOWN);
    assertThat(outcome.effects()).contains(new Effect.RemoveState(true));
    assertThat(outcome.notes()).extracting(Note::kind).doesNotContain("REMOVED");
    Core.Outcome done = service.handle(new Event.StateRemoved(Optional.empty(), List.of()));
    assertThat(done.changes()).isEmpty();
    assertThat(done.notes()).extracting(Note::kind).containsExactly("UNINSTALLED");
    assertThat(plan(service).status()).isEqualTo(PlanStatus.COMPLETE);
    assertThat(service.pass(Duration.ofHours(1))).isEmpty();
  }

  @Test
  void recordsNothingOnceTheRecordsAreBeingRemoved() {
    TestService service = tornDown();

    for (Event event :
        List.of(
            new Event.Commanded(1, new Command.Interrupt()),
            new Event.Commanded(2, new Command.Restart(0, true, false)),
            new Event.Commanded(3, ASKED),
            new Event.Commanded(4, new Command.Uninstall("once more", true)),
            new Event.StateRemoved(Optional.of("it is down."), List.of()),
            new Event.Subscribed(9, "framework-9", "1.11.0"),
            new Event.Ticked(),
            new Event.Disconnected(1, "end"))) {
      assertThat(service.handle(event).changes()).as("after %s", event).isEmpty();
    }
  }

  @Test
  void triesAgainWhenTheRecordsCouldNotBeRemoved() {
    TestService service = tornDown();
    service.handle(new Event.StateRemoved(Optional.of("it is down."), List.of()));
    assertThat(stage(service)).isEqualTo(Stage.TORN_DOWN);

    service.pass(Duration.ofSeconds(31));

    assertThat(service.last().effects()).contains(new Effect.RemoveState(true));
  }

  @Test
  void goesOnAfterACrashWhateverTheEnvironmentSays() {
    TestService before = uninstalling();
    stop(before);
    release(before, 0);

    TestService service = before.restarted();
    Core.Outcome outcome = start(service, false);
    assertThat(outcome.notes()).extracting(Note::kind).containsExactly("UNINSTALL_GOES_ON");
    service.subscribe();
    release(service, 1);
    release(service, 2);

    assertThat(service.pass(Duration.ofSeconds(11)))
        .extracting(Call::getType)
        .contains(Call.Type.TEARDOWN);
  }

  @Test
  void removesTheRecordsAfterACrashBetweenTeardownAndRemoval() {
    TestService service = tornDown().restarted();
    assertThat(service.state().isKnownToMesos()).isFalse();

    Core.Outcome outcome = start(service, true);

    assertThat(outcome.changes()).isEmpty();
    assertThat(outcome.effects()).contains(new Effect.RemoveState(true));
  }

  @Test
  void isBegunByTheEnvironmentEvenIfThatIsOtherwiseInvalid() {
    TestService service = TestService.running(configuration()).restarted();

    start(service, true);
    Core.Outcome outcome = service.subscribe();

    assertThat(killed(outcome)).hasSize(3);
  }

  @Test
  void findsThatNothingIsLeftWithoutRegistering() {
    TestService service = TestService.unborn();
    assertThat(service.state().isKnownToMesos()).isFalse();

    Core.Outcome outcome = start(service, true);

    assertThat(calls(outcome)).isEmpty();
    assertThat(outcome.effects()).contains(new Effect.RemoveState(false));
    service.handle(new Event.StateRemoved(Optional.empty(), List.of()));
    assertThat(plan(service).status()).isEqualTo(PlanStatus.COMPLETE);
    assertThat(message(service, 3, 0)).contains("nothing of the service is left");
  }

  @Test
  void beginsNothingFurtherWhileInterruptedAndGoesOnWhenContinued() {
    TestService before = uninstalling();
    before.report(0, TaskState.TASK_KILLED);
    before.command(new Command.Interrupt());
    TestService service = before.restarted();
    start(service, true);
    service.subscribe();

    assertThat(service.state().session().suppressed()).isTrue();
    Offer offer = TestOffer.of(1).with(service.reserved(service.home(0))).build();
    assertThat(operations(service.offer(offer))).isEmpty();
    assertThat(message(service, 1, 0)).contains("an operator has to continue");
    assertThat(phases(service).get(1)).isEqualTo(PlanStatus.WAITING);

    Core.Outcome outcome = service.command(new Command.Continue(false));
    assertThat(calls(outcome, Call.Type.REVIVE)).hasSize(1);
    assertThat(operations(service.offer(offer))).hasSize(2);
  }

  @Test
  void refusesWhatContradictsIt() {
    TestService service = uninstalling();

    for (Command command :
        List.of(
            new Command.Restart(0, true, false),
            new Command.Replace(0, true, false),
            new Command.RestartSteps(List.of(0)),
            new Command.ForceComplete(List.of(0)))) {
      assertThat(answer(service.command(command)))
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused -> assertThat(refused.reason()).isEqualTo(Refusal.CONFLICT));
    }
  }

  @Test
  void releasesStraysWithTheirVolumesAndLeavesOthersAlone() {
    TestService former = TestService.running(configuration());
    TestService service = TestService.registered(configuration());
    service.command(ASKED);

    List<Operation> operations =
        operations(
            service.offer(
                TestOffer.of(1)
                    .with(former.reserved(former.home(0)))
                    .reservedMem("other", "theirs", 64)
                    .build()));

    assertThat(operations).filteredOn(Operation::hasDestroy).hasSize(1);
    assertThat(operations)
        .flatExtracting(operation -> operation.getUnreserve().getResourcesList())
        .hasSize(6)
        .noneMatch(resource -> resource.toString().contains("theirs"));
  }

  @Test
  void killsTasksThatAreInNoRecordSinceTheyHoldResources() {
    TestService service = uninstalling();

    Core.Outcome outcome =
        service.report(TestStatus.reconciled("something-else", "S8", TaskState.TASK_RUNNING));

    assertThat(killed(outcome)).containsExactly("something-else");
  }

  @Test
  void registersAnewToReleaseWhatAFrameworkThatSomebodyRemovedHasLeft() {
    TestService before = uninstalling();
    before.report(0, TaskState.TASK_KILLED);
    before.disconnect();

    Core.Outcome outcome = before.handle(REMOVED);

    assertThat(outcome.effects()).anyMatch(Effect.Exit.class::isInstance);
    assertThat(outcome.changes()).contains(new Change.DropFrameworkId());
    TestService service = before.restarted();
    assertThat(service.state().isKnownToMesos()).isTrue();
    start(service, true);
    service.subscribe("framework-2", "1.11.0");
    service.brokers().forEach(id -> release(service, id));
    assertThat(service.pass(Duration.ofSeconds(11)))
        .extracting(Call::getType)
        .contains(Call.Type.TEARDOWN);
  }

  @Test
  void isDoneWithAFrameworkThatWasRemovedWhenNothingWasLeft() {
    TestService service = TestService.registered(configuration());
    service.command(ASKED);
    service.disconnect();

    service.handle(REMOVED);

    assertThat(stage(service)).isEqualTo(Stage.TORN_DOWN);
  }

  @Test
  void takesForReleasedWhatOffersLackWhereMesosReportsNoOperations() {
    TestService service = TestService.unborn();
    service.configure(configuration());
    service.subscribe(TestService.FRAMEWORK_ID, "1.5.0");
    service.deploy();
    service.command(ASKED);
    releaseAll(service);
    assertThat(service.state().ledger().reservations()).hasSize(3);

    service.brokers().forEach(id -> service.offer(TestOffer.roomy(id + 1)));
    service.pass(Duration.ofMinutes(3));
    service.brokers().forEach(id -> service.offer(TestOffer.roomy(id + 1)));

    assertThat(service.state().ledger().isEmpty()).isTrue();
  }

  @Test
  void showsHowFarItIs() {
    TestService service = uninstalling();
    assertThat(plan(service).phases())
        .extracting(PlanView.PhaseView::name)
        .containsExactly("brokers", "reservations", "framework", "zookeeper");
    assertThat(phases(service))
        .containsExactly(
            PlanStatus.IN_PROGRESS, PlanStatus.IN_PROGRESS, PlanStatus.PENDING, PlanStatus.PENDING);
    assertThat(message(service, 0, 0)).startsWith("Broker-0 is IN_PROGRESS: stopping since");

    releaseAll(service);

    assertThat(phases(service))
        .containsExactly(
            PlanStatus.COMPLETE, PlanStatus.COMPLETE, PlanStatus.IN_PROGRESS, PlanStatus.PENDING);
    assertThat(message(service, 1, 0)).isEqualTo("Agent agent-1 is COMPLETE");
    assertThat(Plans.current(service.state())).isEqualTo(plan(service));
    assertThat(Plans.recovery(service.state()).status()).isEqualTo(PlanStatus.COMPLETE);
  }
}
