package dcos.kafka.scheduler.config.setting;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.config.BrokerConfiguration;
import dcos.kafka.scheduler.config.ConfigurationReading;
import dcos.kafka.scheduler.config.DeployStrategy;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.config.ValidationError;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetSettingsTest {

  @Test
  void mapsTheWholeEnvironment() {
    assertThat(valid(FullEnvironment.variables())).isEqualTo(FullEnvironment.MEANING);
  }

  @Test
  void nothingInTheFullEnvironmentHasItsDefault() {
    TargetConfiguration defaults = TargetConfiguration.defaults("kafka", "master.mesos:2181");

    assertThat(TargetSettings.ALL)
        .noneSatisfy(
            setting ->
                assertThat(setting.plain(FullEnvironment.MEANING))
                    .isEqualTo(setting.plain(defaults)));
  }

  @Test
  void theLeastEnvironmentHasAllDefaults() {
    TargetConfiguration defaults = TargetConfiguration.defaults("kafka", "master.mesos:2181");
    TargetConfiguration read = valid(FullEnvironment.LEAST);

    assertThat(read).isEqualTo(defaults.with(read.broker()));
    assertThat(read.broker().kafkaUri()).isEqualTo("http://packages/kafka.tgz");
    assertThat(read.broker().executorUri()).isEqualTo("http://packages/kafka-executor.tgz");
    assertThat(read.broker())
        .usingRecursiveComparison()
        .ignoringFields("kafkaUri", "executorUri")
        .isEqualTo(defaults.broker());
  }

  @Test
  void anEmptyVariableIsAsGoodAsNone() {
    Map<String, String> environment = new TreeMap<>(FullEnvironment.variables());
    environment.replaceAll(
        (variable, value) -> variable.startsWith("KAFKA_OVERRIDE_") ? value : " ");
    environment.keySet().removeIf(variable -> variable.startsWith("KAFKA_OVERRIDE_"));
    environment.putAll(FullEnvironment.LEAST);

    assertThat(valid(environment)).isEqualTo(valid(FullEnvironment.LEAST));
  }

  @Test
  void theDocumentedMinimalInstallationIsValid() {
    BrokerConfiguration broker = valid(FullEnvironment.least("BROKER_MEM", "512")).broker();

    assertThat(broker.memMb()).isEqualTo(512);
    assertThat(broker.heapMb()).isEqualTo(256);
  }

  @Test
  void stageIsSerialCanaryUnlessAStrategyIsGivenToo() {
    Map<String, String> environment = FullEnvironment.least("PHASE_STRATEGY", "STAGE");
    assertThat(valid(environment).service().deployStrategy())
        .isEqualTo(DeployStrategy.SERIAL_CANARY);

    environment.put("DEPLOY_STRATEGY", "parallel");
    assertThat(valid(environment).service().deployStrategy()).isEqualTo(DeployStrategy.PARALLEL);
  }

  @ParameterizedTest
  @CsvSource({
    "master.mesos:2181, , master.mesos:2181/dcos-service-kafka",
    "a:1;b:2, , a:1;b:2/dcos-service-kafka",
    "a:1, c:3, c:3/dcos-service-kafka",
    "a:1, c:3/, c:3/dcos-service-kafka",
    "a:1, c:3;d:4/own/path, c:3;d:4/own/path"
  })
  void kafkaHasItsOwnZookeeperOnlyWhereOneIsGiven(String state, String given, String expected) {
    Map<String, String> environment =
        FullEnvironment.least("MESOS_ZOOKEEPER_URI", state.replace(';', ','));
    environment.put("KAFKA_ZOOKEEPER_URI", given == null ? "" : given.replace(';', ','));

    assertThat(valid(environment).kafka().zookeeper()).isEqualTo(expected.replace(';', ','));
  }

  @Test
  void theOlderNameOfThePrincipalIsUnderstood() {
    Map<String, String> environment = FullEnvironment.least("MESOS_PRINCIPAL", "account");

    assertThat(valid(environment).service().principal()).isEqualTo("account");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BROKER_COUNT | three | \"three\" is not a whole number.",
        "BROKER_COUNT | 2.5 | \"2.5\" is not a whole number.",
        "BROKER_COUNT | 0 | 0 is too small: it has to be at least 1.",
        "BROKER_COUNT | -1 | -1 is too small: it has to be at least 1.",
        "BROKER_MEM | 99999999999 | 99999999999 is too large: it has to be at most 2147483647.",
        "BROKER_PORT | 65536 | 65536 is too large: it has to be at most 65535.",
        "BROKER_CPUS | -0.5 | -0.5 is too small: it has to be at least 0.001.",
        "BROKER_CPUS | 0 | 0 is too small: it has to be at least 0.001.",
        "BROKER_CPUS | NaN | \"NaN\" is not a number.",
        "BROKER_CPUS | 1e9 | 1e9 is too large: it has to be at most 1000.",
        "BROKER_CPUS | 0.12345 | 0.12345 is too fine: Mesos counts CPUs in thousandths.",
        "PLACEMENT_STRATEGY | RACK | \"RACK\" is not one of ANY, NODE.",
        "PHASE_STRATEGY | NOW | \"NOW\" is not one of INSTALL, STAGE.",
        "DEPLOY_STRATEGY | canary | \"canary\" is not one of serial, parallel, serial-canary, parallel-canary.",
        "DISK_TYPE | SSD | \"SSD\" is not one of ROOT, MOUNT.",
        "ROLLOUT_GATE | maybe | \"maybe\" is not one of on, off.",
        "ENABLE_REPLACEMENT | yes | \"yes\" is not one of true, false.",
        "RECOVERY_GRACE_PERIOD_SEC | -1 | -1 is too small: it has to be at least 0.",
        "BROKER_HEALTH_CHECK_INTERVAL_SEC | 0 | 0 is too small: it has to be at least 1.",
        "BROKER_HEAP_MB | 4096 | The heap (4096 MB) is larger than the memory of a broker, BROKER_MEM (2048 MB).",
        "KAFKA_ZOOKEEPER_URI | localhost | \"localhost\" does not have the form host:port[,host:port…][/path].",
        "KAFKA_URI | http://a b | \"http://a b\" is not a URI: it has spaces in it.",
        "FRAMEWORK_NAME | a_b | \"a_b\" is no name for a service: it may have letters, digits and hyphens inside, and slashes for folders.",
        "PLACEMENT_CONSTRAINT | hostname:SOMETIMES | \"SOMETIMES\" is not one of UNIQUE, CLUSTER, GROUP_BY, LIKE, UNLIKE, MAX_PER.",
        "KAFKA_OVERRIDE_LOG_RETENTION_HOURS | abc | \"abc\" is not a whole number of at most 2147483647, which log.retention.hours has to be.",
        "KAFKA_OVERRIDE_BROKER_ID | 7 | The service sets broker.id itself; it can't be overridden.",
        "KAFKA_OVERRIDE_ADVERTISED_LISTENERS | x | The service sets advertised.listeners itself; it can't be overridden.",
        "KAFKA_OVERRIDE_LOG_DIRS | x | The service sets log.dirs itself; it can't be overridden.",
      })
  void saysWhatIsWrongWithAValue(String variable, String value, String message) {
    assertThat(errors(FullEnvironment.least(variable, value)))
        .containsExactly(new ValidationError(variable, message));
  }

  @Test
  void findsAllMistakesAtOnce() {
    Map<String, String> environment =
        new TreeMap<>(
            Map.of(
                "BROKER_COUNT", "many",
                "DISK_TYPE", "TAPE",
                "BROKER_HEAP_MB", "9999",
                "KAFKA_OVERRIDE_PORT", "1"));

    assertThat(errors(environment))
        .extracting(ValidationError::field)
        .containsExactly(
            "BROKER_COUNT",
            "DISK_TYPE",
            "FRAMEWORK_NAME",
            "KAFKA_URI",
            "EXECUTOR_URI",
            "BROKER_HEAP_MB",
            "KAFKA_OVERRIDE_PORT");
  }

  @Test
  void saysWhichVariableHasToBeSet() {
    assertThat(errors(Map.of("KAFKA_URI", "k", "EXECUTOR_URI", "e")))
        .extracting(ValidationError::text)
        .containsExactly(
            "Validation error on field \"FRAMEWORK_NAME\": It has to be set: there is no default.");
  }

  @Test
  void jmxAndClientsCannotShareAPort() {
    Map<String, String> environment = FullEnvironment.least("BROKER_JMX_ENABLE", "true");
    environment.put("BROKER_JMX_REMOTE_PORT", "9092");
    assertThat(TargetSettings.read(environment)).isInstanceOf(ConfigurationReading.Valid.class);
    environment.put("BROKER_JMX_REMOTE_ENABLE", "true");

    assertThat(errors(environment))
        .extracting(ValidationError::text)
        .containsExactly(
            "Validation error on field \"BROKER_JMX_REMOTE_PORT\": It is the same as BROKER_PORT (9092).");
  }

  @Test
  void statsdNeedsHostAndPort() {
    String expected =
        "Validation error on field \"BROKER_STATSD_HOST\": BROKER_STATSD_HOST and"
            + " BROKER_STATSD_PORT need each other.";

    assertThat(errors(FullEnvironment.least("BROKER_STATSD_HOST", "h")))
        .extracting(ValidationError::text)
        .containsExactly(expected);
    assertThat(errors(FullEnvironment.least("BROKER_STATSD_PORT", "8125")))
        .extracting(ValidationError::text)
        .containsExactly(expected);
  }

  static TargetConfiguration valid(Map<String, String> environment) {
    ConfigurationReading reading = TargetSettings.read(environment);
    assertThat(reading).isInstanceOf(ConfigurationReading.Valid.class);
    return ((ConfigurationReading.Valid) reading).configuration();
  }

  static List<ValidationError> errors(Map<String, String> environment) {
    ConfigurationReading reading = TargetSettings.read(environment);
    assertThat(reading).isInstanceOf(ConfigurationReading.Invalid.class);
    return ((ConfigurationReading.Invalid) reading).errors();
  }
}
