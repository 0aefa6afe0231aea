package dcos.kafka.executor;

import static org.apache.mesos.v1.Protos.TaskState.TASK_ERROR;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FAILED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_RUNNING;
import static org.apache.mesos.v1.Protos.TaskState.TASK_STARTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dcos.kafka.executor.health.FakeBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The executor as a process, between an agent and ZooKeeper, with a shell script for a broker. */
class ExecutorProcessTest {
  private static final String UNTIL_TERMINATED = "echo $$ >pid\nexec sleep 1000\n";
  private static final Duration GRACE = Duration.ofSeconds(20);

  private TestBed bed;
  private FakeBroker broker;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    bed = new TestBed(folder);
    broker = new FakeBroker(9);
  }

  @AfterEach
  void stop() throws Exception {
    bed.close();
    broker.close();
  }

  private Process launch(String standIn) throws Exception {
    bed.standIn(standIn);
    bed.agent.launchOnSubscription(bed.task(broker.port()).build());
    return bed.startExecutor();
  }

  private Process launchAndServe(String standIn) throws Exception {
    Process executor = launch(standIn);
    bed.awaitUpdate(TASK_STARTING);
    bed.register(broker.port());
    bed.awaitUpdate(TASK_RUNNING);
    return executor;
  }

  @Test
  void runsWhenTheBrokerIsRegisteredAndAnswersAndIsKilledWhenAsked() throws Exception {
    Process executor =
        launch("env >environment\necho arguments: \"$@\"\necho trouble >&2\n" + UNTIL_TERMINATED);
    bed.awaitUpdate(TASK_STARTING);
    assertThat(bed.states()).containsExactly(TASK_STARTING);

    bed.register(broker.port());
    assertThat(bed.awaitUpdate(TASK_RUNNING).getHealthy()).isTrue();

    ProcessHandle process = bed.awaitProcess("pid");
    bed.agent.kill(TestBed.TASK, GRACE);
    bed.awaitUpdate(TASK_KILLED);
    assertThat(process.isAlive()).isFalse();
    bed.agent.shutdown();
    assertThat(bed.awaitExit(executor)).isZero();
    assertThat(bed.states())
        .containsExactly(TASK_STARTING, TASK_RUNNING, TASK_KILLING, TASK_KILLED);

    assertThat(bed.read("stdout"))
        .contains("arguments: " + bed.sandbox.resolve("server.properties"));
    assertThat(bed.read("stderr")).contains("trouble").doesNotContain("secret-token");
    assertThat(bed.read("environment"))
        .contains("KAFKA_HEAP_OPTS=-Xms64M -Xmx64M", "FROM_TASK=yes")
        .doesNotContain("secret-token");
  }

  @Test
  void waitsUntilTheRegistrationOfTheFormerBrokerIsGone() throws Exception {
    bed.register(broker.port());
    launch(UNTIL_TERMINATED);

    await().until(() -> bed.agent.subscriptions().size() == 1);
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(3))
        .until(() -> bed.states().isEmpty());

    bed.unregister();
    bed.awaitUpdate(TASK_STARTING);
    bed.register(broker.port());
    bed.awaitUpdate(TASK_RUNNING);
  }

  @Test
  void doesNotTakeTheRegistrationOfAnotherBrokerForItsOwn() throws Exception {
    launch(UNTIL_TERMINATED);
    bed.awaitUpdate(TASK_STARTING);
    bed.register(broker.port() + 1);
    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(3))
        .until(() -> !bed.states().contains(TASK_RUNNING));

    bed.unregister();
    bed.register(broker.port());
    bed.awaitUpdate(TASK_RUNNING);
  }

  @Test
  void isKilledBeforeTheBrokerIsStarted() throws Exception {
    bed.register(broker.port());
    Process executor = launch(UNTIL_TERMINATED);
    await().until(() -> bed.agent.subscriptions().size() == 1);
    bed.agent.kill(TestBed.TASK, GRACE);
    bed.awaitUpdate(TASK_KILLED);
    bed.agent.shutdown();
    assertThat(bed.awaitExit(executor)).isZero();
    assertThat(bed.sandbox.resolve("pid")).doesNotExist();
  }

  @Test
  void runsTheNextTaskAfterABrokerThatWasStopped() throws Exception {
    Process executor = launchAndServe(UNTIL_TERMINATED);
    ProcessHandle first = bed.awaitProcess("pid");
    bed.agent.kill(TestBed.TASK, GRACE);
    bed.awaitUpdate(TASK_KILLED);
    assertThat(first.isAlive()).isFalse();
    bed.unregister();
    Files.delete(bed.sandbox.resolve("pid"));

    TaskID next = TaskID.newBuilder().setValue("broker-0__2").build();
    bed.agent.launch(
        bed.task("kafka", 64, broker.port(), Map.of("num.io.threads", "3"))
            .setTaskId(next)
            .build());
    bed.awaitUpdate(next, TASK_STARTING);
    ProcessHandle second = bed.awaitProcess("pid");
    assertThat(bed.read("server.properties")).contains("num.io.threads=3");
    assertThat(bed.states(next)).containsExactly(TASK_STARTING);
    bed.register(broker.port());
    bed.awaitUpdate(next, TASK_RUNNING);
    bed.agent.kill(next, GRACE);
    bed.awaitUpdate(next, TASK_KILLED);
    assertThat(second.isAlive()).isFalse();
    assertThat(bed.states(next))
        .containsExactly(TASK_STARTING, TASK_RUNNING, TASK_KILLING, TASK_KILLED);
    assertThat(executor.isAlive()).isTrue();

    bed.agent.shutdown();
    assertThat(bed.awaitExit(executor)).isZero();
  }

  @Test
  void killsTheWholeTreeOfABrokerThatDoesNotStop() throws Exception {
    Process executor =
        launchAndServe("trap '' TERM\nsleep 1000 &\necho $! >child\necho $$ >pid\nsleep 1000\n");
    ProcessHandle process = bed.awaitProcess("pid");
    ProcessHandle child = bed.awaitProcess("child");

    bed.agent.kill(TestBed.TASK, GRACE);
    bed.agent.kill(TestBed.TASK, Duration.ofSeconds(1));
    bed.agent.kill(TaskID.newBuilder().setValue("another").build(), Duration.ZERO);
    bed.awaitUpdate(TASK_KILLED);
    assertThat(process.isAlive()).isFalse();
    bed.agent.shutdown();
    assertThat(bed.awaitExit(executor)).isZero();
    TestBed.awaitEnd(child);
    assertThat(bed.states())
        .containsExactly(TASK_STARTING, TASK_RUNNING, TASK_KILLING, TASK_KILLED);
  }

  @Test
  void saysHowABrokerFailed() throws Exception {
    Process executor =
        launch(
            "echo '[now] INFO all is well (kafka)'\necho '[now] ERROR no space left (kafka)'\n"
                + "echo '[now] INFO shutting down (kafka)'\nexit 3\n");
    TaskStatus failed = bed.awaitUpdate(TASK_FAILED);
    assertThat(failed.getMessage())
        .isEqualTo(
            "The broker ended with exit code 3. It said last:\n[now] ERROR no space left (kafka)");
    assertThat(bed.awaitExit(executor)).isZero();
    assertThat(bed.states()).containsExactly(TASK_STARTING, TASK_FAILED);
  }

  @Test
  void saysWhichSignalEndedABroker() throws Exception {
    launchAndServe(UNTIL_TERMINATED);
    bed.awaitProcess("pid").destroyForcibly();
    assertThat(bed.awaitUpdate(TASK_FAILED).getMessage())
        .startsWith("The broker was ended by signal 9 (SIGKILL)");
  }

  @Test
  void finishesWithABrokerThatEndsWell() throws Exception {
    Process executor = launch("exit 0\n");
    bed.awaitUpdate(TASK_FINISHED);
    assertThat(bed.awaitExit(executor)).isZero();
  }

  @Test
  void endsWellWhenTheAgentShutsItDown() throws Exception {
    Process executor = launchAndServe(UNTIL_TERMINATED);
    ProcessHandle process = bed.awaitProcess("pid");
    bed.agent.shutdown();
    bed.awaitUpdate(TASK_KILLED);
    assertThat(bed.awaitExit(executor)).isZero();
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void stopsTheBrokerWhenItIsSignalledItself() throws Exception {
    Process executor = launchAndServe(UNTIL_TERMINATED);
    ProcessHandle process = bed.awaitProcess("pid");
    executor.destroy();
    bed.awaitExit(executor);
    assertThat(process.isAlive()).isFalse();
    assertThat(bed.states()).endsWith(TASK_KILLED);
  }

  @Test
  void goesOnAfterTheAgentRestartedAndReportsWhatHappenedMeanwhile() throws Exception {
    Process executor = launchAndServe(UNTIL_TERMINATED);
    bed.agent.stop();
    bed.awaitProcess("pid").destroyForcibly();
    await().until(() -> bed.read("stderr").contains("TASK_FAILED"));
    bed.agent.start();
    bed.awaitUpdate(TASK_FAILED);
    assertThat(bed.awaitExit(executor)).isZero();
    assertThat(bed.agent.subscriptions()).hasSize(2);
  }

  @Test
  void stopsTheBrokerWhenTheAgentStaysAway() throws Exception {
    bed.environment.put("MESOS_RECOVERY_TIMEOUT", "1secs");
    Process executor = launchAndServe(UNTIL_TERMINATED);
    ProcessHandle process = bed.awaitProcess("pid");
    bed.agent.stop();
    assertThat(bed.awaitExit(executor)).isZero();
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void leavesNoBrokerBehindWhenItIsKilled() throws Exception {
    Process executor = launchAndServe("trap '' TERM HUP PIPE\necho $$ >pid\nexec sleep 1000\n");
    ProcessHandle process = bed.awaitProcess("pid");
    executor.destroyForcibly();
    TestBed.awaitEnd(process);
  }

  @Test
  void stopsABrokerThatDoesNotAnswerAnyMore() throws Exception {
    bed.standIn("trap '' TERM\n" + UNTIL_TERMINATED);
    bed.agent.launchOnSubscription(
        bed.task(broker.port())
            .setHealthCheck(
                HealthCheck.newBuilder()
                    .setDelaySeconds(0)
                    .setIntervalSeconds(0.1)
                    .setTimeoutSeconds(0.5)
                    .setGracePeriodSeconds(0)
                    .setConsecutiveFailures(2))
            .build());
    Process executor = bed.startExecutor();
    bed.awaitUpdate(TASK_STARTING);
    bed.register(broker.port());
    bed.awaitUpdate(TASK_RUNNING);
    ProcessHandle process = bed.awaitProcess("pid");

    broker.silence();
    TaskStatus failed = bed.awaitUpdate(TASK_FAILED);
    assertThat(failed.getMessage())
        .startsWith("The broker was stopped because 2 health checks in a row failed")
        .contains("it did not answer within 0.5 s");
    assertThat(failed.getHealthy()).isFalse();
    assertThat(bed.awaitExit(executor)).isZero();
    assertThat(process.isAlive()).isFalse();
    assertThat(bed.states())
        .containsExactly(TASK_STARTING, TASK_RUNNING, TASK_RUNNING, TASK_FAILED);
  }

  @Test
  void refusesATaskThatItDoesNotUnderstand() throws Exception {
    bed.agent.launchOnSubscription(
        bed.task(broker.port())
            .setData(ByteString.copyFromUtf8("{\"brokerId\": \"zero\"}"))
            .build());
    Process executor = bed.startExecutor();
    assertThat(bed.awaitUpdate(TASK_ERROR).getMessage()).contains("brokerId is not a whole number");
    assertThat(bed.awaitExit(executor)).isZero();
  }

  @Test
  void saysThatTheDistributionIsNotThere() throws Exception {
    bed.agent.launchOnSubscription(bed.task(broker.port()).build());
    bed.startExecutor();
    assertThat(bed.awaitUpdate(TASK_FAILED).getMessage())
        .contains("kafka-server-start.sh is not there or not executable", "KAFKA_URI");
  }

  @Test
  void runsASingleTaskAtATime() throws Exception {
    launchAndServe(UNTIL_TERMINATED);
    TaskID second = TaskID.newBuilder().setValue("second").build();
    bed.agent.launch(bed.task(broker.port()).setTaskId(second).build());
    assertThat(bed.awaitUpdate(TASK_FAILED).getTaskId()).isEqualTo(second);
    assertThat(bed.awaitProcess("pid").isAlive()).isTrue();
  }

  @Test
  void saysWhatIsMissingWhenNoAgentStartedIt() throws Exception {
    bed.environment.remove("MESOS_AGENT_ENDPOINT");
    Process executor = bed.startExecutor();
    assertThat(bed.awaitExit(executor)).isEqualTo(1);
    assertThat(bed.read("stderr").lines())
        .hasSize(1)
        .first()
        .asString()
        .contains("MESOS_AGENT_ENDPOINT");
  }
}
