package dcos.kafka.scheduler.core;

import static dcos.kafka.scheduler.testing.TestService.calls;
import static dcos.kafka.scheduler.testing.TestService.changed;
import static dcos.kafka.scheduler.testing.TestService.configuration;
import static dcos.kafka.scheduler.testing.TestService.killed;
import static dcos.kafka.scheduler.testing.TestService.launched;
import static dcos.kafka.scheduler.testing.TestService.with;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.config.ConfigurationReading;
import dcos.kafka.scheduler.config.DeployStrategy;
import dcos.kafka.scheduler.config.KafkaConfiguration;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.config.ValidationError;
import dcos.kafka.scheduler.config.change.Difference;
import dcos.kafka.scheduler.config.kafka.Passwords;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservationState;
import dcos.kafka.scheduler.ledger.ReservedResource.Part;
import dcos.kafka.scheduler.plan.Plans;
import dcos.kafka.scheduler.state.Configurations;
import dcos.kafka.scheduler.state.StoredConfiguration;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

class ConfigurationUpdateTest {

  private static String target(TestService service) {
    return service.state().target().orElseThrow().id();
  }

  @Test
  void keepsTheOldTargetWhenTheUpdateIsRefused() {
    TestService before = TestService.running(configuration());

    TestService service = before.crash(with(configuration(), 2));

    assertThat(service.last().changes()).isEmpty();
    assertThat(target(service)).isEqualTo(target(before));
    assertThat(service.state().configurations().errors())
        .extracting(ValidationError::text)
        .containsExactly(
            "Validation error on field \"BROKER_COUNT\":"
                + " Decreasing this value (from 3 to 2) is not supported.");
    service.subscribe();
    service.report(2, TaskState.TASK_FAILED);
    assertThat(launched(service.launch(2))).hasSize(1);
  }

  @Test
  void keepsTheOldTargetWhenTheEnvironmentIsInvalid() {
    TestService before = TestService.running(configuration());
    TestService service = before.restarted();

    Core.Outcome outcome =
        service.handle(
            new Event.Configured(
                new ConfigurationReading.Invalid(
                    List.of(new ValidationError("BROKER_MEM", "not a number"))),
                false));

    assertThat(outcome.changes()).isEmpty();
    assertThat(outcome.notes()).extracting(Note::kind).containsExactly("CONFIGURATION_REFUSED");
    assertThat(target(service)).isEqualTo(target(before));
    service.kafka(before.state().kafka());
    assertThat(service.state().work()).isEqualTo(before.state().work());
  }

  @Test
  void tellsOfWhatIsInvalidAndOfWhatMayNotFollowAtOnce() {
    TestService before = TestService.running(configuration());
    TestService service = before.restarted();

    service.handle(
        new Event.Configured(
            new ConfigurationReading.Invalid(
                List.of(new ValidationError("BROKER_MEM", "\"x\" is not a whole number.")),
                Optional.of(with(configuration(), 2))),
            false));

    assertThat(service.state().configurations().errors())
        .extracting(ValidationError::field)
        .containsExactly("BROKER_MEM", "BROKER_COUNT");
  }

  @Test
  void tellsOfAVariableThatIsInvalidOnlyOnce() {
    TestService service = TestService.running(configuration()).restarted();

    service.handle(
        new Event.Configured(
            new ConfigurationReading.Invalid(
                List.of(new ValidationError("BROKER_COUNT", "\"two\" is not a whole number.")),
                Optional.of(with(configuration(), 2))),
            false));

    assertThat(service.state().configurations().errors()).hasSize(1);
  }

  @Test
  void forgetsTheErrorsWhenTheEnvironmentIsPutRight() {
    TestService before = TestService.running(configuration());
    TestService refused = before.crash(with(configuration(), 2));

    TestService service = refused.crash(configuration());

    assertThat(service.state().configurations().errors()).isEmpty();
    assertThat(target(service)).isEqualTo(target(before));
  }

  @Test
  void acceptsNothingNewWhenTheEnvironmentIsTheSame() {
    TestService before = TestService.running(configuration());

    TestService service = before.crash(configuration());

    assertThat(service.last().changes()).isEmpty();
    assertThat(service.state().configurations().byId()).hasSize(1);
  }

