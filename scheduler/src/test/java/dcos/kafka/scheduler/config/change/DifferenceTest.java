package dcos.kafka.scheduler.config.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.config.setting.TargetSettings;
import dcos.kafka.scheduler.config.testing.AnyConfiguration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferenceTest {

  private final TargetConfiguration before =
      Environments.with(
          Map.of(
              "BROKER_MEM", "2048",
              "KAFKA_OVERRIDE_LOG_RETENTION_MS", "1000",
              "KAFKA_OVERRIDE_NUM_IO_THREADS", "8"));

  @Test
  void isFoundInEverySectionAndSorted() {
    TargetConfiguration after =
        Environments.with(
            Map.of(
                "BROKER_COUNT", "4",
                "BROKER_MEM", "4096",
                "BROKER_CPUS", "1.5",
                "ROLLOUT_GATE", "off",
                "KAFKA_OVERRIDE_NUM_IO_THREADS", "16",
                "KAFKA_OVERRIDE_DELETE_TOPIC_ENABLE", "false"));

    assertThat(Difference.between(before, after))
        .containsExactly(
            new Difference("brokerConfiguration.cpus", "BROKER_CPUS", "1", "1.5"),
            new Difference("brokerConfiguration.mem", "BROKER_MEM", "2048", "4096"),
            new Difference(
                "kafkaConfiguration.overrides.delete.topic.enable",
                "KAFKA_OVERRIDE_DELETE_TOPIC_ENABLE",
                "",
                "false"),
            new Difference(
                "kafkaConfiguration.overrides.log.retention.ms",
                "KAFKA_OVERRIDE_LOG_RETENTION_MS",
                "1000",
                ""),
            new Difference(
                "kafkaConfiguration.overrides.num.io.threads",
                "KAFKA_OVERRIDE_NUM_IO_THREADS",
                "8",
                "16"),
            new Difference("serviceConfiguration.count", "BROKER_COUNT", "3", "4"),
            new Difference("serviceConfiguration.rolloutGate", "ROLLOUT_GATE", "on", "off"));
  }

  @Test
  void isSaidInAFewWords() {
    assertThat(new Difference("p", "BROKER_MEM", "2048", "4096").text())
        .isEqualTo("BROKER_MEM from 2048 to 4096");
    assertThat(new Difference("p", "JAVA_URI", "", "x").text())
        .isEqualTo("JAVA_URI from nothing to x");
  }

  @Test
  void isNothingBetweenEqualsAndSomethingBetweenOthers() {
    AnyConfiguration any = new AnyConfiguration(7);
    for (int i = 0; i < 200; i++) {
      TargetConfiguration one = any.next();
      TargetConfiguration other = any.next();

      assertThat(Difference.between(one, one)).isEmpty();
      assertThat(Difference.between(one, other).isEmpty()).isEqualTo(one.equals(other));
      assertThat(Difference.between(one, other)).hasSameSizeAs(Difference.between(other, one));
    }
  }

  @Test
  void ofPasswordsIsSeenButNotRead() {
    TargetConfiguration one = Environments.with(Map.of("KAFKA_OVERRIDE_SSL_KEY_PASSWORD", "a"));
    TargetConfiguration other = Environments.with(Map.of("KAFKA_OVERRIDE_SSL_KEY_PASSWORD", "b"));

    assertThat(Difference.between(one, other))
        .extracting(Difference::from, Difference::to)
        .containsExactly(tuple("[hidden]", "[hidden]"));
  }

  @Test
  void hasAVariableForEachSetting() {
    assertThat(TargetSettings.ALL)
        .extracting(setting -> setting.variable())
        .doesNotHaveDuplicates();
    assertThat(TargetSettings.ALL).extracting(setting -> setting.path()).doesNotHaveDuplicates();
  }
}
