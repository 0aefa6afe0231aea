package dcos.kafka.executor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.zookeeper.CreateMode;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** An agent, a ZooKeeper, and the executor as a process between them. */
final class TestBed implements AutoCloseable {
  static final TaskID TASK = TaskID.newBuilder().setValue("broker-0__1").build();
  static final ExecutorID EXECUTOR = ExecutorID.newBuilder().setValue("broker-0__1").build();

  final FakeAgent agent = new FakeAgent();
  final TestingServer zookeeperServer;
  final CuratorFramework zookeeper;
  final Path sandbox;
  final Map<String, String> environment = new TreeMap<>();
  final Map<String, String> brokerEnvironment = new TreeMap<>(Map.of("FROM_TASK", "yes"));
  private final List<Process> executors = new ArrayList<>();

  TestBed(Path folder) throws Exception {
    zookeeperServer = new TestingServer();
    zookeeper =
        CuratorFrameworkFactory.newClient(
            zookeeperServer.getConnectString(), new RetryOneTime(100));
    zookeeper.start();
    sandbox = Files.createDirectory(folder.resolve("sandbox"));
    Files.createDirectory(sandbox.resolve("kafka-broker-data"));
    environment.put("MESOS_SANDBOX", sandbox.toString());
    environment.put("MESOS_AGENT_ENDPOINT", agent.endpoint());
    environment.put("MESOS_FRAMEWORK_ID", "framework");
    environment.put("MESOS_EXECUTOR_ID", EXECUTOR.getValue());
    environment.put("MESOS_CHECKPOINT", "1");
    environment.put("MESOS_SUBSCRIPTION_BACKOFF_MAX", "100ms");
    environment.put("MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", "10secs");
    environment.put("MESOS_EXECUTOR_AUTHENTICATION_TOKEN", "secret-token");
  }

  /** Puts a stand-in for Kafka into the sandbox. */
  void standIn(String script) throws IOException {
    Path start = sandbox.resolve("kafka/bin/kafka-server-start.sh");
    Files.createDirectories(start.getParent());
    Files.writeString(start, "#!/bin/sh\n" + script);
    if (!start.toFile().setExecutable(true)) {
      throw new IOException(start + " can't be made executable");
    }
  }

  /** A task for a broker on the port. */
  TaskInfo.Builder task(int port) throws IOException {
    return task("kafka", 64, port, Map.of());
  }

  TaskInfo.Builder task(String kafka, int heapMb, int port, Map<String, String> overrides)
      throws IOException {
    String listener = "PLAINTEXT://127.0.0.1:" + port;
    Map<String, String> properties = new TreeMap<>();
    properties.put("broker.id", "0");
    properties.put("listeners", listener);
    properties.put("advertised.listeners", listener);
    properties.put("log.dirs", "kafka-broker-data/broker-0");
    properties.put("zookeeper.connect", zookeeperServer.getConnectString() + "/kafka");
    properties.putAll(overrides);
    Map<String, Object> data =
        Map.of(
            "brokerId",
            0,
            "kafkaDirectory",
            kafka,
            "heapMb",
            heapMb,
            "host",
            "127.0.0.1",
            "port",
            port,
            "zookeeper",
            zookeeperServer.getConnectString() + "/kafka",
            "environment",
            brokerEnvironment,
            "properties",
            properties);
    return TaskInfo.newBuilder()
        .setName("broker-0")
        .setTaskId(TASK)
        .setAgentId(AgentID.newBuilder().setValue("agent"))
        .setData(ByteString.copyFrom(new ObjectMapper().writeValueAsBytes(data)));
  }

  /** Runs the compiled program. */
  Process startExecutor() throws IOException {
    return startExecutor(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "dcos.kafka.executor.Main"));
  }

  Process startExecutor(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(sandbox.toFile())
            .redirectOutput(file("stdout"))
            .redirectError(file("stderr"));
    builder.environment().putAll(environment);
    Process executor = builder.start();
    executors.add(executor);
    return executor;
  }

  private File file(String name) {
    return sandbox.resolve(name).toFile();
  }

  /** What a sandbox file holds; empty when it isn't there. */
  String read(String name) {
    try {
      Path file = sandbox.resolve(name);
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Registers a broker as Kafka does; delete the node to end its session. */
  void register(int port) throws Exception {
    String node =
        "{\"endpoints\":[\"PLAINTEXT://127.0.0.1:%d\"],\"host\":\"127.0.0.1\",\"port\":%d,\"version\":4}"
            .formatted(port, port);
    zookeeper
        .create()
        .creatingParentsIfNeeded()
        .withMode(CreateMode.PERSISTENT)
        .forPath("/kafka/brokers/ids/0", node.getBytes(StandardCharsets.UTF_8));
  }

  void unregister() throws Exception {
    zookeeper.delete().forPath("/kafka/brokers/ids/0");
  }

  List<TaskState> states() {
    return agent.updates().stream().map(TaskStatus::getState).toList();
  }

  /** What was reported of one task. */
  List<TaskState> states(TaskID task) {
    return agent.updates().stream()
        .filter(update -> update.getTaskId().equals(task))
        .map(TaskStatus::getState)
        .toList();
  }

  /** The update with the state, as soon as it came. */
  TaskStatus awaitUpdate(TaskState state) {
    await(() -> assertThat(states()).as("%s", read("stderr")).contains(state));
    return agent.updates().stream()
        .filter(update -> update.getState() == state)
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  /** Waits until that was reported of one task. */
  void awaitUpdate(TaskID task, TaskState state) {
    await(() -> assertThat(states(task)).as("%s", read("stderr")).contains(state));
  }

  private static void await(ThrowingRunnable assertion) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(assertion);
  }

  /** The number that a stand-in wrote to a file. */
  ProcessHandle awaitProcess(String file) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> read(file).endsWith("\n"));
    return ProcessHandle.of(Long.parseLong(read(file).strip())).orElseThrow();
  }

  /**
   * Waits until an orphan runs no more. Whoever inherits it may leave it a zombie for long, which
   * Java calls alive.
   */
  static void awaitEnd(ProcessHandle orphan) {
    Path stat = Path.of("/proc/" + orphan.pid() + "/stat");
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () ->
                !orphan.isAlive()
                    || !Files.exists(stat)
                    || Files.readString(stat).contains(") Z "));
  }

  /** Waits for the executor's end, and answers its exit code. */
  int awaitExit(Process executor) throws InterruptedException {
    if (!executor.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("The executor is still there; stderr: " + read("stderr"));
    }
    return executor.exitValue();
  }

  @Override
  public void close() throws Exception {
    for (Process executor : executors) {
      List<ProcessHandle> tree = executor.descendants().toList();
      executor.destroyForcibly().waitFor();
      tree.forEach(ProcessHandle::destroyForcibly);
    }
    agent.close();
    zookeeper.close();
    zookeeperServer.close();
  }
}
