package dcos.kafka.scheduler.core;

import static dcos.kafka.scheduler.testing.TestService.calls;
import static dcos.kafka.scheduler.testing.TestService.configuration;
import static dcos.kafka.scheduler.testing.TestService.with;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservationState;
import dcos.kafka.scheduler.ledger.ReservedResource.Part;
import dcos.kafka.scheduler.offer.OfferedResources;
import dcos.kafka.scheduler.offer.OperationName;
import dcos.kafka.scheduler.testing.TestDisk;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import dcos.kafka.scheduler.testing.TestStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/** Offers are compared with the ledger; what is of no more use is released, what is data is not. */
class LedgerUpkeepTest {

  private static List<Operation> operations(Core.Outcome outcome) {
    return calls(outcome, Call.Type.ACCEPT).stream()
        .flatMap(call -> call.getAccept().getOperationsList().stream())
        .toList();
  }

  private static Offer stray(String id) {
    return TestOffer.of(5).cpus(0.1).reservedMem("kafka", id, 512).build();
  }

  @Test
  void writesDownAReservationThatIsItsOwnAndInNoRecord() {
    TestService service = TestService.running(configuration());

    Core.Outcome outcome = service.offer(stray("lost-1"));

    assertThat(operations(outcome)).isEmpty();
    assertThat(outcome.notes()).extracting(Note::kind).containsExactly("STRAY_FOUND");
    assertThat(service.state().ledger().stray("lost-1")).isPresent();
    assertThat(outcome.changes()).hasSize(1).first().isInstanceOf(Change.PutStray.class);
  }

  @Test
  void releasesAStrayOnlyWhenItsGraceTimeIsOverEvenIfTheSchedulerCrashedMeanwhile() {
    TestService before = TestService.running(configuration());
    before.offer(stray("lost-1"));
    before.pass(Duration.ofMinutes(4));
    assertThat(operations(before.offer(stray("lost-1")))).isEmpty();

    TestService service = before.crash();
    service.subscribe();
    service.pass(Duration.ofMinutes(1));
    Core.Outcome outcome = service.offer(stray("lost-1"));

    assertThat(operations(outcome))
        .singleElement()
        .satisfies(
            operation -> {
              assertThat(operation.getType()).isEqualTo(Operation.Type.UNRESERVE);
              assertThat(operation.getUnreserve().getResourcesList())
                  .containsExactly(stray("lost-1").getResources(1));
            });
    assertThat(service.state().ledger().stray("lost-1")).isPresent();
    Core.Outcome released =
        service.operation(
            operations(outcome).get(0).getId().getValue(), OperationState.OPERATION_FINISHED);
    assertThat(service.state().ledger().strays()).isEmpty();
    assertThat(released.changes()).contains(new Change.DropStray("lost-1"));
  }

  /** What a service of the same name reserved for a broker, as another framework. */
  private static List<Resource> ofFramework(String frameworkId) {
    return ofFramework(frameworkId, 0);
  }

  private static List<Resource> ofFramework(String frameworkId, int broker) {
    TestService other = TestService.running(with(configuration(), broker + 1));
    Reservation home = other.home(broker);
    return List.copyOf(
        other.reserved(
            new Reservation(
                "former",
                0,
                home.agentId(),
                home.place(),
                home.resources(),
                home.state(),
                home.since(),
                Optional.empty(),
                Optional.of(frameworkId))));
  }

  @Test
  void destroysAVolumeOfAnEarlierInstallationWhenItsGraceTimeIsOver() {
    List<Resource> reserved = ofFramework("framework-0");
    TestService service = TestService.registered(configuration());
    Core.Outcome found = service.offer(TestOffer.of(1).with(reserved).build());
    assertThat(found.notes())
        .filteredOn(note -> note.kind().equals("STRAY_FOUND"))
        .anySatisfy(note -> assertThat(note.message()).contains("released at 2026-01-01T00:15"));
    service.pass(Duration.ofMinutes(14));
    assertThat(operations(service.offer(TestOffer.of(1).with(reserved).build())))
        .noneMatch(o -> o.getType() == Operation.Type.DESTROY);
    service.pass(Duration.ofMinutes(2));
    assertThat(service.state().session().suppressed()).isFalse();

    Core.Outcome outcome = service.offer(TestOffer.of(1).with(reserved).build());

    assertThat(operations(outcome)).anyMatch(o -> o.getType() == Operation.Type.DESTROY);
  }

