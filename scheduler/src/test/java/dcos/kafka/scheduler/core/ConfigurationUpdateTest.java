package dcos.kafka.scheduler.core;

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
import dcos.kafka.scheduler.config.kafka.Passwords;
import dcos.kafka.scheduler.plan.Plans;
import dcos.kafka.scheduler.state.StoredConfiguration;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskState;
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
  void waitsForRoomForANewBroker() {
    TestService service = TestService.running(configuration());
    service.configure(with(configuration(), 4));

    service.offer(TestOffer.of(4).cpus(8).mem(100).disk(40000).ports(9092, 9092).build());

    assertThat(service.broker(3).launched()).isFalse();
    assertThat(service.state().work().homeless()).containsExactly(3);
  }
}
