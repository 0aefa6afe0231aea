package dcos.kafka.scheduler.core;

import static dcos.kafka.scheduler.testing.TestService.changed;
import static dcos.kafka.scheduler.testing.TestService.configuration;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.api.plans.PlanView;
import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.TaskPhase;
import dcos.kafka.scheduler.config.RecoveryConfiguration;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.plan.Plans;
import dcos.kafka.scheduler.testing.TestKafka;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.Test;

/** When a broker that stays down is replaced unasked, and when it is not. */
class ReplacementTest {

  private static final Duration GRACE = Duration.ofMinutes(20);
  private static final Duration DELAY = Duration.ofMinutes(10);

  private static TargetConfiguration enabled() {
    return configuration().with(new RecoveryConfiguration(true, GRACE, DELAY, false));
  }

  private static TestService running() {
    TestService service = TestService.running(enabled());
    service.pass(Duration.ofHours(1));
    return service;
  }

  /** A broker's machine dies; Mesos and Kafka have noticed. */
  private static Instant lose(TestService service, int broker) {
    service.report(broker, TaskState.TASK_UNREACHABLE);
    service.kafka(service.inSync());
    return service.now();
  }

  private static boolean isReplaced(TestService service, int broker) {
    return service.broker(broker).replaced().isPresent();
  }

  private static List<Note> notes(TestService service, Duration time) {
    List<Note> notes = new ArrayList<>();
    Instant end = service.now().plus(time);
    while (service.now().isBefore(end)) {
      service.pass(Duration.ofSeconds(10));
      notes.addAll(service.last().notes());
      notes.addAll(service.kafka(service.inSync()).notes());
    }
    return notes;
  }

  private static String step(TestService service) {
    PlanView recovery = Plans.recovery(service.state());
    return recovery.phases().get(0).steps().get(0).message();
  }

  @Test
  void replacesAnUnreachableBrokerWhenItsGraceIsOverAndSaysWhy() {
    TestService service = running();
    Instant lost = lose(service, 0);
    assertThat(step(service)).contains("replaced at " + lost.plus(GRACE));

    service.pass(GRACE.minusMillis(1));
    assertThat(isReplaced(service, 0)).isFalse();
    service.pass(Duration.ofMillis(1));

    assertThat(service.last().notes())
        .extracting(Note::kind)
        .contains("REPLACED_UNASKED", "BROKER_GIVEN_UP");
    assertThat(service.broker(0).replaced().orElseThrow())
        .isEqualTo(
            new Broker.Replaced(
                lost.plus(GRACE),
                "Down since " + lost + ", for longer than RECOVERY_GRACE_PERIOD_SEC (1200 s)."));
    assertThat(service.last().changes()).contains(new Change.PutBroker(service.broker(0)));
    assertThat(service.task(0).phase()).isEqualTo(TaskPhase.GONE);
    assertThat(TestService.launched(service.offer(TestOffer.roomy(8)))).hasSize(1);
    assertThat(service.home(0).hostname()).isEqualTo("agent-8");
  }

  @Test
  void replacesABrokerWhoseAgentNeverOffersItsVolumeAgain() {
    TestService service = running();
    String old = service.home(0).id();
    service.report(0, TaskState.TASK_FAILED);
    service.kafka(service.inSync());

    service.pass(GRACE);

    assertThat(isReplaced(service, 0)).isTrue();
    assertThat(service.broker(0).retiringId()).contains(old);
    assertThat(service.state().work().homeless()).containsExactly(0);
  }

  @Test
  void replacesABrokerThatFailsAgainAndAgain() {
    TestService service = running();
    Instant end = service.now().plus(GRACE);
    while (service.now().isBefore(end)) {
      assertThat(isReplaced(service, 0)).isFalse();
      service.report(0, TaskState.TASK_FAILED);
      service.kafka(service.inSync());
      while (!service.broker(0).mayBeAlive() && !isReplaced(service, 0)) {
        service.pass(Duration.ofSeconds(30));
        if (!isReplaced(service, 0)) {
          service.launch(0);
        }
      }
      if (service.broker(0).mayBeAlive()) {
        service.report(0, TaskState.TASK_RUNNING);
        service.kafka(service.inSync());
        service.pass(Duration.ofMinutes(1));
      }
    }
    if (service.broker(0).mayBeAlive()) {
      service.report(0, TaskState.TASK_FAILED);
      service.kafka(service.inSync());
    }

    assertThat(isReplaced(service, 0)).isTrue();
  }