  @Test
  void restartsNobodyWhenTheCountGoesUp() {
    TestService before = TestService.running(configuration());

    TestService service = before.crash(with(configuration(), 5));
    service.subscribe();

    assertThat(service.state().work().incomplete()).containsExactly(3, 4);
    assertThat(killed(service.last())).isEmpty();
    service.deploy();
    assertThat(service.state().work().incomplete()).isEmpty();
    for (int id = 0; id < 3; id++) {
      assertThat(service.task(id).id()).isEqualTo(before.task(id).id());
    }
    assertThat(service.brokers()).hasSize(5);
  }

  @Test
  void restartsNobodyWhenOnlyTheStrategyChanges() {
    TestService before = TestService.running(configuration());

    TestService service = before.crash(configuration(DeployStrategy.PARALLEL_CANARY));
    service.subscribe();

    assertThat(target(service)).isNotEqualTo(target(before));
    assertThat(service.state().work().incomplete()).isEmpty();
    assertThat(killed(service.last())).isEmpty();
    assertThat(service.pass(Duration.ofDays(1))).noneMatch(call -> call.hasKill());
  }

  @Test
  void restartsBrokersOneAfterTheOtherForAChangeThatTheyNotice() {
    TestService before = TestService.running(configuration());
    TestService service = before.crash(changed(configuration()));
    service.subscribe();
    service.kafka(service.inSync());

    for (int id = 0; id < 3; id++) {
      assertThat(service.state().work().begun()).containsExactly(id);
      assertThat(service.task(id).stop()).isPresent();
      service.report(id, TaskState.TASK_KILLED);
      service.kafka(service.inSync());
      service.comeUp(id);
    }

    assertThat(service.state().work().incomplete()).isEmpty();
    assertThat(service.task(0).configurationId()).isEqualTo(target(service));
    assertThat(service.home(0)).isEqualTo(before.home(0));
  }

  @Test
  void waitsForTheReplicasOfTheLastBrokerBeforeItTouchesTheNext() {
    TestService service = TestService.running(configuration());
    service.configure(changed(configuration()));
    service.report(0, TaskState.TASK_KILLED);
    service.kafka(service.inSync());
    service.launch(0);
    service.report(0, TaskState.TASK_RUNNING);

    assertThat(killed(service.kafka(service.inSync().catchingUp(0, "t-0", "t-1")))).isEmpty();
    assertThat(service.state().work().gateWait())
        .hasValueSatisfying(wait -> assertThat(wait.broker()).isEqualTo(1));
    assertThat(killed(service.kafka(service.inSync()))).containsExactly(service.task(1).id());
  }

  @Test
  void recoversABrokerThatARolloutHoldsBackWithWhatItRanBefore() {
    TestService service = TestService.running(configuration());
    String before = target(service);
    service.configure(with(changed(configuration()), DeployStrategy.SERIAL_CANARY));

    service.report(2, TaskState.TASK_FAILED);
    service.launch(2);
    assertThat(service.task(2).configurationId()).isEqualTo(before);
    service.report(2, TaskState.TASK_RUNNING);

    assertThat(service.broker(2).deployed()).contains(before);
    assertThat(service.state().work().incomplete()).containsExactly(0, 1, 2);
  }

  @Test
  void startsABrokerThatWasDownWithTheTargetWhenNothingHoldsItBack() {
    TestService service = TestService.running(configuration());
    service.report(2, TaskState.TASK_FAILED);
    service.configure(changed(configuration()));

    service.launch(2);

    assertThat(service.task(2).configurationId()).isEqualTo(target(service));
  }

  private static TargetConfiguration withPassword(String password) {
    return configuration()
        .with(configuration().kafka().withOverrides(Map.of("ssl.key.password", password)));
  }

  /** A running service whose records have seals in place of passwords. */
  private static TestService sealed(TargetConfiguration configuration) {
    TestService service = TestService.running(configuration);
    StoredConfiguration stored = service.state().target().orElseThrow();
    KafkaConfiguration kafka = stored.configuration().kafka();
    service
        .disk()
        .apply(
            List.of(
                new Change.PutConfiguration(
                    stored.with(
                        stored
                            .configuration()
                            .with(
                                kafka.withOverrides(
                                    Passwords.sealed(kafka.overrides(), () -> new byte[16])))))));
    return service;
  }

