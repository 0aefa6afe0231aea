package dcos.kafka.scheduler.config.setting;

import dcos.kafka.scheduler.config.BrokerConfiguration;
import dcos.kafka.scheduler.config.DeployStrategy;
import dcos.kafka.scheduler.config.DiskType;
import dcos.kafka.scheduler.config.ExecutorConfiguration;
import dcos.kafka.scheduler.config.HealthCheckConfiguration;
import dcos.kafka.scheduler.config.JmxConfiguration;
import dcos.kafka.scheduler.config.KafkaConfiguration;
import dcos.kafka.scheduler.config.PhaseStrategy;
import dcos.kafka.scheduler.config.PlacementStrategy;
import dcos.kafka.scheduler.config.RecoveryConfiguration;
import dcos.kafka.scheduler.config.RolloutGate;
import dcos.kafka.scheduler.config.ServiceConfiguration;
import dcos.kafka.scheduler.config.StatsdConfiguration;
import dcos.kafka.scheduler.config.TargetConfiguration;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** An environment in which nothing has its default, and what it means. */
final class FullEnvironment {

  /** The least that a service can be started with. */
  static final Map<String, String> LEAST =
      Map.of(
          "FRAMEWORK_NAME", "kafka",
          "KAFKA_URI", "http://packages/kafka.tgz",
          "EXECUTOR_URI", "http://packages/kafka-executor.tgz");

  static final TargetConfiguration MEANING =
      new TargetConfiguration(
          new ServiceConfiguration(
              "/team/events",
              "kafka-user",
              "somebody",
              "team__events-role",
              5,
              PlacementStrategy.NODE,
              "[[\"hostname\",\"UNIQUE\"]]",
              PhaseStrategy.STAGE,
              DeployStrategy.PARALLEL_CANARY,
              RolloutGate.OFF),
          new BrokerConfiguration(
              2.5,
              4096,
              3000,
              9000,
              DiskType.MOUNT,
              9999,
              "http://packages/kafka_2.12-2.5.0.tgz",
              "http://packages/jre.tgz",
              "http://packages/executor.tgz",
              new JmxConfiguration(
                  true,
                  true,
                  31419,
                  new JmxConfiguration.Ssl(true, true, "TLSv1.2", "TLS_AES_128_GCM_SHA256", true),
                  new JmxConfiguration.Authentication(true, "/jmx/password", "/jmx/access", "Jmx")),
              new StatsdConfiguration("statsd.example.org", 8125)),
          new KafkaConfiguration(
              "kafka_2.12-2.5.0",
              "zk1:2181,zk2:2181/events",
              false,
              new TreeMap<>(Map.of("log.retention.hours", "100", "delete.topic.enable", "false"))),
          new ExecutorConfiguration(0.25, 128, 90),
          new RecoveryConfiguration(true, Duration.ofSeconds(60), Duration.ofSeconds(30), true),
          new HealthCheckConfiguration(
              false,
              Duration.ofSeconds(1),
              Duration.ofSeconds(2),
              Duration.ofSeconds(3),
              Duration.ofSeconds(4),
              5));

  private FullEnvironment() {}

  static Map<String, String> variables() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("FRAMEWORK_NAME", "/team/events");
    environment.put("USER", "kafka-user");
    environment.put("FRAMEWORK_PRINCIPAL", "somebody");
    environment.put("BROKER_COUNT", "5");
    environment.put("PLACEMENT_STRATEGY", "NODE");
    environment.put("PLACEMENT_CONSTRAINT", "[[\"hostname\",\"UNIQUE\"]]");
    environment.put("PHASE_STRATEGY", "STAGE");
    environment.put("DEPLOY_STRATEGY", "parallel-canary");
    environment.put("ROLLOUT_GATE", "off");
    environment.put("BROKER_CPUS", "2.5");
    environment.put("BROKER_MEM", "4096");
    environment.put("BROKER_HEAP_MB", "3000");
    environment.put("BROKER_DISK", "9000");
    environment.put("DISK_TYPE", "MOUNT");
    environment.put("BROKER_PORT", "9999");
    environment.put("KAFKA_URI", "http://packages/kafka_2.12-2.5.0.tgz");
    environment.put("JAVA_URI", "http://packages/jre.tgz");
    environment.put("EXECUTOR_URI", "http://packages/executor.tgz");
    environment.put("BROKER_JMX_ENABLE", "true");
    environment.put("BROKER_JMX_REMOTE_ENABLE", "true");
    environment.put("BROKER_JMX_REMOTE_PORT", "31419");
    environment.put("BROKER_JMX_REMOTE_REGISTRY_SSL", "true");
    environment.put("BROKER_JMX_REMOTE_SSL", "true");
    environment.put("BROKER_JMX_REMOTE_SSL_ENABLED_PROTOCOLS", "TLSv1.2");
    environment.put("BROKER_JMX_REMOTE_SSL_ENABLED_CIPHER_SUITES", "TLS_AES_128_GCM_SHA256");
    environment.put("BROKER_JMX_REMOTE_SSL_NEED_CLIENT_AUTH", "true");
    environment.put("BROKER_JMX_REMOTE_AUTH", "true");
    environment.put("BROKER_JMX_REMOTE_PASSWORD_FILE", "/jmx/password");
    environment.put("BROKER_JMX_REMOTE_ACCESS_FILE", "/jmx/access");
    environment.put("BROKER_JMX_REMOTE_LOGIN_CONFIG", "Jmx");
    environment.put("BROKER_STATSD_HOST", "statsd.example.org");
    environment.put("BROKER_STATSD_PORT", "8125");
    environment.put("KAFKA_VER_NAME", "kafka_2.12-2.5.0");
    environment.put("KAFKA_ZOOKEEPER_URI", "zk1:2181,zk2:2181/events");
    environment.put("KAFKA_ADVERTISE_HOST_IP", "false");
    environment.put("KAFKA_OVERRIDE_LOG_RETENTION_HOURS", "100");
    environment.put("KAFKA_OVERRIDE_DELETE_TOPIC_ENABLE", "false");
    environment.put("EXECUTOR_CPUS", "0.25");
    environment.put("EXECUTOR_MEM", "128");
    environment.put("EXECUTOR_KILL_GRACE_SEC", "90");
    environment.put("ENABLE_REPLACEMENT", "true");
    environment.put("RECOVERY_GRACE_PERIOD_SEC", "60");
    environment.put("REPLACE_DELAY_SEC", "30");
    environment.put("REPLACE_LAST_IN_SYNC", "true");
    environment.put("ENABLE_BROKER_HEALTH_CHECK", "false");
    environment.put("BROKER_HEALTH_CHECK_DELAY_SEC", "1");
    environment.put("BROKER_HEALTH_CHECK_INTERVAL_SEC", "2");
    environment.put("BROKER_HEALTH_CHECK_TIMEOUT_SEC", "3");
    environment.put("BROKER_HEALTH_CHECK_GRACE_SEC", "4");
    environment.put("BROKER_HEALTH_CHECK_MAX_FAILURES", "5");
    return environment;
  }

  /** The least environment, and one variable more. */
  static Map<String, String> least(String variable, String value) {
    Map<String, String> environment = new TreeMap<>(LEAST);
    environment.put(variable, value);
    return environment;
  }
}