  @Test
  void hasPatienceWithABrokerThatServedForAWhileInBetween() {
    TestService service = running();
    service.report(0, TaskState.TASK_FAILED);
    service.comeUp(0);
    service.pass(Duration.ofMinutes(30));

    service.report(0, TaskState.TASK_FAILED);
    service.kafka(service.inSync());

    assertThat(isReplaced(service, 0)).isFalse();
    service.pass(GRACE.minusMillis(1));
    assertThat(isReplaced(service, 0)).isFalse();
  }

  @Test
  void neverReplacesABrokerThatIsOnItsWayUpHoweverLongThatTakes() {
    TestService service = running();
    service.report(0, TaskState.TASK_FAILED);
    service.launch(0);
    service.report(0, TaskState.TASK_STARTING);
    service.kafka(service.inSync());

    service.pass(Duration.ofDays(1));

    assertThat(isReplaced(service, 0)).isFalse();
  }

  @Test
  void startsABrokerInPlaceWhoseMachineIsBackAtTheLastMoment() {
    TestService service = running();
    lose(service, 0);
    service.pass(GRACE.minusMillis(1));

    service.report(0, TaskState.TASK_FAILED);
    service.pass(Duration.ofMinutes(1));

    assertThat(isReplaced(service, 0)).isFalse();
    assertThat(service.state().work().startable()).containsExactly(0);
  }

  @Test
  void replacesNothingWhereItIsSwitchedOff() {
    TestService service = TestService.running(configuration());
    lose(service, 0);

    service.pass(Duration.ofDays(7));

    assertThat(isReplaced(service, 0)).isFalse();
    assertThat(step(service)).doesNotContain("replaced at");
  }

  @Test
  void countsTheGraceOverARestartOfTheScheduler() {
    TestService before = running();
    Instant lost = lose(before, 0);
    before.pass(Duration.ofMinutes(15));

    TestService service = before.crash();
    service.subscribe();
    service
        .brokers()
        .forEach(
            id ->
                service.answer(id, before.task(id).state().map(TaskState::valueOf).orElseThrow()));
    service.kafka(service.inSync());
    service.pass(Duration.between(service.now(), lost.plus(GRACE)).minusMillis(1));
    assertThat(isReplaced(service, 0)).isFalse();
    service.pass(Duration.ofMillis(1));

    assertThat(service.broker(0).replaced().orElseThrow().at()).isEqualTo(lost.plus(GRACE));
    assertThat(service.crash().broker(0)).isEqualTo(service.broker(0));
  }

  @Test
  void givesABrokerTheOffersOfItsAgentFirstAfterTheSchedulerWasAwayForLong() {
    TestService before = running();
    lose(before, 0);
    before.pass(GRACE.minusSeconds(5));

    TestService service = before.crash();
    service.subscribe();
    service.kafka(service.inSync());
    service
        .brokers()
        .forEach(
            id ->
                service.answer(id, id == 0 ? TaskState.TASK_UNREACHABLE : TaskState.TASK_RUNNING));
    assertThat(isReplaced(service, 0)).isFalse();
    service.pass(Duration.ofMinutes(2));

    assertThat(isReplaced(service, 0)).isTrue();
  }

  @Test
  void waitsUntilMesosHasSaidWhatBecameOfAllBrokers() {
    TestService before = running();
    lose(before, 0);
    TestService service = before.crash();
    service.subscribe();
    service.kafka(service.inSync());

    service.pass(Duration.ofHours(1));

    assertThat(isReplaced(service, 0)).isFalse();
    assertThat(step(service)).contains("Mesos has not yet said what became of all brokers");
  }

