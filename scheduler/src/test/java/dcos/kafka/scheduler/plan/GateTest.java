package dcos.kafka.scheduler.plan;

import static dcos.kafka.scheduler.testing.TestService.configuration;
import static dcos.kafka.scheduler.testing.TestService.with;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.config.RolloutGate;
import dcos.kafka.scheduler.plan.Gate.Reason;
import dcos.kafka.scheduler.plan.Gate.Verdict;
import dcos.kafka.scheduler.testing.TestKafka;
import dcos.kafka.scheduler.testing.TestService;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GateTest {

  private TestService service;

  @BeforeEach
  void threeBrokersRun() {
    service = TestService.running(configuration());
  }

  private Verdict check(int broker) {
    return Gate.check(service.state(), service.broker(broker), true);
  }

  private Verdict checkInParallel(int broker) {
    return Gate.check(service.state(), service.broker(broker), false);
  }

  private void assertClosed(Verdict verdict, String... codes) {
    assertThat(verdict.isOpen()).isFalse();
    assertThat(verdict.reasons())
        .filteredOn(Reason::blocking)
        .extracting(Reason::code)
        .containsExactlyInAnyOrder(codes);
    assertThat(verdict.sentence()).isNotBlank();
  }

  @Test
  void isOpenWhenAllIsWell() {
    assertThat(check(0).isOpen()).isTrue();
    assertThat(check(0).reasons()).isEmpty();
  }

  @Test
  void isClosedWhileAnotherBrokerIsDown() {
    service.report(1, TaskState.TASK_FAILED);
    service.kafka(TestKafka.registered(0, 2));

    assertClosed(check(0), "BROKER_DOWN");
    assertThat(check(0).sentence()).contains("broker-1");
  }

  @Test
  void isClosedWhileAnotherBrokerIsUnreachable() {
    service.report(1, TaskState.TASK_UNREACHABLE);

    assertClosed(check(0), "BROKER_DOWN");
    assertClosed(checkInParallel(0), "BROKER_DOWN");
  }

  @Test
  void isClosedWhileAnotherBrokerRunsButIsNotRegistered() {
    service.kafka(TestKafka.registered(0, 2));

    assertClosed(check(0), "NOT_REGISTERED");
    assertThat(check(0).sentence()).contains("broker-1");
  }

  @Test
  void isClosedWhileKafkaStillShowsABrokerAsItWasBeforeItsRestart() {
    TestKafka before = TestKafka.registered(0, 1, 2);
    service.kafka(before);
    service.report(1, TaskState.TASK_FAILED);
    service.launch(1);
    service.report(1, TaskState.TASK_RUNNING);

    assertClosed(check(0), "NOT_REGISTERED");
    service.kafka(before.controller(2));
    assertClosed(check(0), "NOT_REGISTERED");
    assertClosed(checkInParallel(0), "NOT_REGISTERED");

    service.kafka(TestKafka.registered(0, 1, 2));

    assertThat(check(0).isOpen()).isTrue();
  }

  @Test
  void isClosedForTheRegistrationBeforeARestartAlsoWhenTheSchedulerRestarts() {
    TestKafka before = TestKafka.registered(0, 1, 2);
    service.kafka(before);
    service.report(1, TaskState.TASK_FAILED);
    service.launch(1);
    service = service.crash();
    service.subscribe();
    service.brokers().forEach(id -> service.answer(id, TaskState.TASK_RUNNING));

    service.kafka(before);

    assertClosed(check(0), "NOT_REGISTERED");
  }

  @Test
  void doesNotWaitInParallelForABrokerThatKafkaHasTakenNoteOf() {
    service.report(1, TaskState.TASK_FAILED);
    service.kafka(TestKafka.registered(0, 1, 2));
    assertClosed(checkInParallel(0), "BROKER_DOWN");

    service.kafka(TestKafka.registered(0, 2));

    assertThat(checkInParallel(0).isOpen()).isTrue();
  }

  @Test
  void isClosedWhileAnyBrokerHasToCatchUpAndSaysHowFarItIs() {
    service.kafka(service.inSync().catchingUp(2, "orders-0", "orders-7"));

    assertClosed(check(0), "CATCHING_UP");
    assertThat(check(0).reasons().get(0).partitions()).isEqualTo(2);
    assertThat(check(0).sentence()).contains("broker-2").contains("orders-0, orders-7");
  }

  @Test
  void isClosedWhenPartitionsWouldFallBelowTheirMinimum() {
    service.kafka(service.inSync().belowMinimumWithout(0, "orders-0"));

    assertClosed(check(0), "BELOW_MINIMUM");
    assertClosed(checkInParallel(0), "BELOW_MINIMUM");
    assertThat(check(1).isOpen()).isTrue();
  }

  @Test
  void tellsOfWhatCannotBeHelpedAndLetsItPass() {
    service.kafka(service.inSync().cannotBeHelped(0, "single-0"));

    assertThat(check(0).isOpen()).isTrue();
    assertThat(check(0).reasons())
        .singleElement()
        .satisfies(
            reason -> {
              assertThat(reason.code()).isEqualTo("CANNOT_BE_HELPED");
              assertThat(reason.blocking()).isFalse();
              assertThat(reason.sentence()).contains("single-0");
            });
    assertThat(check(0).sentence()).isEmpty();
  }

  @Test
  void isClosedWhileNobodyKnowsWhatIsInSync() {
    service.kafka(service.inSync().unknown("broker-1 has just started"));

    assertClosed(check(0), "REPLICATION_UNKNOWN");
    assertThat(check(0).sentence()).contains("broker-1 has just started");
  }

  @Test
  void isClosedWhileZooKeeperDoesNotAnswer() {
    service.kafka(service.inSync().disconnected());

    assertClosed(check(0), "KAFKA_UNKNOWN");
  }

  @Test
  void saysAllThatStandsAgainstItAtOnce() {
    service.report(1, TaskState.TASK_FAILED);
    service.kafka(TestKafka.registered(0, 2).catchingUp(2, "t-0").belowMinimumWithout(0, "t-1"));

    assertClosed(check(0), "BROKER_DOWN", "CATCHING_UP", "BELOW_MINIMUM");
  }

  @Test
  void isOpenForABrokerThatDoesNotServeAnyway() {
    service.report(0, TaskState.TASK_FAILED);
    service.kafka(TestKafka.registered(1, 2).catchingUp(2, "t-0"));

    assertThat(check(0).isOpen()).isTrue();
  }

  @Test
  void isOpenWhenItIsSwitchedOff() {
    service = TestService.running(with(configuration(), RolloutGate.OFF));
    service.kafka(service.inSync().catchingUp(2, "t-0").belowMinimumWithout(0, "t-1"));

    assertThat(check(0).isOpen()).isTrue();
  }
}
