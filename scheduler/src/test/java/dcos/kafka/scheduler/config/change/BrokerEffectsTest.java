package dcos.kafka.scheduler.config.change;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.config.TargetConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerEffectsTest {

  private static final BrokerEffect NOTHING = new BrokerEffect.Nothing();
  private static final TargetConfiguration PLAIN = Environments.with(Map.of());

  @ParameterizedTest
  @CsvSource({
    "BROKER_COUNT, 4",
    "PHASE_STRATEGY, STAGE",
    "DEPLOY_STRATEGY, parallel",
    "ROLLOUT_GATE, off",
    "PLACEMENT_CONSTRAINT, hostname:UNIQUE",
    "ENABLE_REPLACEMENT, true",
    "RECOVERY_GRACE_PERIOD_SEC, 1",
    "REPLACE_DELAY_SEC, 1",
    "REPLACE_LAST_IN_SYNC, true",
    "EXECUTOR_KILL_GRACE_SEC, 1",
    "BROKER_PORT, 0",
    "BROKER_PORT, 9093",
    "BROKER_JMX_REMOTE_PORT, 1"
  })
  void noBrokerNotices(String variable, String value) {
    assertThat(BrokerEffects.effectOf(PLAIN, Environments.with(Map.of(variable, value))))
        .isEqualTo(NOTHING);
  }

  @ParameterizedTest
  @CsvSource({
    "BROKER_HEAP_MB, 512",
    "KAFKA_URI, http://other",
    "JAVA_URI, http://jre",
    "EXECUTOR_URI, http://other",
    "KAFKA_VER_NAME, kafka_2.12-2.5.0",
    "KAFKA_ADVERTISE_HOST_IP, false",
    "BROKER_JMX_ENABLE, true",
    "ENABLE_BROKER_HEALTH_CHECK, false",
    "BROKER_HEALTH_CHECK_TIMEOUT_SEC, 21",
    "KAFKA_OVERRIDE_LOG_RETENTION_HOURS, 100",
    "KAFKA_OVERRIDE_SUPER_USERS, User:x"
  })
  void brokersRestart(String variable, String value) {
    BrokerEffect effect = BrokerEffects.effectOf(PLAIN, Environments.with(Map.of(variable, value)));

    assertThat(effect)
        .isInstanceOfSatisfying(
            BrokerEffect.Restart.class,
            restart ->
                assertThat(restart.because())
                    .extracting(Difference::variable)
                    .containsExactly(variable));
  }

  @ParameterizedTest
  @CsvSource({"BROKER_CPUS, 2", "BROKER_MEM, 4096", "EXECUTOR_CPUS, 1", "EXECUTOR_MEM, 512"})
  void brokersRestartWithOtherResources(String variable, String value) {
    BrokerEffect effect =
        BrokerEffects.effectOf(
            PLAIN,
            Environments.with(Map.of(variable, value, "JAVA_URI", "x", "BROKER_COUNT", "9")));

    assertThat(effect)
        .isInstanceOfSatisfying(
            BrokerEffect.Resize.class,
            resize ->
                assertThat(resize.because())
                    .extracting(Difference::variable)
                    .containsExactlyInAnyOrder(variable, "JAVA_URI"));
  }

  @ParameterizedTest
  @CsvSource({"BROKER_CPUS, 0.5", "BROKER_MEM, 2000", "EXECUTOR_CPUS, 0.1", "EXECUTOR_MEM, 64"})
  void lessThanTheyHaveIsNotNoticed(String variable, String value) {
    Map<String, String> less = Map.of(variable, value, "BROKER_HEAP_MB", "1024");

    assertThat(BrokerEffects.effectOf(PLAIN, Environments.with(less))).isEqualTo(NOTHING);
  }

  @Test
  void detailsOfJmxThatIsNotRemoteAreNotNoticed() {
    TargetConfiguration local = Environments.with(Map.of("BROKER_JMX_ENABLE", "true"));
    TargetConfiguration port =
        Environments.with(Map.of("BROKER_JMX_ENABLE", "true", "BROKER_JMX_REMOTE_PORT", "9010"));

    assertThat(BrokerEffects.effectOf(local, port)).isEqualTo(NOTHING);
  }

  @Test
  void anExactPortMakesThemMove() {
    TargetConfiguration node = Environments.with(Map.of("PLACEMENT_STRATEGY", "NODE"));
    TargetConfiguration other =
        Environments.with(Map.of("PLACEMENT_STRATEGY", "NODE", "BROKER_PORT", "9093"));
    TargetConfiguration any =
        Environments.with(Map.of("PLACEMENT_STRATEGY", "NODE", "BROKER_PORT", "0"));

    assertThat(BrokerEffects.effectOf(node, other)).isInstanceOf(BrokerEffect.Restart.class);
    assertThat(BrokerEffects.effectOf(node, any)).isEqualTo(NOTHING);
  }

  @Test
  void detailsOfADisabledHealthCheckAreNotNoticed() {
    TargetConfiguration off = Environments.with(Map.of("ENABLE_BROKER_HEALTH_CHECK", "false"));
    TargetConfiguration other =
        Environments.with(
            Map.of("ENABLE_BROKER_HEALTH_CHECK", "false", "BROKER_HEALTH_CHECK_DELAY_SEC", "1"));

    assertThat(BrokerEffects.effectOf(off, other)).isEqualTo(NOTHING);
  }

  @Test
  void someOptionsAreTakenOverWhileRunning() {
    TargetConfiguration target = overrides("log.retention.ms", "1000", "num.io.threads", "16");

    assertThat(BrokerEffects.effectOf(PLAIN, target))
        .isEqualTo(
            BrokerEffect.Dynamic.of(
                Map.of("log.retention.ms", "1000", "num.io.threads", "16"), Set.of()));
  }

  @Test
  void whatIsAppliedAlreadyIsNotAppliedAgain() {
    TargetConfiguration target = overrides("log.retention.ms", "1000");

    assertThat(BrokerEffects.effectOf(PLAIN, applied("log.retention.ms", "1000"), target))
        .isEqualTo(NOTHING);
    assertThat(BrokerEffects.effectOf(PLAIN, applied("log.retention.ms", "5"), target))
        .isEqualTo(BrokerEffect.Dynamic.of(Map.of("log.retention.ms", "1000"), Set.of()));
  }

  @Test
  void whatIsNotWantedAnyMoreIsRemoved() {
    assertThat(BrokerEffects.effectOf(PLAIN, applied("log.retention.ms", "1000"), PLAIN))
        .isEqualTo(BrokerEffect.Dynamic.of(Map.of(), Set.of("log.retention.ms")));
  }

  @Test
  void afterARestartWithTheValueItselfTheDynamicOneGoes() {
    TargetConfiguration both = overrides("log.retention.ms", "1000");

    assertThat(BrokerEffects.effectOf(both, applied("log.retention.ms", "1000"), both))
        .isEqualTo(BrokerEffect.Dynamic.of(Map.of(), Set.of("log.retention.ms")));
  }

  @Test
  void droppingWhatABrokerWasLaunchedWithMeansKafkasDefault() {
    assertThat(BrokerEffects.effectOf(overrides("num.io.threads", "16"), PLAIN))
        .isEqualTo(BrokerEffect.Dynamic.of(Map.of("num.io.threads", "8"), Set.of()));
  }

  @Test
  void butWhereThereIsNoDefaultItTakesARestart() {
    assertThat(BrokerEffects.effectOf(overrides("log.retention.ms", "1000"), PLAIN))
        .isInstanceOf(BrokerEffect.Restart.class);
  }

  @ParameterizedTest
  @CsvSource({"4, true", "16, true", "3, false", "17, false"})
  void poolsOfThreadsAreAtMostHalvedOrDoubledWhileRunning(String threads, boolean dynamic) {
    assertThat(
            BrokerEffects.effectOf(PLAIN, overrides("num.io.threads", threads))
                instanceof BrokerEffect.Dynamic)
        .isEqualTo(dynamic);
  }

  @Test
  void poolsAreComparedWithWhatRunsNow() {
    assertThat(
            BrokerEffects.effectOf(
                PLAIN, applied("num.io.threads", "16"), overrides("num.io.threads", "32")))
        .isEqualTo(BrokerEffect.Dynamic.of(Map.of("num.io.threads", "32"), Set.of()));
  }

  @Test
  void anythingThatNeedsARestartTakesTheRestAlong() {
    TargetConfiguration target =
        overrides("log.retention.ms", "1000", "log.retention.hours", "100");

    assertThat(BrokerEffects.effectOf(PLAIN, target))
        .isEqualTo(
            new BrokerEffect.Restart(
                List.of(
                    new Difference(
                        "kafkaConfiguration.overrides.log.retention.hours",
                        "KAFKA_OVERRIDE_LOG_RETENTION_HOURS",
                        "",
                        "100"))));
  }

  @Test
  void nothingIsTakenForDynamicInAVersionThatWeDoNotKnow() {
    TargetConfiguration launched = Environments.with(Map.of("KAFKA_VER_NAME", "kafka_2.12-2.5.0"));
    TargetConfiguration target =
        Environments.with(
            Map.of(
                "KAFKA_VER_NAME", "kafka_2.12-2.5.0", "KAFKA_OVERRIDE_LOG_RETENTION_MS", "1000"));

    assertThat(BrokerEffects.effectOf(launched, target)).isInstanceOf(BrokerEffect.Restart.class);
  }

  private static TargetConfiguration overrides(String... namesAndValues) {
    return PLAIN.with(PLAIN.kafka().withOverrides(applied(namesAndValues)));
  }

  private static SortedMap<String, String> applied(String... namesAndValues) {
    SortedMap<String, String> map = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
