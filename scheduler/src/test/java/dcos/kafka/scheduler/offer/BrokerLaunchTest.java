package dcos.kafka.scheduler.offer;

import static dcos.kafka.scheduler.testing.TestService.configuration;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcos.kafka.scheduler.config.BrokerConfiguration;
import dcos.kafka.scheduler.config.HealthCheckConfiguration;
import dcos.kafka.scheduler.config.JmxConfiguration;
import dcos.kafka.scheduler.config.ServiceNames;
import dcos.kafka.scheduler.config.StatsdConfiguration;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.Test;

/** The contract between the scheduler and the executor. */
class BrokerLaunchTest {

  private static final Resources RESOURCES =
      new Resources("kafka", "kafka-role", "kafka-principal", true);
  private static final Offer OFFER = TestOffer.roomy(1);

  private static TaskInfo task(TargetConfiguration configuration) {
    Fit fit =
        new OfferEvaluator(RESOURCES, new Ids(new SplittableRandom(1)), TestService.START)
            .anew(
                2,
                Requirement.of(configuration),
                OFFER,
                OfferedResources.of(OFFER, "kafka"),
                List.of());
    Reservation reservation = ((Fit.Fits) fit).reservation();
    ServiceNames names = ServiceNames.of("kafka");
    return new BrokerLaunch(names, RESOURCES)
        .task(
            "broker-2__x",
            new BrokerExecutor(names, "framework-1", RESOURCES)
                .info("broker-2__x", reservation, configuration),
            reservation,
            "configuration-1",
            configuration,
            BrokerLaunch.Address.on(OFFER, configuration.kafka().advertiseHostIp()));
  }

  private static JsonNode data(TargetConfiguration configuration) throws IOException {
    return new ObjectMapper().readTree(task(configuration).getData().toByteArray());
  }

  private static TargetConfiguration with(BrokerConfiguration broker) {
    return configuration().with(broker);
  }