  @Test
  void keepsAVolumeOfAFrameworkThatTheLedgerKnowsOf() {
    TestService before = TestService.running(configuration());
    List<Resource> reserved = ofFramework(TestService.FRAMEWORK_ID, 4);
    TestDisk disk = before.disk();
    disk.apply(List.of(new Change.DropFrameworkId()));
    TestService service = before.crash();
    service.subscribe("framework-2", "1.11.0");
    service.offer(TestOffer.of(8).with(reserved).build());
    service.pass(Duration.ofDays(1));

    assertThat(operations(service.offer(TestOffer.of(8).with(reserved).build())))
        .isNotEmpty()
        .noneMatch(o -> o.getType() == Operation.Type.DESTROY);
  }

  @Test
  void asksForOffersWhenAStrayMayBeReleased() {
    TestService service = TestService.running(configuration());
    service.offer(stray("lost-1"));

    service.pass(Duration.ofMinutes(6));
    assertThat(service.state().session().suppressed()).isFalse();
    service.pass(Duration.ofMinutes(20));
    assertThat(service.state().session().suppressed()).isTrue();
  }

  /** All that a broker had of which nothing is recorded any more. */
  private static List<Resource> unrecorded() {
    TestService other = TestService.running(configuration());
    return List.copyOf(other.reserved(other.home(0)));
  }

  /** A new service that is offered them. */
  private static TestService found(List<Resource> reserved) {
    TestService service = TestService.registered(configuration());
    service.offer(TestOffer.of(1).with(reserved).build());
    return service;
  }