  @Test
  void replacesNothingWhileMoreThanOneIsDownAndTellsSoOnce() {
    TestService service = running();
    lose(service, 0);
    lose(service, 1);

    List<Note> notes = notes(service, Duration.ofHours(2));

    assertThat(isReplaced(service, 0) || isReplaced(service, 1)).isFalse();
    assertThat(notes)
        .filteredOn(note -> note.kind().equals("NOT_REPLACED"))
        .singleElement()
        .satisfies(
            note ->
                assertThat(note.message())
                    .contains("2 brokers are down (broker-0, broker-1)")
                    .contains("something bigger"));
    service.report(1, TaskState.TASK_RUNNING);
    service.kafka(service.inSync());
    assertThat(isReplaced(service, 0)).isTrue();
  }

  @Test
  void waitsUntilKafkaShowsABrokerThatHasJustStarted() {
    TestService service = running();
    lose(service, 0);
    service.pass(GRACE.minusSeconds(1));
    service.report(1, TaskState.TASK_FAILED);
    service.launch(1);
    service.pass(Duration.ofMinutes(1));
    service.report(1, TaskState.TASK_RUNNING);
    assertThat(isReplaced(service, 0)).isFalse();

    service.kafka(service.inSync());

    assertThat(isReplaced(service, 0)).isTrue();
  }

  @Test
  void countsABrokerThatIsStartingAmongThoseThatAreDown() {
    TestService service = running();
    lose(service, 0);
    service.pass(GRACE.minusSeconds(1));
    service.report(1, TaskState.TASK_FAILED);
    service.launch(1);
    service.kafka(service.inSync());

    service.pass(Duration.ofMinutes(1));

    assertThat(isReplaced(service, 0)).isFalse();
  }

  @Test
  void keepsTheDelayBetweenReplacementsAlsoAfterOneThatAnOperatorAskedFor() {
    TestService service = running();
    service.command(new Command.Replace(2, false, false));
    service.report(2, TaskState.TASK_KILLED);
    Instant first = service.broker(2).replaced().orElseThrow().at();
    service.offer(TestOffer.roomy(7));
    service.report(2, TaskState.TASK_RUNNING);
    TestService next =
        service.crash(
            configuration().with(new RecoveryConfiguration(true, Duration.ZERO, DELAY, false)));
    next.subscribe();
    next.brokers().forEach(id -> next.answer(id, TaskState.TASK_RUNNING));
    next.kafka(next.inSync());
    lose(next, 0);

    next.pass(Duration.between(next.now(), first.plus(DELAY)).minusMillis(1));
    assertThat(isReplaced(next, 0)).isFalse();
    next.pass(Duration.ofMillis(1));

    assertThat(isReplaced(next, 0)).isTrue();
  }

  @Test
  void waitsUntilAReplacedBrokerHasCopiedItsData() {
    TestService service =
        TestService.running(
            configuration()
                .with(new RecoveryConfiguration(true, Duration.ZERO, Duration.ZERO, false)));
    service.pass(Duration.ofHours(1));
    lose(service, 2);
    assertThat(isReplaced(service, 2)).isTrue();
    service.offer(TestOffer.roomy(7));
    service.report(2, TaskState.TASK_RUNNING);
    service.report(0, TaskState.TASK_UNREACHABLE);
    service.kafka(service.inSync().catchingUp(2, "t-0"));
    assertThat(isReplaced(service, 0)).isFalse();
    assertThat(step(service)).contains("broker-2 is being replaced");

    service.kafka(service.inSync());

    assertThat(isReplaced(service, 0)).isTrue();
  }

  @Test
  void neverReplacesABrokerWithTheOnlyInSyncCopyUnlessTold() {
    TestService service = running();
    service.report(0, TaskState.TASK_FAILED);
    service.kafka(service.inSync().onlyInSync(0, "orders-0"));
    service.pass(Duration.ofHours(1));
    assertThat(isReplaced(service, 0)).isFalse();
    assertThat(step(service)).contains("only in-sync copy of 1 partition: orders-0");

    TestService told =
        service.crash(configuration().with(new RecoveryConfiguration(true, GRACE, DELAY, true)));
    told.subscribe();
    told.answer(1, TaskState.TASK_RUNNING);
    told.answer(2, TaskState.TASK_RUNNING);
    told.kafka(told.inSync().onlyInSync(0, "orders-0"));
    told.pass(Duration.ofMinutes(3));

    assertThat(isReplaced(told, 0)).isTrue();
  }

