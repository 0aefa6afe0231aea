package dcos.kafka.scheduler.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The defaults are a promise to users: whoever changes one has to change it here too. */
class DefaultsTest {

  private final TargetConfiguration defaults =
      TargetConfiguration.defaults("kafka", "master.mesos:2181");

  @Test
  void serviceHasThreeBrokersAnywhereOneAfterTheOther() {
    assertThat(defaults.service())
        .isEqualTo(
            new ServiceConfiguration(
                "kafka",
                "root",
                "kafka-principal",
                "kafka-role",
                3,
                PlacementStrategy.ANY,
                "",
                PhaseStrategy.INSTALL,
                DeployStrategy.SERIAL,
                RolloutGate.ON));
  }

  @Test
  void brokerHasOneCpuTwoGigabytesAndFiveOfDisk() {
    assertThat(defaults.broker())
        .isEqualTo(
            new BrokerConfiguration(
                1.0,
                2048,
                1024,
                5000,
                DiskType.ROOT,
                9092,
                "",
                "",
                "",
                new JmxConfiguration(
                    false,
                    false,
                    9999,
                    new JmxConfiguration.Ssl(false, false, "", "", false),
                    new JmxConfiguration.Authentication(false, "", "", "")),
                new StatsdConfiguration("", 0)));
  }

  @Test
  void kafkaIsTheVersionOfThePackageBelowTheServicesOwnPath() {
    assertThat(defaults.kafka())
        .isEqualTo(
            new KafkaConfiguration(
                "kafka_2.11-2.4.1", "master.mesos:2181/dcos-service-kafka", true, new TreeMap<>()));
  }

  @Test
  void executorRecoveryAndHealthCheckAreAsDocumented() {
    assertThat(defaults.executor()).isEqualTo(new ExecutorConfiguration(0.5, 256, 60));
    assertThat(defaults.recovery())
        .isEqualTo(
            new RecoveryConfiguration(
                false, Duration.ofMinutes(20), Duration.ofMinutes(10), false));
    assertThat(defaults.healthCheck())
        .isEqualTo(
            new HealthCheckConfiguration(
                true,
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                Duration.ofSeconds(10),
                3));
  }

  @Test
  void heapIsAtMostHalfOfTheMemoryUnlessItWasGiven() {
    assertThat(BrokerConfiguration.defaultHeapMb(2048)).isEqualTo(1024);
    assertThat(BrokerConfiguration.defaultHeapMb(8192)).isEqualTo(1024);
    assertThat(BrokerConfiguration.defaultHeapMb(512)).isEqualTo(256);
    assertThat(BrokerConfiguration.defaultHeapMb(1)).isEqualTo(1);
  }
}
