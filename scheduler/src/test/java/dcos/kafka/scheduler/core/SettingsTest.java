package dcos.kafka.scheduler.core;

import static dcos.kafka.scheduler.testing.TestService.configuration;
import static dcos.kafka.scheduler.testing.TestService.killed;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.testing.TestService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;

/** Settings that Kafka takes over while it runs. */
class SettingsTest {

  private static TargetConfiguration withOverrides(Map<String, String> overrides) {
    TargetConfiguration it = configuration();
    return it.with(it.kafka().withOverrides(overrides));
  }

  private static List<Effect.ApplySettings> asked(Core.Outcome outcome) {
    return outcome.effects().stream()
        .filter(Effect.ApplySettings.class::isInstance)
        .map(Effect.ApplySettings.class::cast)
        .toList();
  }

  private static Core.Outcome done(TestService service, Effect.ApplySettings asked) {
    return service.handle(
        new Event.SettingsApplied(asked.broker(), asked.set(), asked.removed(), Optional.empty()));
  }

  @Test
  void areAskedForWithoutARestartOneBrokerAfterTheOther() {
    TestService service =
        TestService.running(configuration())
            .crash(withOverrides(Map.of("log.retention.ms", "1000")));

    for (int broker = 0; broker < 3; broker++) {
      List<Effect.ApplySettings> asked = asked(service.last());
      assertThat(asked).extracting(Effect.ApplySettings::broker).containsExactly(broker);
      assertThat(asked.get(0).set()).containsExactly(Map.entry("log.retention.ms", "1000"));
      Core.Outcome outcome = done(service, asked.get(0));
      assertThat(killed(outcome)).isEmpty();
      assertThat(service.state().isComplete(service.state().broker(broker).orElseThrow())).isTrue();
    }
    assertThat(service.state().work().incomplete()).isEmpty();
  }

  @Test
  void areAskedForAgainWhenKafkaRefusesOrNothingIsHeard() {
    TestService service =
        TestService.running(configuration())
            .crash(withOverrides(Map.of("log.retention.ms", "1000")));
    Effect.ApplySettings asked = asked(service.last()).get(0);

    Core.Outcome refused =
        service.handle(
            new Event.SettingsApplied(
                0, asked.set(), asked.removed(), Optional.of("it did not answer in time.")));
    service.pass(Duration.ofSeconds(31));

    assertThat(refused.notes()).extracting(Note::kind).containsExactly("SETTINGS_REFUSED");
    assertThat(asked(service.last())).hasSize(1);
    assertThat(service.state().work().begun()).containsExactly(0);
  }

  @Test
  void areTakenBackWhenTheTargetDropsThem() {
    TestService service =
        TestService.running(configuration())
            .crash(withOverrides(Map.of("log.retention.ms", "1000")));
    for (int broker = 0; broker < 3; broker++) {
      done(service, asked(service.last()).get(0));
    }

    TestService back = service.crash(configuration());

    Effect.ApplySettings asked = asked(back.last()).get(0);
    assertThat(asked.set()).isEmpty();
    assertThat(asked.removed()).containsExactly("log.retention.ms");
    done(back, asked);
    assertThat(back.state().broker(0).orElseThrow().applied()).isEmpty();
  }

  @Test
  void areUndoneWhenTheTargetDropsThemBeforeKafkaHasAnswered() {
    TestService service =
        TestService.running(configuration())
            .crash(withOverrides(Map.of("log.retention.ms", "1000")));
    assertThat(asked(service.last())).hasSize(1);

    TestService back = service.crash(configuration());

    Effect.ApplySettings asked = asked(back.last()).get(0);
    assertThat(asked.removed()).containsExactly("log.retention.ms");
    done(back, asked);
    assertThat(back.state().broker(0).orElseThrow().applied()).isEmpty();
  }

  /**
   * With 4 threads at its start and 8 since, Kafka takes 16; of which it has by now is not known.
   */
  @Test
  void takeARestartWhereKafkaWouldNotTakeThemFromWhatItMayHave() {
    TestService service = TestService.registered(withOverrides(Map.of("num.io.threads", "4")));
    service.deploy();
    service = service.crash(withOverrides(Map.of("num.io.threads", "8")));
    for (int broker = 0; broker < 3; broker++) {
      done(service, asked(service.last()).get(0));
    }
    TestService next = service.crash(withOverrides(Map.of("num.io.threads", "16")));
    assertThat(asked(next.last())).hasSize(1);
    next.subscribe();
    next.brokers().forEach(broker -> next.answer(broker, TaskState.TASK_RUNNING));
    next.kafka(next.inSync());

    List<Call> calls = next.pass(Duration.ofSeconds(31));

    assertThat(killed(calls)).containsExactly(next.task(0).id());
    assertThat(next.state().work().begun()).containsExactly(0);
  }

  @Test
  void areOnRecordAsAskedForBeforeKafkaIsAsked() {
    TestService service =
        TestService.running(configuration())
            .crash(withOverrides(Map.of("log.retention.ms", "1000")));

    assertThat(service.disk().broker(0).orElseThrow().applied())
        .containsExactly(Map.entry("log.retention.ms", ""));
  }
}