  private static String volume(List<Resource> reserved) {
    return reserved.stream()
        .filter(resource -> resource.getDisk().hasPersistence())
        .flatMap(
            resource -> OfferedResources.label(resource, OfferedResources.RESOURCE_ID).stream())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void releasesAVolumeThatIsInNoRecordWhenAnOperatorSaysSo() {
    List<Resource> reserved = unrecorded();
    TestService service = found(reserved);

    service.command(new Command.ReleaseStray(volume(reserved)));
    Core.Outcome outcome = service.offer(TestOffer.of(1).with(reserved).build());

    assertThat(operations(outcome))
        .extracting(Operation::getType)
        .containsExactly(Operation.Type.DESTROY, Operation.Type.UNRESERVE);
  }

  @Test
  void releasesNothingThatABrokerLivesOnNorWhatIsUnknown() {
    TestService service = TestService.running(configuration());
    String row = service.home(0).resources().get(0).id();

    Core.Outcome inUse = service.command(new Command.ReleaseStray(row));
    Core.Outcome unknown = service.command(new Command.ReleaseStray("nothing"));

    assertThat(inUse.changes()).isEmpty();
    assertThat(inUse.effects().toString()).contains("CONFLICT");
    assertThat(unknown.effects().toString()).contains("UNKNOWN");
  }

  @Test
  void neverDestroysAVolumeThatIsInNoRecord() {
    List<Resource> reserved = unrecorded();
    TestService service = found(reserved);
    service.pass(Duration.ofDays(1));

    Core.Outcome outcome = service.offer(TestOffer.of(1).with(reserved).build());

    assertThat(operations(outcome)).noneMatch(o -> o.getType() == Operation.Type.DESTROY);
    operations(outcome)
        .forEach(o -> service.operation(o.getId().getValue(), OperationState.OPERATION_FINISHED));
    assertThat(service.state().ledger().strays())
        .singleElement()
        .satisfies(stray -> assertThat(stray.volume()).isTrue());
  }

  @Test
  void leavesAloneWhatOthersReservedInTheSameRole() {
    TestService service = TestService.registered(configuration());
    Offer offer =
        TestOffer.of(1).reservedMem("other", "theirs", 9999).staticallyReservedCpus(8).build();

    service.offer(offer);
    service.pass(Duration.ofDays(1));
    Core.Outcome outcome = service.offer(offer);

    assertThat(operations(outcome)).isEmpty();
    assertThat(service.state().ledger().strays()).isEmpty();
  }

  @Test
  void releasesWhatAReplacedBrokerLeftWhenItsSuccessorServes() {
    TestService service = TestService.running(configuration());
    Reservation old = service.home(0);
    service.command(new Command.Replace(0, false, false));
    service.report(0, TaskState.TASK_KILLED);
    service.offer(TestOffer.roomy(6));
    assertThat(service.state().ledger().find(old.id()).orElseThrow().state())
        .isEqualTo(ReservationState.CONFIRMED);

    service.report(0, TaskState.TASK_RUNNING);
    assertThat(service.state().ledger().find(old.id()).orElseThrow().state())
        .isEqualTo(ReservationState.RELEASING);
    assertThat(service.state().session().suppressed()).isFalse();
    Core.Outcome outcome = service.offer(TestOffer.of(1).with(service.reserved(old)).build());

    assertThat(operations(outcome))
        .extracting(Operation::getType)
        .containsExactly(Operation.Type.DESTROY, Operation.Type.UNRESERVE);
    assertThat(operations(outcome).get(1).getUnreserve().getResourcesList())
        .hasSize(old.resources().size())
        .noneMatch(resource -> resource.getDisk().hasPersistence());

    service.operation(
        operations(outcome).get(1).getId().getValue(), OperationState.OPERATION_FINISHED);
    assertThat(service.state().ledger().find(old.id())).isEmpty();
    assertThat(service.state().session().suppressed()).isTrue();
  }

  @Test
  void releasesAgainWhatCouldNotBeReleased() {
    TestService service = TestService.running(configuration());
    Reservation old = replaced(service);
    Offer offer = TestOffer.of(1).with(service.reserved(old)).build();
    String first = operations(service.offer(offer)).get(1).getId().getValue();
    service.operation(first, OperationState.OPERATION_FAILED);

    List<Operation> again = operations(service.offer(offer));

    assertThat(again).hasSize(2);
    assertThat(again.get(1).getId().getValue()).isNotEqualTo(first);
    assertThat(OperationName.parse(again.get(1).getId().getValue()))
        .hasValueSatisfying(name -> assertThat(name.reservationId()).isEqualTo(old.id()));
  }

  @Test
  void forgetsAReleasedReservationThatItsAgentNoLongerOffersWhereMesosReportsNoOperations() {
    TestService service = TestService.unborn();
    service.configure(configuration());
    service.subscribe(TestService.FRAMEWORK_ID, "1.5.0");
    service.deploy();
    Reservation old = replaced(service);
    service.offer(TestOffer.of(1).with(service.reserved(old)).build());

    service.offer(TestOffer.roomy(1));
    assertThat(service.state().ledger().find(old.id())).isPresent();
    service.pass(Duration.ofMinutes(11));
    service.offer(TestOffer.roomy(1));

    assertThat(service.state().ledger().find(old.id())).isEmpty();
  }

  /** A broker that was replaced, and what its old agent offers of its reservation. */
  private static Reservation replaced(TestService service) {
    Reservation old = service.home(0);
    service.command(new Command.Replace(0, false, false));
    service.report(0, TaskState.TASK_KILLED);
    service.offer(TestOffer.roomy(6));
    service.report(0, TaskState.TASK_RUNNING);
    return old;
  }

  /** The agent may be out of reach, and bring it back when it isn't any more. */
  @Test
  void isAsPatientWithWhatIsToBeReleasedWhenTheClockHasBeenSetMeanwhile() {
    TestService before = TestService.running(configuration());
    Reservation old = replaced(before);
    before.offer(TestOffer.of(1).with(before.reserved(old)).build());
    before.offer(TestOffer.roomy(1));

    TestService service = before.restartedAt(before.now().plus(Duration.ofHours(1)));
    service.configure(configuration());
    service.subscribe();
    service.offer(TestOffer.roomy(1));
    assertThat(service.state().ledger().find(old.id())).isPresent();

    TestService next = service.restartedAt(before.now());
    next.configure(configuration());
    next.subscribe();
    next.offer(TestOffer.roomy(1));
    assertThat(next.state().ledger().find(old.id())).isPresent();
    next.pass(Duration.ofMinutes(11));
    next.offer(TestOffer.roomy(1));
    assertThat(next.state().ledger().find(old.id())).isEmpty();
  }

  @Test
  void remembersThatAnOperatorHadAVolumeReleasedOfWhichItsAgentDidNotHear() {
    List<Resource> reserved = unrecorded();
    TestService service = found(reserved);
    service.pass(Duration.ofDays(1));
    service.command(new Command.ReleaseStray(volume(reserved)));
    service.offer(TestOffer.of(1).with(reserved).build());

    service.offer(TestOffer.roomy(1));
    Core.Outcome back = service.offer(TestOffer.of(1).with(reserved).build());

    assertThat(operations(back)).anyMatch(o -> o.getType() == Operation.Type.DESTROY);
  }

  @Test
  void keepsTheRestOfAReservationInTheBooksWhenOnlyPartOfItCouldBeReleased() {
    TestService service = TestService.running(configuration());
    Reservation old = replaced(service);
    List<Resource> reserved = List.copyOf(service.reserved(old));
    List<Resource> part =
        reserved.stream().filter(resource -> !resource.getDisk().hasPersistence()).toList();
    service.pass(Duration.ofMinutes(11));

    Core.Outcome outcome = service.offer(TestOffer.of(1).with(part).build());
    assertThat(operations(outcome))
        .extracting(Operation::getType)
        .containsExactly(Operation.Type.UNRESERVE);
    service.operation(
        operations(outcome).get(0).getId().getValue(), OperationState.OPERATION_FINISHED);

    String disk = old.part(Part.DISK).orElseThrow().id();
    assertThat(service.state().ledger().ofResource(disk).orElseThrow().state())
        .isEqualTo(ReservationState.RELEASING);
    Core.Outcome rest =
        service.offer(
            TestOffer.of(1)
                .with(reserved.stream().filter(r -> r.getDisk().hasPersistence()).toList())
                .build());
    assertThat(operations(rest))
        .extracting(Operation::getType)
        .containsExactly(Operation.Type.DESTROY, Operation.Type.UNRESERVE);
    service.operation(
        operations(rest).get(1).getId().getValue(), OperationState.OPERATION_FINISHED);
    assertThat(service.state().ledger().ofResource(disk)).isEmpty();
    assertThat(service.state().ledger().strays()).isEmpty();
  }

  @Test
  void releasesTheVolumeOfABrokerThatWasGivenUpWhenItsAgentIsBackAfterDays() {
    TestService service = TestService.running(configuration());
    Reservation old = service.home(0);
    String task = service.task(0).id();
    service.report(0, TaskState.TASK_UNREACHABLE);
    service.kafka(service.inSync());
    service.command(new Command.Replace(0, false, false));
    service.offer(TestOffer.roomy(6));
    service.report(0, TaskState.TASK_RUNNING);
    service.pass(Duration.ofDays(2));

    // The old task still runs, and holds it.
    service.offer(TestOffer.roomy(1));
    service.report(TestStatus.reconciled(task, "S1", TaskState.TASK_RUNNING));
    assertThat(TestService.killed(service.last())).containsExactly(task);
    service.pass(Duration.ofMinutes(2));
    Core.Outcome outcome = service.offer(TestOffer.of(1).with(service.reserved(old)).build());

    assertThat(operations(outcome))
        .extracting(Operation::getType)
        .containsExactly(Operation.Type.DESTROY, Operation.Type.UNRESERVE);
    assertThat(service.state().ledger().strays()).isEmpty();
  }

  @Test
  void findsANewPlaceWhenAReservationFailed() {
    TestService service = TestService.registered(configuration());
    Core.Outcome launch = service.launch(0);
    Reservation failed = service.home(0);
    service.operation(operations(launch).get(0).getId().getValue(), OperationState.OPERATION_ERROR);
    service.report(0, TaskState.TASK_DROPPED);

    assertThat(service.state().work().homeless()).containsExactly(0);
    service.offer(TestOffer.roomy(4));

    assertThat(service.home(0).hostname()).isEqualTo("agent-4");
    assertThat(service.state().ledger().find(failed.id()).orElseThrow().state())
        .isEqualTo(ReservationState.RELEASING);
  }

  @Test
  void neverHasABrokerOnAReservationThatIsBeingReleased() {
    TestService service = TestService.registered(configuration());
    Core.Outcome launch = service.launch(0);
    service.report(0, TaskState.TASK_DROPPED);
    service.operation(
        operations(launch).get(0).getId().getValue(), OperationState.OPERATION_DROPPED);

    assertThat(service.broker(0).reservationId()).isEmpty();
  }

  @Test
  void losesNoReservationWhenABrokerIsReplacedTwice() {
    TestService service = TestService.running(configuration());
    Reservation first = service.home(0);
    service.command(new Command.Replace(0, false, false));
    service.report(0, TaskState.TASK_KILLED);
    service.offer(TestOffer.roomy(6));
    Reservation second = service.home(0);
    service.command(new Command.Replace(0, false, false));
    service.report(0, TaskState.TASK_KILLED);
    service.offer(TestOffer.roomy(7));
    service.report(0, TaskState.TASK_RUNNING);

    assertThat(service.home(0).hostname()).isEqualTo("agent-7");
    assertThat(List.of(first.id(), second.id()))
        .allSatisfy(
            id ->
                assertThat(service.state().ledger().find(id).orElseThrow().state())
                    .isEqualTo(ReservationState.RELEASING));
  }

  @Test
  void putsAReplacedBrokerBesideItsOldVolumeWhereThereIsNoOtherPlace() {
    TestService service = TestService.running(configuration());
    Reservation old = service.home(0);
    service.command(new Command.Replace(0, false, false));
    service.report(0, TaskState.TASK_KILLED);

    service.offer(TestOffer.of(1).disk(5000).with(service.reserved(old)).build());

    assertThat(service.home(0).port()).isEqualTo(old.port());
    assertThat(service.home(0).part(Part.DISK)).isNotEqualTo(old.part(Part.DISK));
    assertThat(service.state().ledger().find(old.id()).orElseThrow().resources())
        .containsExactly(old.part(Part.DISK).orElseThrow());
  }

  @Test
  void waitsForResourcesWhenABrokerBesideItsOldVolumeIsReplacedOnceMore() {
    TestService service = TestService.running(configuration());
    Reservation old = service.home(0);
    service.command(new Command.Replace(0, false, false));
    service.report(0, TaskState.TASK_KILLED);
    service.offer(TestOffer.of(1).disk(5000).with(service.reserved(old)).build());
    Reservation second = service.home(0);
    service.command(new Command.Replace(0, false, false));
    service.report(0, TaskState.TASK_KILLED);
    Reservation volume = service.state().ledger().find(old.id()).orElseThrow();

    Core.Outcome outcome =
        service.offer(
            TestOffer.of(1)
                .disk(5000)
                .with(service.reserved(volume))
                .with(service.reserved(second))
                .build());

    assertThat(TestService.launched(outcome)).isEmpty();
    assertThat(operations(outcome))
        .extracting(Operation::getType)
        .containsExactly(Operation.Type.DESTROY, Operation.Type.UNRESERVE);
    assertThat(TestService.launched(service.offer(TestOffer.roomy(1)))).hasSize(1);
  }
}
