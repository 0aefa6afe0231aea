package dcos.kafka.scheduler.core;

import static dcos.kafka.scheduler.testing.TestService.calls;
import static dcos.kafka.scheduler.testing.TestService.configuration;
import static dcos.kafka.scheduler.testing.TestService.killed;
import static dcos.kafka.scheduler.testing.TestService.launched;
import static dcos.kafka.scheduler.testing.TestService.with;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservationState;
import dcos.kafka.scheduler.ledger.ReservedResource.Part;
import dcos.kafka.scheduler.plan.Plans;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import java.time.Duration;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/** What brokers are to have more of is reserved while they run on. */
class GrowthTest {

  /** Three brokers run, and are to have twice the memory. */
  private static TestService growing() {
    TestService service = TestService.running(configuration());
    service.kafka(service.inSync());
    service.configure(with(configuration(), 4096, configuration().broker().diskType(), 9092));
    return service;
  }

  private static Reservation growth(TestService service) {
    return service.state().ledger().reservations().stream()
        .filter(Reservation::isGrowth)
        .findFirst()
        .orElseThrow();
  }

  private static Offer showing(TestOffer offer, TestService service, Reservation reservation) {
    return offer.with(service.reserved(reservation)).build();
  }

  @Test
  void reservesMoreMemoryForABrokerBeforeItStopsIt() {
    TestService service = growing();
    String home = service.home(0).id();
    assertThat(killed(service.last())).isEmpty();
    assertThat(service.state().work().growing()).containsExactly(0);
    assertThat(service.state().session().suppressed()).isFalse();

    Core.Outcome asked = service.offer(TestOffer.roomy(2), TestOffer.roomy(1));

    assertThat(calls(asked, Call.Type.ACCEPT))
        .singleElement()
        .satisfies(
            call ->
                assertThat(call.getAccept().getOperationsList())
                    .singleElement()
                    .satisfies(
                        it ->
                            assertThat(it.getReserve().getResources(0).getScalar().getValue())
                                .isEqualTo(2048)));
    assertThat(killed(asked)).isEmpty();
    assertThat(growth(service).state()).isEqualTo(ReservationState.INTENDED);
    assertThat(calls(service.offer(TestOffer.roomy(1)), Call.Type.ACCEPT)).isEmpty();

    Core.Outcome shown = service.offer(showing(TestOffer.of(1), service, growth(service)));

    assertThat(killed(shown)).containsExactly(service.task(0).id());
    assertThat(service.home(0).id()).isEqualTo(home);
    assertThat(service.home(0).amountOf(Part.MEM)).isEqualTo(4096);
    assertThat(service.state().ledger().reservations()).noneMatch(Reservation::isGrowth);
    service.report(0, TaskState.TASK_KILLED);
    assertThat(launched(service.launch(0))).hasSize(1);
    assertThat(service.disk().recovery().reservations())
        .containsExactlyInAnyOrderElementsOf(service.state().ledger().reservations());
  }

  @Test
  void leavesABrokerRunningWhoseAgentHasNoMoreAndSaysSo() {
    TestService service = growing();

    service.offer(TestOffer.of(1).cpus(8).mem(100).build());

    assertThat(service.pass(Duration.ofDays(1))).noneMatch(call -> call.hasKill());
    assertThat(service.task(0).stop()).isEmpty();
    assertThat(Plans.deploy(service.state()).phases().get(1).steps().get(0).message())
        .startsWith("Broker-0 is PENDING: waits until its agent has room")
        .contains("agent-1")
        .contains("2048")
        .contains("of mem");
  }

  @Test
  void givesBackWhatItReservedForABrokerThatIsNotToHaveMoreAnyLonger() {
    TestService service = growing();
    service.offer(TestOffer.roomy(1));
    Reservation asked = growth(service);

    TestService next = service.crash(configuration());
    next.subscribe();
    next.brokers().forEach(id -> next.answer(id, TaskState.TASK_RUNNING));

    assertThat(next.state().session().suppressed()).isFalse();
    Core.Outcome offered = next.offer(showing(TestOffer.of(1), next, asked));
    assertThat(calls(offered, Call.Type.ACCEPT))
        .singleElement()
        .satisfies(
            call ->
                assertThat(call.getAccept().getOperationsList())
                    .extracting(operation -> operation.getType())
                    .containsExactly(Operation.Type.UNRESERVE));
    assertThat(next.home(0).amountOf(Part.MEM)).isEqualTo(2048);
    assertThat(killed(offered)).isEmpty();
  }

  @Test
  void asksAgainForMoreThatNeverCameToBe() {
    TestService service = growing();
    service.offer(TestOffer.roomy(1));
    service.pass(Duration.ofSeconds(40));

    Core.Outcome again = service.offer(TestOffer.roomy(1));

    assertThat(again.notes())
        .extracting(Note::kind)
        .contains("RESERVATION_FAILED", "RESERVING_MORE");
    assertThat(killed(again)).isEmpty();
  }