  @Test
  void replacesNothingWhileItIsNotKnownWhatKafkaIsLike() {
    TestService service = running();
    service.report(0, TaskState.TASK_FAILED);
    service.kafka(service.inSync().disconnected());
    service.pass(Duration.ofHours(1));
    assertThat(isReplaced(service, 0)).isFalse();

    service.kafka(service.inSync().unknown("a broker has just started"));
    assertThat(isReplaced(service, 0)).isFalse();
    assertThat(step(service)).contains("a broker has just started");

    service.kafka(service.inSync());
    assertThat(isReplaced(service, 0)).isTrue();
  }

  @Test
  void replacesNoBrokerThatKafkaStillCountsAsAlive() {
    TestService service = running();
    service.report(0, TaskState.TASK_UNREACHABLE);
    service.kafka(TestKafka.registered(0, 1, 2));

    service.pass(Duration.ofHours(1));

    assertThat(isReplaced(service, 0)).isFalse();
    assertThat(step(service)).contains("Kafka still counts it as alive");
  }

  @Test
  void leavesABrokerToTheOperatorWhoWantsSomethingOfIt() {
    TestService service = running();
    service.kafka(service.inSync().catchingUp(1, "t-0"));
    service.command(new Command.Restart(0, false, false));
    lose(service, 0);

    service.pass(Duration.ofHours(1));

    assertThat(isReplaced(service, 0)).isFalse();
  }

  @Test
  void givesABrokerANewPlaceAtOnceWhenItsAgentIsDeclaredGoneAndCountsThat() {
    TestService service = running();
    service.report(0, TaskState.TASK_GONE_BY_OPERATOR);
    assertThat(service.state().work().homeless()).containsExactly(0);
    assertThat(service.broker(0).replaced().orElseThrow().reason()).contains("gone for ever");
    Instant gone = service.now();
    service.comeUp(0);
    lose(service, 1);

    service.pass(GRACE);

    assertThat(service.broker(1).replaced().orElseThrow().at()).isAfterOrEqualTo(gone.plus(DELAY));
  }

  @Test
  void replacesAReplacedBrokerThatFailsOnItsNewPlaceOnlyAfterItsGraceAndTheDelay() {
    TestService service = running();
    lose(service, 0);
    service.pass(GRACE);
    Instant first = service.broker(0).replaced().orElseThrow().at();
    service.offer(TestOffer.roomy(7));
    service.report(0, TaskState.TASK_FAILED);

    service.pass(GRACE.minusMillis(1));
    assertThat(service.broker(0).replaced().orElseThrow().at()).isEqualTo(first);
    service.pass(Duration.ofMillis(1));

    assertThat(service.broker(0).replaced().orElseThrow().at()).isEqualTo(first.plus(GRACE));
  }

  @Test
  void waitsNoLongerThanItsGraceWhenTheClockIsSetBack() {
    TestService service = running();
    lose(service, 0);
    TestService back = service.restartedAt(service.now().minus(Duration.ofDays(3)));
    back.configure(enabled());
    back.subscribe();
    back.brokers()
        .forEach(
            id -> back.answer(id, id == 0 ? TaskState.TASK_UNREACHABLE : TaskState.TASK_RUNNING));
    back.kafka(back.inSync());
    Instant noticed = back.now();
    assertThat(back.broker(0).downSince()).contains(noticed);

    back.pass(GRACE);

    assertThat(back.broker(0).replaced().orElseThrow().at()).isEqualTo(noticed.plus(GRACE));
  }

  @Test
  void replacesTheBrokerOfABegunStepThatNeverCameUp() {
    TestService service = TestService.running(enabled());
    TestService next = service.crash(changed(enabled()));
    next.subscribe();
    next.brokers().forEach(id -> next.answer(id, TaskState.TASK_RUNNING));
    next.kafka(next.inSync());
    next.report(0, TaskState.TASK_KILLED);
    next.kafka(next.inSync());
    next.pass(GRACE);

    assertThat(isReplaced(next, 0)).isTrue();
  }
}
