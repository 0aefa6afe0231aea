package dcos.kafka.scheduler.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BrokerTest {

  private static final Instant LAUNCHED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = LAUNCHED.plusSeconds(60);

  private static BrokerTask task() {
    return BrokerTask.launching(
        "broker-0__a",
        "S1",
        "agent-1",
        "10.0.0.1",
        9092,
        "configuration-1",
        OptionalLong.empty(),
        new BrokerTask.Executor("broker-0__a", "digest"),
        LAUNCHED);
  }

  private static BrokerTask in(TaskPhase phase) {
    return task().reported(phase, "TASK_X", "", true, LATER);
  }

  @Test
  void isNotLaunchedAndNotAliveBeforeItsFirstTask() {
    Broker unborn = Broker.unborn(3);

    assertThat(unborn.launched()).isFalse();
    assertThat(unborn.mayBeAlive()).isFalse();
    assertThat(unborn.serves()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(TaskPhase.class)
  void servesWhileItRunsOnly(TaskPhase phase) {
    assertThat(Broker.unborn(0).with(in(phase)).serves()).isEqualTo(phase == TaskPhase.RUNNING);
  }

  @Test
  void doesNotServeWhenItIsSickOrBeingStopped() {
    BrokerTask sick = task().reported(TaskPhase.RUNNING, "TASK_RUNNING", "", false, LATER);

    assertThat(sick.serves()).isFalse();
    assertThat(in(TaskPhase.RUNNING).stopping("why", LATER).serves()).isFalse();
  }

  @Test
  void keepsTheFirstReasonForWhichATaskIsStopped() {
    BrokerTask stopping = task().stopping("first", LAUNCHED).stopping("second", LATER);

    assertThat(stopping.stop()).contains(new BrokerTask.Stop("first", LAUNCHED));
  }

  @Test
  void countsTheTimeOfAPhaseFromItsFirstReport() {
    BrokerTask running = task().reported(TaskPhase.RUNNING, "TASK_RUNNING", "", true, LATER);

    BrokerTask again =
        running.reported(TaskPhase.RUNNING, "TASK_RUNNING", "sick", false, LATER.plusSeconds(9));

    assertThat(running.since()).isEqualTo(LATER);
    assertThat(again.since()).isEqualTo(LATER);
    assertThat(again.message()).isEqualTo("sick");
    assertThat(again.healthy()).isFalse();
  }

  @Test
  void setsItsReservationAsideWhileItRetires() {
    Broker retiring = Broker.unborn(0).on("r1").retiring();

    assertThat(retiring.reservationId()).isEmpty();
    assertThat(retiring.retiringId()).contains("r1");
    assertThat(retiring.on("r2").retired()).isEqualTo(Broker.unborn(0).on("r2"));
  }

  @Test
  void takesALaterRequestInPlaceOfAnEarlierOne() {
    Broker.Request restart =
        new Broker.Request(Broker.Request.Kind.RESTART, "why", LAUNCHED, false, "t");
    Broker.Request replace =
        new Broker.Request(Broker.Request.Kind.REPLACE, "why", LATER, true, "t");

    Broker broker = Broker.unborn(0).requested(restart).requested(replace);

    assertThat(broker.request()).contains(replace);
    assertThat(broker.served().request()).isEmpty();
  }

  @Test
  void changesNothingElseWhenItChangesOneThing() {
    Broker full =
        Broker.unborn(1)
            .on("old")
            .retiring()
            .on("r")
            .with(task())
            .begun("c1")
            .deployed("c0")
            .requested(new Broker.Request(Broker.Request.Kind.RESTART, "why", LAUNCHED, false, "t"))
            .with(Crashes.NONE.another(LAUNCHED, Optional.empty(), "x"));

    assertThat(full.onNothing().on("r")).isEqualTo(full);
    assertThat(full.begun("c2").begun("c1")).isEqualTo(full);
    assertThat(full.deployed("c2").deployed("c0")).isEqualTo(full);
    assertThat(full.with(in(TaskPhase.RUNNING)).with(task())).isEqualTo(full);
    assertThat(full.served().requested(full.request().orElseThrow())).isEqualTo(full);
    assertThat(full.with(Crashes.NONE).with(full.crashes())).isEqualTo(full);
  }
}