  @Test
  void waitsUntilAnOfferShowsMoreWhateverMesosSaysOfTheOperation() {
    TestService service = growing();
    Core.Outcome asked = service.offer(TestOffer.roomy(1));
    String operation =
        calls(asked, Call.Type.ACCEPT).get(0).getAccept().getOperations(0).getId().getValue();
    Reservation growth = growth(service);

    service.operation(operation, OperationState.OPERATION_FINISHED);

    assertThat(killed(service.last())).isEmpty();
    assertThat(growth(service)).isEqualTo(growth);
    Core.Outcome shown = service.offer(showing(TestOffer.of(1), service, growth));
    assertThat(killed(shown)).containsExactly(service.task(0).id());
  }

  @Test
  void forgetsWhatItReservedForABrokerOnAnAgentThatIsGone() {
    TestService service = growing();
    service.offer(TestOffer.roomy(1));

    service.report(0, TaskState.TASK_GONE_BY_OPERATOR);

    assertThat(service.state().work().growing()).isEmpty();
    assertThat(service.state().ledger().reservations())
        .noneMatch(reservation -> reservation.brokerId() == 0);
    assertThat(service.disk().recovery().reservations())
        .containsExactlyInAnyOrderElementsOf(service.state().ledger().reservations());
  }

  @Test
  void givesBackWhatItReservedForABrokerThatCrashesAndStartsItAsItWas() {
    TestService service = growing();
    service.offer(TestOffer.roomy(1));
    Reservation asked = growth(service);

    service.report(0, TaskState.TASK_FAILED);

    assertThat(service.state().work().growing()).isEmpty();
    assertThat(growth(service).state()).isEqualTo(ReservationState.RELEASING);
    Offer offer =
        TestOffer.of(1)
            .with(service.reserved(service.home(0)))
            .with(service.reserved(asked))
            .build();
    assertThat(calls(service.offer(offer), Call.Type.ACCEPT).get(0).getAccept().getOperationsList())
        .extracting(Operation::getType)
        .containsExactly(Operation.Type.UNRESERVE, Operation.Type.LAUNCH);
    assertThat(service.home(0).amountOf(Part.MEM)).isEqualTo(2048);
    assertThat(service.state().work().growing()).containsExactly(0);
  }

  @Test
  void startsABrokerAsItWasThatCrashesWhileItsAgentHasNoMoreAndGoesOnWaiting() {
    TestService service = growing();
    String former = service.task(0).configurationId();
    service.report(0, TaskState.TASK_FAILED);

    Core.Outcome restarted =
        service.offer(showing(TestOffer.of(1).cpus(8).mem(100), service, service.home(0)));

    assertThat(launched(restarted)).hasSize(1);
    assertThat(service.task(0).configurationId()).isEqualTo(former);
    assertThat(service.home(0).amountOf(Part.MEM)).isEqualTo(2048);
    service.report(0, TaskState.TASK_STARTING);
    assertThat(killed(service.last())).isEmpty();
    service.report(0, TaskState.TASK_RUNNING);
    service.kafka(service.inSync());
    assertThat(killed(service.last())).isEmpty();
    assertThat(service.state().work().growing()).containsExactly(0);
    assertThat(Plans.deploy(service.state()).phases().get(1).steps().get(0).message())
        .startsWith("Broker-0 is PENDING: waits until its agent has room");

    service.offer(TestOffer.roomy(1));
    Core.Outcome shown = service.offer(showing(TestOffer.of(1), service, growth(service)));

    assertThat(killed(shown)).containsExactly(service.task(0).id());
    service.report(0, TaskState.TASK_KILLED);
    service.comeUp(0);
    assertThat(service.task(0).configurationId()).isNotEqualTo(former);
    assertThat(service.home(0).amountOf(Part.MEM)).isEqualTo(4096);
    assertThat(service.state().work().incomplete()).containsExactly(1, 2);
  }

  @Test
  void releasesWhatItReservedForABrokerWhenTheServiceIsUninstalled() {
    TestService service = growing();
    service.offer(TestOffer.roomy(1));

    service.command(new Command.Uninstall("An operator wants it.", false));

    assertThat(service.state().work().growing()).isEmpty();
    assertThat(growth(service).state()).isEqualTo(ReservationState.RELEASING);
  }

  @Test
  void growsAReservationInPlaceForABrokerThatIsDown() {
    TestService service = TestService.running(configuration());
    String home = service.home(0).id();
    service.report(0, TaskState.TASK_FAILED);
    service.configure(with(configuration(), 4096, configuration().broker().diskType(), 9092));

    service.launch(0);

    assertThat(service.home(0).id()).isEqualTo(home);
    assertThat(service.home(0).amountOf(Part.MEM)).isEqualTo(4096);
    assertThat(service.last().changes()).contains(new Change.PutReservation(service.home(0)));
  }

  @Test
  void touchesNobodyForLessMemory() {
    TestService service = TestService.running(configuration());

    service.configure(with(configuration(), 1024, configuration().broker().diskType(), 9092));

    assertThat(service.state().work().incomplete()).isEmpty();
    assertThat(killed(service.last())).isEmpty();
  }
}
