package dcos.kafka.scheduler.core;

import static dcos.kafka.scheduler.testing.TestService.calls;
import static dcos.kafka.scheduler.testing.TestService.configuration;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.broker.TaskPhase;
import dcos.kafka.scheduler.config.RecoveryConfiguration;
import dcos.kafka.scheduler.offer.Misfit;
import dcos.kafka.scheduler.plan.Plans;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import dcos.kafka.scheduler.testing.TestStatus;
import java.time.Duration;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/** Machines that operators of Mesos want to take away, for a while or for good. */
class MaintenanceTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final TestService service = TestService.running(configuration());

  private Core.Outcome ask(int broker) {
    return service.inverseOffer("S" + (broker + 1), service.now().plus(HOUR), HOUR);
  }

  private static boolean isAccepted(Core.Outcome outcome) {
    int yes = calls(outcome, Call.Type.ACCEPT_INVERSE_OFFERS).size();
    assertThat(yes + calls(outcome, Call.Type.DECLINE_INVERSE_OFFERS).size()).isEqualTo(1);
    return yes == 1;
  }

  private String step(int broker) {
    return Plans.deploy(service.state()).phases().get(1).steps().get(broker).message();
  }

  private Core.Outcome drained(int broker, TaskState state) {
    TaskStatus status =
        TestStatus.of(service.task(broker).id(), service.task(broker).agentId(), state).toBuilder()
            .setReason(TaskStatus.Reason.REASON_AGENT_DRAINING)
            .build();
    return service.report(status);
  }

  @Test
  void letsAMachineGoWhenTheGateAllowsItAndStopsNothingForIt() {
    Core.Outcome outcome = ask(0);

    assertThat(isAccepted(outcome)).isTrue();
    Call.AcceptInverseOffers accept =
        calls(outcome, Call.Type.ACCEPT_INVERSE_OFFERS).get(0).getAcceptInverseOffers();
    assertThat(accept.getInverseOfferIdsList())
        .extracting(id -> id.getValue())
        .containsExactly("inverse-S1");
    assertThat(accept.getFilters().getRefuseSeconds()).isEqualTo(300);
    assertThat(outcome.notes()).extracting(Note::kind).containsExactly("MAINTENANCE_ACCEPTED");
    assertThat(service.broker(0).serves()).isTrue();
    assertThat(step(0))
        .startsWith("Broker-0 is COMPLETE: maintenance of its agent is planned from");
    assertThat(step(1)).isEqualTo("Broker-1 is COMPLETE");
  }

  @Test
  void declinesWhileTheGateIsClosedAndAnswersOtherwiseWhenItOpens() {
    service.kafka(service.inSync().catchingUp(1, "t-0"));

    Core.Outcome outcome = ask(0);
    assertThat(isAccepted(outcome)).isFalse();
    assertThat(
            calls(outcome, Call.Type.DECLINE_INVERSE_OFFERS)
                .get(0)
                .getDeclineInverseOffers()
                .getFilters()
                .getRefuseSeconds())
        .isEqualTo(60);
    assertThat(outcome.notes())
        .singleElement()
        .satisfies(note -> assertThat(note.message()).contains("broker-1 is catching up"));
    assertThat(step(0)).contains("would hurt now: broker-0 can't be stopped");
    assertThat(ask(0).notes()).as("told once").isEmpty();

    service.kafka(service.inSync());
    Core.Outcome later = ask(0);

    assertThat(isAccepted(later)).isTrue();
    assertThat(later.notes()).extracting(Note::kind).containsExactly("MAINTENANCE_ACCEPTED");
  }

  @Test
  void letsAMachineGoOnWhichNoBrokerLives() {
    service.kafka(service.inSync().catchingUp(1, "t-0"));

    assertThat(isAccepted(service.inverseOffer("S9", service.now(), HOUR))).isTrue();
  }

  @Test
  void declinesForTwoBrokersWithDataOnOneMachine() {
    TestService both = TestService.registered(configuration());
    for (int broker = 0; broker < 3; broker++) {
      both.offer(TestOffer.roomy(1));
      both.report(broker, TaskState.TASK_RUNNING);
      both.kafka(both.inSync());
    }
    assertThat(isAccepted(both.inverseOffer("S1", both.now(), HOUR))).isTrue();
    both.kafka(both.inSync().cannotBeHelped(0, "a-0").cannotBeHelped(1, "b-0"));

    Core.Outcome outcome = both.inverseOffer("S1", both.now(), HOUR);

    assertThat(isAccepted(outcome)).isFalse();
    assertThat(outcome.notes().get(0).message()).contains("2 brokers with data live on it");
  }

  @Test
  void forgetsWhatMesosTakesBackOrStopsAskingFor() {
    ask(0);
    assertThat(service.inverseRescinded("S1").notes())
        .extracting(Note::kind)
        .containsExactly("MAINTENANCE_OVER");
    assertThat(step(0)).isEqualTo("Broker-0 is COMPLETE");

    ask(0);
    service.pass(Duration.ofMinutes(10));
    ask(0);
    service.pass(Duration.ofMinutes(14));
    assertThat(step(0)).contains("maintenance");
    service.pass(Duration.ofMinutes(1));

    assertThat(step(0)).isEqualTo("Broker-0 is COMPLETE");
  }

  @Test
  void answersNothingThatWasAskedOverAnEarlierConnection() {
    long old = service.connection();
    service.subscribe();

    Core.Outcome outcome = service.handle(new Event.InverseRescinded(old, "inverse-S1"));

    assertThat(outcome.effects()).isEmpty();
  }

  @Test
  void givesNoNewPlaceOnAMachineThatSoonGoes() {
    service.report(0, TaskState.TASK_GONE_BY_OPERATOR);

    Core.Outcome outcome =
        service.offer(TestOffer.of(7).room().unavailable(service.now().plus(HOUR), HOUR).build());

    assertThat(TestService.launched(outcome)).isEmpty();
    assertThat(service.state().outcomes().get(service.state().outcomes().size() - 1).reasons())
        .containsExactly(new Misfit.Maintained(service.now().plus(HOUR)));
    assertThat(
            TestService.launched(
                service.offer(
                    TestOffer.of(7)
                        .room()
                        .unavailable(service.now().plus(Duration.ofDays(1)), HOUR)
                        .build())))
        .hasSize(1);
  }

  @Test
  void givesNewPlacesAgainWhenTheMaintenanceIsOver() {
    service.report(0, TaskState.TASK_GONE_BY_OPERATOR);

    assertThat(
            TestService.launched(
                service.offer(
                    TestOffer.of(7).room().unavailable(service.now().minus(HOUR), HOUR).build())))
        .hasSize(1);
  }

  @Test
  void startsABrokerWhereItsDataIsAlsoOnAMachineThatSoonGoes() {
    service.report(0, TaskState.TASK_FAILED);

    assertThat(
            TestService.launched(
                service.offer(
                    TestOffer.of(1)
                        .with(service.reserved(service.home(0)))
                        .unavailable(service.now(), HOUR)
                        .build())))
        .hasSize(1);
  }

  @Test
  void takesABrokerThatIsDrainedNotForOneThatCrashed() {
    assertThat(drained(0, TaskState.TASK_KILLING).notes())
        .singleElement()
        .satisfies(note -> assertThat(note.message()).contains("REASON_AGENT_DRAINING"));

    Core.Outcome outcome = drained(0, TaskState.TASK_KILLED);

    assertThat(outcome.notes()).extracting(Note::kind).containsExactly("BROKER_DRAINED");
    assertThat(service.broker(0).crashes().inARow()).isZero();
    assertThat(service.state().work().startable()).containsExactly(0);
    assertThat(Plans.recovery(service.state()).phases().get(0).steps().get(0).message())
        .contains("its agent agent-1 is being drained")
        .contains("starts there again when the agent is back");
    service.launch(0);
    assertThat(service.task(0).drained()).isFalse();
  }

  @Test
  void remembersADrainedBrokerOverARestartOfTheScheduler() {
    drained(0, TaskState.TASK_KILLED);

    assertThat(service.crash().task(0).drained()).isTrue();
  }

  @Test
  void movesADrainedBrokerWhenItsAgentIsDeclaredGone() {
    drained(0, TaskState.TASK_GONE_BY_OPERATOR);

    assertThat(service.task(0).phase()).isEqualTo(TaskPhase.GONE);
    assertThat(service.state().work().homeless()).containsExactly(0);
  }

  @Test
  void neverReplacesADrainedBrokerUnasked() {
    TestService replacing =
        TestService.running(
            configuration()
                .with(new RecoveryConfiguration(true, Duration.ZERO, Duration.ZERO, true)));
    TaskStatus status =
        TestStatus.of(replacing.task(0).id(), "S1", TaskState.TASK_KILLED).toBuilder()
            .setReason(TaskStatus.Reason.REASON_AGENT_DRAINING)
            .build();
    replacing.report(status);
    replacing.kafka(replacing.inSync());

    replacing.pass(Duration.ofDays(1));

    assertThat(replacing.broker(0).replaced()).isEmpty();
  }
}
