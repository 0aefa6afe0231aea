package dcos.kafka.executor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FAILED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_STARTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged executor with the packaged Kafka. */
class KafkaIT {
  private static final File EXECUTOR = new File(System.getProperty("archive.executor"));
  private static final File KAFKA = new File(System.getProperty("archive.kafka"));
  private static final String DISTRIBUTION = KAFKA.getName().replace(".tgz", "");

  private TestBed bed;
  private int port;

  @BeforeEach
  void unpack(@TempDir Path folder) throws Exception {
    bed = new TestBed(folder);
    run("tar", "xzf", EXECUTOR.toString());
    run("tar", "xzf", KAFKA.toString());
    port = freePort();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  private TaskInfo.Builder task() throws IOException {
    return bed.task(DISTRIBUTION, 256, port, Map.of("offsets.topic.replication.factor", "1"));
  }

  private Process start(TaskInfo task) throws IOException {
    bed.agent.launchOnSubscription(task);
    return bed.startExecutor(List.of("./kafka-executor/bin/kafka-executor"));
  }

  /** Runs a command in the sandbox; answers its output. */
  private String run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(bed.sandbox.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  private String tool(String name, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(DISTRIBUTION + "/bin/" + name, "--bootstrap-server", "127.0.0.1:" + port));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  /** The files that are mapped into a process. */
  private static String memory(ProcessHandle process) throws IOException {
    return Files.readString(Path.of("/proc/" + process.pid() + "/maps"));
  }

  private static ProcessHandle broker(Process executor) {
    return executor.children().findFirst().orElseThrow();
  }

  @Test
  void runsABrokerThatServesTopicsAndStopsItWell() throws Exception {
    Process executor = start(task().build());
    bed.awaitUpdate(TASK_RUNNING);

    tool(
        "kafka-topics.sh",
        "--create",
        "--topic",
        "t",
        "--partitions",
        "2",
        "--replication-factor",
        "1");
    assertThat(tool("kafka-topics.sh", "--list").lines()).contains("t");
    assertThat(memory(executor.toHandle()))
        .as("starts with the classes that were shared when it was packaged")
        .contains("executor.jsa");
    assertThat(memory(broker(executor))).as("and so does Kafka").contains("broker.jsa");
    assertThat(tool("kafka-broker-api-versions.sh")).contains("Metadata");
    assertThat(bed.sandbox.resolve("kafka-broker-data/broker-0/t-1")).isDirectory();

    bed.agent.kill(TestBed.TASK, Duration.ofSeconds(60));
    bed.awaitUpdate(TASK_KILLED);
    bed.agent.shutdown();
    assertThat(bed.awaitExit(executor)).isZero();
    assertThat(bed.states())
        .containsExactly(TASK_STARTING, TASK_RUNNING, TASK_KILLING, TASK_KILLED);
    assertThat(bed.read("stdout")).contains("shut down completed");
    assertThat(bed.sandbox.resolve("kafka-broker-data/broker-0/.kafka_cleanshutdown")).exists();
    assertThat(bed.read("stderr")).doesNotContain("secret-token");
  }

  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  @SuppressWarnings("BanJNDI") // What answers is our own broker.
  @Test
  void tellsItsMetricsByStatsdAndJmx() throws Exception {
    int jmxPort = freePort();
    try (DatagramSocket statsd = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      statsd.setSoTimeout(60_000);
      bed.brokerEnvironment.put("FRAMEWORK_NAME", "/team/kafka");
      bed.brokerEnvironment.put("STATSD_UDP_HOST", "127.0.0.1");
      bed.brokerEnvironment.put("STATSD_UDP_PORT", "" + statsd.getLocalPort());
      bed.brokerEnvironment.put(
          "KAFKA_JMX_OPTS",
          ("-Dcom.sun.management.jmxremote -Dcom.sun.management.jmxremote.port=%1$d"
                  + " -Dcom.sun.management.jmxremote.rmi.port=%1$d"
                  + " -Dcom.sun.management.jmxremote.authenticate=false"
                  + " -Dcom.sun.management.jmxremote.ssl=false -Djava.rmi.server.hostname=127.0.0.1")
              .formatted(jmxPort));
      start(task().build());
      bed.awaitUpdate(TASK_RUNNING);

      List<String> expected =
          List.of(
              "team_kafka.broker-0.kafka.server.ReplicaManager.UnderReplicatedPartitions:0|g",
              "team_kafka.broker-0.kafka.server.KafkaServer.BrokerState:3|g");
      Set<String> lines = new HashSet<>();
      DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
      while (!lines.containsAll(expected)) {
        statsd.receive(packet);
        String text = new String(packet.getData(), 0, packet.getLength(), US_ASCII);
        text.lines().forEach(lines::add);
      }
      assertThat(lines)
          .anyMatch(line -> line.contains(".java.lang.Memory.HeapMemoryUsage.used:"))
          .allMatch(line -> line.matches("[A-Za-z0-9_.-]+:-?[0-9.]+\\|g"));
    }
    try (JMXConnector jmx =
        JMXConnectorFactory.connect(
            new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + jmxPort + "/jmxrmi"))) {
      assertThat(
              jmx.getMBeanServerConnection()
                  .getAttribute(
                      new ObjectName("kafka.server:type=KafkaServer,name=BrokerState"), "Value"))
          .isEqualTo(3);
    }
  }

  @Test
  void freesPortAndVolumeWhenTheExecutorIsKilled() throws Exception {
    Process executor = start(task().build());
    bed.awaitUpdate(TASK_RUNNING);
    ProcessHandle broker = broker(executor);
    executor.destroyForcibly();
    TestBed.awaitEnd(broker);

    // The next one has to wait until ZooKeeper forgets the first, and then finds port and volume
    // free.
    bed.agent.updates().clear();
    bed.agent.subscriptions().clear();
    bed.startExecutor(List.of("./kafka-executor/bin/kafka-executor"));
    bed.awaitUpdate(TASK_RUNNING);
    assertThat(bed.states()).containsExactly(TASK_STARTING, TASK_RUNNING);
  }

  @Test
  void findsABrokerThatHangs() throws Exception {
    HealthCheck.Builder check =
        HealthCheck.newBuilder()
            .setDelaySeconds(0)
            .setIntervalSeconds(0.2)
            .setTimeoutSeconds(1)
            .setGracePeriodSeconds(0)
            .setConsecutiveFailures(2);
    Process executor = start(task().setHealthCheck(check).build());
    bed.awaitUpdate(TASK_RUNNING);
    ProcessHandle broker = broker(executor);
    run("kill", "-STOP", String.valueOf(broker.pid()));

    assertThat(bed.awaitUpdate(TASK_FAILED).getMessage())
        .startsWith("The broker was stopped because 2 health checks in a row failed");
    assertThat(bed.awaitExit(executor)).isZero();
    assertThat(broker.isAlive()).isFalse();
  }

  @Test
  void saysWhyKafkaDidNotStart() throws Exception {
    start(bed.task(DISTRIBUTION, 256, port, Map.of("num.network.threads", "none")).build());
    assertThat(bed.awaitUpdate(TASK_FAILED).getMessage())
        .startsWith("The broker ended with exit code 1. It said last:")
        .contains("Invalid value none for configuration num.network.threads")
        .hasSizeLessThan(1200);
  }
}