  @Test
  void recoversABrokerWhosePasswordIsGoneWithTheTargetAlthoughTheRolloutHoldsItBack() {
    TestService service =
        sealed(withPassword("old")).crash(with(withPassword("new"), DeployStrategy.SERIAL_CANARY));
    service.subscribe();

    service.report(2, TaskState.TASK_FAILED);

    assertThat(launched(service.launch(2))).hasSize(1);
    assertThat(service.task(2).configurationId()).isEqualTo(target(service));
    assertThat(service.state().work().incomplete()).containsExactly(0, 1, 2);
  }

  @Test
  void startsNoBrokerWithAPasswordThatNobodyKnows() {
    TestService service = sealed(withPassword("old")).crash(with(withPassword("new"), 2));
    service.subscribe();

    service.report(2, TaskState.TASK_FAILED);

    assertThat(launched(service.launch(2))).isEmpty();
    assertThat(Plans.recovery(service.state()).toString())
        .contains("waits for its password")
        .contains("KAFKA_OVERRIDE_SSL_KEY_PASSWORD");
  }

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

  @Test
  void aNewTargetTakesThePlaceOfOneThatWasNotReachedYet() {
    TestService service = TestService.running(configuration());
    service.configure(changed(configuration()));
    service.report(0, TaskState.TASK_KILLED);
    service.launch(0);

    service.configure(
        configuration()
            .with(configuration().kafka().withOverrides(Map.of("log.retention.hours", "7"))));
    service.report(0, TaskState.TASK_RUNNING);
    service.kafka(service.inSync());

    assertThat(service.state().work().incomplete()).containsExactly(0, 1, 2);
    assertThat(service.task(0).stop()).isPresent();
  }

  @Test
  void recordsWhenAndFromWhatEachConfigurationCameToBe() {
    TestService service = TestService.running(configuration());
    String first = target(service);
    service.pass(Duration.ofMinutes(1));

    service.configure(with(configuration(), 5));

    StoredConfiguration second = service.state().target().orElseThrow();
    assertThat(second.accepted()).isEqualTo(service.now());
    assertThat(second.predecessor()).contains(first);
    assertThat(second.changes())
        .containsExactly(new Difference("serviceConfiguration.count", "BROKER_COUNT", "3", "5"));
    assertThat(service.last().notes())
        .extracting(Note::message)
        .anyMatch(message -> message.endsWith(" Changed: BROKER_COUNT from 3 to 5."));
    StoredConfiguration oldest = service.state().configurations().find(first).orElseThrow();
    assertThat(oldest.predecessor()).isEmpty();
    assertThat(oldest.changes()).isEmpty();
  }

  @Test
  void dropsTheOldestOfWhatNobodyRefersTo() {
    TestService service = TestService.running(configuration());
    service.kafka(service.inSync().catchingUp(2, "t-0"));
    List<String> accepted = new ArrayList<>();
    for (int i = 0; i < Configurations.KEPT_UNUSED + 3; i++) {
      service.pass(Duration.ofSeconds(1));
      service.configure(
          configuration()
              .with(configuration().kafka().withOverrides(Map.of("log.retention.hours", "" + i))));
      accepted.add(target(service));
    }

    assertThat(service.state().configurations().byId().keySet())
        .doesNotContainAnyElementsOf(accepted.subList(0, 2))
        .containsAll(accepted.subList(2, accepted.size()));
  }

  @Test
  void keepsWhatIsInUseAndABoundedNumberOfOthers() {
    TestService service = TestService.running(configuration());
    String running = target(service);
    service.kafka(service.inSync().catchingUp(2, "t-0"));
    for (int i = 0; i < 2 * Configurations.KEPT_UNUSED; i++) {
      service.pass(Duration.ofSeconds(1));
      service.configure(
          configuration()
              .with(configuration().kafka().withOverrides(Map.of("log.retention.hours", "" + i))));
    }

    assertThat(service.state().configurations().newestFirst())
        .extracting(StoredConfiguration::id)
        .hasSize(Configurations.KEPT_UNUSED + 2)
        .contains(running)
        .startsWith(target(service));
    assertThat(service.disk().recovery().configurations())
        .containsExactlyInAnyOrderElementsOf(service.state().configurations().byId().values());
  }

  @Test
  void waitsForRoomForANewBroker() {
    TestService service = TestService.running(configuration());
    service.configure(with(configuration(), 4));

    service.offer(TestOffer.of(4).cpus(8).mem(100).disk(40000).ports(9092, 9092).build());

    assertThat(service.broker(3).launched()).isFalse();
    assertThat(service.state().work().homeless()).containsExactly(3);
  }
}
