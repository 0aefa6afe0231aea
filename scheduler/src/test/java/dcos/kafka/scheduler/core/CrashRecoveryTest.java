package dcos.kafka.scheduler.core;

import static dcos.kafka.scheduler.testing.TestService.calls;
import static dcos.kafka.scheduler.testing.TestService.configuration;
import static dcos.kafka.scheduler.testing.TestService.killed;
import static dcos.kafka.scheduler.testing.TestService.launched;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.config.DeployStrategy;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservationState;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import java.time.Duration;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/** What was recorded and never left, and what left and was never answered. */
class CrashRecoveryTest {

  @Test
  void goesOnFromItsRecordsAlone() {
    TestService before = TestService.running(configuration());

    TestService service = before.crash();

    assertThat(service.last().changes()).isEmpty();
    assertThat(service.state().brokers()).isEqualTo(before.state().brokers());
    assertThat(service.state().rollout()).isEqualTo(before.state().rollout());
    assertThat(service.state().configurations().byId())
        .isEqualTo(before.state().configurations().byId());
    assertThat(service.state().ledger().reservations())
        .containsExactlyInAnyOrderElementsOf(before.state().ledger().reservations());
    service.kafka(before.state().kafka());
    assertThat(service.state().work()).isEqualTo(before.state().work());
  }

  @Test
  void launchesNothingBeforeItKnowsWhatBecameOfTheRecordedLaunch() {
    TestService before = TestService.registered(configuration());
    before.launch(0);
    BrokerTask recorded = before.task(0);
    TestService service = before.crash();
    service.subscribe();

    Core.Outcome outcome = service.offer(TestOffer.roomy(1), TestOffer.roomy(2));

    assertThat(launched(outcome)).isEmpty();
    assertThat(service.task(0)).isEqualTo(recorded);
  }

  @Test
  void startsALostLaunchAnewWithoutLeavingAReservationBehind() {
    TestService before = TestService.registered(configuration());
    before.launch(0);
    Reservation lost = before.home(0);
    TestService service = before.crash();
    service.subscribe();
    service.answer(0, TaskState.TASK_GONE);
    assertThat(service.broker(0).crashes().inARow()).isZero();

    Core.Outcome outcome = service.offer(TestOffer.roomy(1));

    assertThat(launched(outcome)).containsExactly(service.task(0).id());
    assertThat(service.home(0).id()).isNotEqualTo(lost.id());
    assertThat(service.state().ledger().find(lost.id()).orElseThrow().state())
        .isEqualTo(ReservationState.RELEASING);
    service.report(0, TaskState.TASK_RUNNING);
    service.pass(Duration.ofMinutes(11));
    service.offer(TestOffer.of(1).with(service.reserved(service.home(0))).build());
    assertThat(service.state().ledger().find(lost.id())).isEmpty();
  }

  @Test
  void releasesALostReservationThatTurnsUpAfterAll() {
    TestService before = TestService.registered(configuration());
    before.launch(0);
    Reservation lost = before.home(0);
    TestService service = before.crash();
    service.subscribe();
    service.answer(0, TaskState.TASK_GONE);
    service.offer(TestOffer.roomy(1));

    Core.Outcome outcome = service.offer(TestOffer.of(1).with(service.reserved(lost)).build());

    assertThat(calls(outcome, Call.Type.ACCEPT).get(0).getAccept().getOperationsList())
        .extracting(Operation::getType)
        .containsExactly(Operation.Type.DESTROY, Operation.Type.UNRESERVE);
  }

  @Test
  void usesTheReservationOfALostLaunchWhereItWasMade() {
    TestService before = TestService.registered(configuration());
    before.launch(0);
    Reservation made = before.home(0);
    TestService service = before.crash();
    service.subscribe();
    service.answer(0, TaskState.TASK_DROPPED);

    Core.Outcome outcome = service.offer(service.offerAtHome(0));

    assertThat(launched(outcome)).hasSize(1);
    assertThat(service.home(0)).isEqualTo(made.in(ReservationState.CONFIRMED, service.now()));
  }

  @Test
  void finishesTheVolumeThatALostLaunchStoppedShortOf() {
    TestService before = TestService.registered(configuration());
    before.launch(0);
    TestService service = before.crash();
    service.subscribe();
    service.answer(0, TaskState.TASK_DROPPED);
    Reservation home = service.home(0);
    TestOffer half = TestOffer.of(1);
    service.reserved(home).forEach(resource -> half.with(resource.toBuilder().clearDisk().build()));

    Core.Outcome outcome = service.offer(half.build());

    assertThat(calls(outcome, Call.Type.ACCEPT).get(0).getAccept().getOperationsList())
        .extracting(Operation::getType)
        .containsExactly(Operation.Type.CREATE, Operation.Type.LAUNCH);
  }

  @Test
  void repeatsAKillThatWasRecordedAndMayNotHaveLeft() {
    TestService before = TestService.running(configuration());
    before.command(new Command.Restart(0, false, false));

    TestService service = before.crash();

    assertThat(killed(service.subscribe())).containsExactly(service.task(0).id());
    assertThat(killed(service.pass(Duration.ofSeconds(31)))).hasSize(1);
  }

  @Test
  void doesWhatAnOperatorAskedForAlthoughTheGateWasClosed() {
    TestService before = TestService.running(configuration());
    before.kafka(before.inSync().catchingUp(1, "t-0"));
    before.command(new Command.Restart(0, false, false));
    assertThat(killed(before.last())).isEmpty();

    TestService service = before.crash();
    service.subscribe();
    assertThat(killed(service.last())).isEmpty();

    assertThat(killed(service.kafka(service.inSync()))).containsExactly(service.task(0).id());
  }

  @Test
  void remembersWhatOperatorsLetARolloutDo() {
    TestService before = TestService.registered(configuration(DeployStrategy.SERIAL_CANARY));
    before.command(new Command.Continue(false));
    before.comeUp(0);
    before.command(new Command.Interrupt());

    TestService service = before.crash();
    service.subscribe();

    assertThat(service.state().rollout()).isEqualTo(before.state().rollout());
    assertThat(service.state().rollout().orElseThrow().interrupted()).isTrue();
    assertThat(service.state().rollout().orElseThrow().continues()).isEqualTo(1);
    assertThat(service.state().work().waitsForOffers()).isFalse();
  }

  @Test
  void takesUpWhatReachedMesosBeforeTheCrash() {
    TestService before = TestService.registered(configuration());
    before.launch(0);
    String task = before.task(0).id();
    TestService service = before.crash();
    service.subscribe();

    service.answer(0, TaskState.TASK_RUNNING);

    assertThat(service.task(0).id()).isEqualTo(task);
    assertThat(service.broker(0).serves()).isTrue();
    assertThat(service.home(0).state()).isEqualTo(ReservationState.CONFIRMED);
    Offer next = TestOffer.roomy(2);
    assertThat(launched(service.offer(next))).containsExactly(service.task(1).id());
  }
}