  @Test
  void tellsTheExecutorEverythingInTheAgreedShape() throws IOException {
    TargetConfiguration configuration =
        configuration()
            .with(configuration().kafka().withOverrides(Map.of("log.retention.hours", "100")));

    assertThat(data(configuration))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {
                      "brokerId": 2,
                      "kafkaDirectory": "kafka_2.11-2.4.1",
                      "heapMb": 1024,
                      "host": "10.0.0.1",
                      "port": 9092,
                      "zookeeper": "zk:2181/dcos-service-kafka",
                      "environment": { "FRAMEWORK_NAME": "kafka" },
                      "properties": {
                        "advertised.listeners": "PLAINTEXT://10.0.0.1:9092",
                        "broker.id": "2",
                        "listeners": "PLAINTEXT://10.0.0.1:9092",
                        "log.dirs": "kafka-broker-data/broker-2",
                        "log.retention.hours": "100",
                        "zookeeper.connect": "zk:2181/dcos-service-kafka"
                      }
                    }
                    """));
  }

  @Test
  void advertisesTheHostNameWhereClientsAreToHaveNames() {
    BrokerLaunch.Address named = BrokerLaunch.Address.on(OFFER, false);

    assertThat(named.bind()).isEqualTo("10.0.0.1");
    assertThat(named.advertised()).isEqualTo("agent-1");
  }

  @Test
  void usesTheHostNameWhereAnOfferHasNoAddress() {
    Offer nameless = OFFER.toBuilder().clearUrl().build();

    assertThat(BrokerLaunch.Address.on(nameless, true))
        .isEqualTo(new BrokerLaunch.Address("agent-1", "agent-1"));
  }

  @Test
  void neverLetsAnOverrideReplaceWhatTheServiceOwns() throws IOException {
    TargetConfiguration configuration =
        configuration().with(configuration().kafka().withOverrides(Map.of("broker.id", "77")));

    assertThat(data(configuration).at("/properties/broker.id").asText()).isEqualTo("2");
  }

  @Test
  void fetchesKafkaAndTheExecutorAndJavaWhereOneIsGiven() {
    assertThat(task(configuration()).getExecutor().getCommand().getUrisList())
        .extracting(CommandInfo.URI::getValue)
        .containsExactly("http://files/kafka.tgz", "http://files/executor.tgz");

    BrokerConfiguration b = configuration().broker();
    TaskInfo withJava =
        task(
            with(
                new BrokerConfiguration(
                    b.cpus(),
                    b.memMb(),
                    b.heapMb(),
                    b.diskMb(),
                    b.diskType(),
                    b.port(),
                    b.kafkaUri(),
                    "http://files/jre.tgz",
                    b.executorUri(),
                    b.jmx(),
                    b.statsd())));
    assertThat(withJava.getExecutor().getCommand().getUrisList())
        .allMatch(CommandInfo.URI::getExtract)
        .extracting(CommandInfo.URI::getValue)
        .contains("http://files/jre.tgz");
  }

  @Test
  void runsTheExecutorThroughAShellAsTheServicesUser() {
    CommandInfo command = task(configuration()).getExecutor().getCommand();

    assertThat(command.getShell()).isTrue();
    assertThat(command.getValue()).isEqualTo("exec ./kafka-executor/bin/kafka-executor");
    assertThat(command.getUser()).isEqualTo(configuration().service().user());
  }

  @Test
  void givesTheExecutorReservedResourcesOfItsOwn() {
    TaskInfo task = task(configuration());

    assertThat(task.getExecutor().getResourcesList())
        .allMatch(resource -> resource.getReservationsCount() == 1)
        .extracting(Resource::getName)
        .containsExactly("cpus", "mem");
    assertThat(task.getResourcesList())
        .extracting(Resource::getName)
        .containsExactlyInAnyOrder("cpus", "mem", "ports", "disk");
    assertThat(task.getExecutor().getExecutorId().getValue()).isEqualTo("broker-2__x");
  }

  @Test
  void givesTheBrokerAMinuteToStopAndTheExecutorALittleMore() {
    TaskInfo task = task(configuration());

    Duration broker = Duration.ofNanos(task.getKillPolicy().getGracePeriod().getNanoseconds());
    Duration executor =
        Duration.ofNanos(task.getExecutor().getShutdownGracePeriod().getNanoseconds());
    assertThat(broker).isEqualTo(Duration.ofSeconds(60));
    assertThat(executor).isGreaterThan(broker);
  }

  @Test
  void carriesTheHealthCheckAsConfigured() {
    HealthCheck check = task(configuration()).getHealthCheck();

    assertThat(check.getDelaySeconds()).isEqualTo(15);
    assertThat(check.getIntervalSeconds()).isEqualTo(10);
    assertThat(check.getTimeoutSeconds()).isEqualTo(20);
    assertThat(check.getGracePeriodSeconds()).isEqualTo(10);
    assertThat(check.getConsecutiveFailures()).isEqualTo(3);
    assertThat(task(configuration().with(HealthCheckConfiguration.disabled())).hasHealthCheck())
        .isFalse();
  }

  /** Mesos' master answers TASK_ERROR to a health check that has no type, or not what it needs. */
  @Test
  void givesTheHealthCheckATypeSinceMesosRefusesOneWithout() {
    TaskInfo task = task(configuration());

    assertThat(task.getHealthCheck().getType()).isEqualTo(HealthCheck.Type.TCP);
    assertThat(task.getHealthCheck().getTcp().getPort())
        .isEqualTo(task.getDiscovery().getPorts().getPorts(0).getNumber());
  }

  @Test
  void passesJmxOptionsToTheBrokersJvm() throws IOException {
    JmxConfiguration jmx =
        new JmxConfiguration(
            true,
            true,
            9010,
            new JmxConfiguration.Ssl(false, true, "TLSv1.3", "", false),
            new JmxConfiguration.Authentication(true, "/etc/jmx.password", "", ""));

    String options =
        data(with(configuration().broker().withJmx(jmx)))
            .at("/environment/KAFKA_JMX_OPTS")
            .asText();

    assertThat(options.split(" "))
        .contains(
            "-Dcom.sun.management.jmxremote",
            "-Dcom.sun.management.jmxremote.port=9010",
            "-Dcom.sun.management.jmxremote.rmi.port=9010",
            "-Djava.rmi.server.hostname=10.0.0.1",
            "-Dcom.sun.management.jmxremote.ssl=true",
            "-Dcom.sun.management.jmxremote.ssl.enabled.protocols=TLSv1.3",
            "-Dcom.sun.management.jmxremote.authenticate=true",
            "-Dcom.sun.management.jmxremote.password.file=/etc/jmx.password")
        .noneMatch(option -> option.contains("access.file"));
  }

  @Test
  void opensNoPortForJmxThatIsNotRemote() throws IOException {
    JmxConfiguration local =
        new JmxConfiguration(
            true,
            false,
            9010,
            new JmxConfiguration.Ssl(false, false, "", "", false),
            new JmxConfiguration.Authentication(false, "", "", ""));

    assertThat(
            data(with(configuration().broker().withJmx(local))).at("/environment/KAFKA_JMX_OPTS"))
        .hasToString("\"-Dcom.sun.management.jmxremote\"");
  }

  @Test
  void tellsTheBrokerWhereMetricsGo() throws IOException {
    BrokerConfiguration broker =
        configuration().broker().withStatsd(new StatsdConfiguration("10.0.0.9", 8125));

    JsonNode environment = data(with(broker)).get("environment");

    assertThat(environment.get("STATSD_UDP_HOST").asText()).isEqualTo("10.0.0.9");
    assertThat(environment.get("STATSD_UDP_PORT").asText()).isEqualTo("8125");
  }
}
