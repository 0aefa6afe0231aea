package dcos.kafka.local.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcos.kafka.local.link.LeadingMaster;
import dcos.kafka.local.master.MasterOptions;
import dcos.kafka.local.master.MesosMaster;
import dcos.kafka.local.resource.MachineResources;
import dcos.kafka.local.resource.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.DiskInfo;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.Volume;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agent and master with our own clients for schedulers and executors, and real processes. */
class MesosAgentTest {
  private static final Resources MACHINE =
      new MachineResources().cpus(2).mem(1024).disk(1000).ports(9092, 9099).build();

  private @TempDir Path folder;
  private final LeadingMaster link = new LeadingMaster();
  private MesosMaster master;
  private MesosAgent agent;
  private TestFramework framework;

  @BeforeEach
  void start() throws Exception {
    master = MesosMaster.start(MasterOptions.defaults(link).withHeartbeat(Duration.ofSeconds(3)));
    agent = MesosAgent.start(options());
    framework = new TestFramework(master.url(), 600);
  }

  @AfterEach
  void stop() throws Exception {
    framework.close();
    agent.destroy();
    master.close();
  }

  private AgentOptions options() {
    return AgentOptions.of(link, "127.0.0.1", folder.resolve("agent"), MACHINE);
  }

  @Test
  void tellsOfAnExecutorThatDiesAndLeavesNothingOfIt() throws Exception {
    launchExecutor();
    framework.status(TaskState.TASK_RUNNING);
    long child = pid("child");

    ProcessHandle.of(pid("pid")).orElseThrow().destroyForcibly();

    assertThat(framework.await(event -> event.hasFailure()).getFailure().getStatus()).isEqualTo(9);
    TaskStatus status = framework.status(TaskState.TASK_FAILED);
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_EXECUTOR_TERMINATED);
    assertThat(status.getMessage()).isEqualTo("Executor terminated");
    await().until(() -> isGone(child));
    framework.freshOffer(offer -> Resources.of(offer.getResourcesList()).equals(MACHINE));
  }

  @Test
  void findsItsExecutorAgainAfterItsOwnRestart() throws Exception {
    launchExecutor();
    framework.status(TaskState.TASK_RUNNING);

    agent.close();
    agent = MesosAgent.start(options());

    await().until(() -> Files.readAllLines(find("subscribed")).size() == 2);
    assertThat(isGone(pid("child"))).isFalse();
    framework.kill("task");
    framework.status(TaskState.TASK_KILLED);
    framework.shutdownExecutor("executor", agentId());
    await().until(() -> isGone(pid("pid")));
  }

  @Test
  void handsAnExecutorThatStayedAnotherTaskWithItsVolumeUntilItIsToldToEnd() throws Exception {
    VolumeAndCpu volume = new VolumeAndCpu();
    ExecutorInfo executor = executor();
    framework.accept(
        framework.offer(any -> true),
        volume.reserve(),
        volume.create(),
        launching(volume.task("first").setExecutor(executor)));
    framework.status(TaskState.TASK_RUNNING);
    Path data = find("pid").resolveSibling("data");
    assertThat(data).isDirectory();

    framework.kill("first");
    framework.status(TaskState.TASK_KILLED);
    await().until(() -> Files.notExists(data));
    Offer offer =
        framework.offer(one -> one.getResourcesList().stream().anyMatch(Resources::isVolume));
    assertThat(offer.getExecutorIdsList()).containsExactly(executor.getExecutorId());
    assertThat(Resources.of(offer.getResourcesList()).scalar("cpus"))
        .as("the task's, and not what the executor holds")
        .isEqualTo(0.5);

    framework.accept(offer, launching(volume.task("second").setExecutor(executor)));
    framework.status(TaskState.TASK_RUNNING);
    assertThat(find("tasks")).hasContent("first true\nsecond true\n");
    assertThat(data).isDirectory();

    framework.shutdownExecutor("executor", agentId());
    await().until(() -> isGone(pid("pid")));
    framework.freshOffer(one -> Resources.of(one.getResourcesList()).scalar("cpus") == 2);
  }

  @Test
  void tellsAfterItsRestartWhatEndedMeanwhile() throws Exception {
    launchExecutor();
    framework.status(TaskState.TASK_RUNNING);
    long executor = pid("pid");

    agent.close();
    ProcessHandle.of(executor).orElseThrow().destroyForcibly();
    await().until(() -> isGone(executor));
    agent = MesosAgent.start(options());

    assertThat(framework.status(TaskState.TASK_FAILED).getMessage())
        .isEqualTo("Executor terminated");
    framework.freshOffer(offer -> Resources.of(offer.getResourcesList()).equals(MACHINE));
  }

  @Test
  void endsExecutorsGentlyAndLeavesNeitherProcessNorThread() throws Exception {
    launchExecutor();
    framework.status(TaskState.TASK_RUNNING);
    long executor = pid("pid");
    long child = pid("child");

    agent.destroy();

    assertThat(find("shutdown")).isNotEmptyFile();
    assertThat(isGone(executor)).isTrue();
    assertThat(isGone(child)).isTrue();
    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("mesos-agent")));
  }

  @Test
  void endsTheExecutorsOfAFrameworkThatDoesNotReturn() throws Exception {
    framework.close();
    framework = new TestFramework(master.url(), 0);
    launchExecutor();
    framework.status(TaskState.TASK_RUNNING);
    long executor = pid("pid");

    framework.close();

    // It is noticed by the second heartbeat that can't be written.
    await().atMost(Duration.ofSeconds(20)).until(() -> isGone(executor));
  }

  @Test
  void saysWhatCouldNotBeFetched() throws Exception {
    CommandInfo command =
        CommandInfo.newBuilder()
            .setValue("true")
            .addUris(CommandInfo.URI.newBuilder().setValue("file:///no/such.tgz"))
            .build();
    launch(task().setCommand(command));

    TaskStatus status = framework.status(TaskState.TASK_FAILED);

    assertThat(status.getMessage())
        .isEqualTo(
            "Failed to launch container: Can't fetch 'file:///no/such.tgz': there is no such file.");
    assertThat(status.getReason()).isEqualTo(TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED);
  }

  @Test
  void keepsAVolumesDataUntilItIsDestroyed() throws Exception {
    VolumeAndCpu volume = new VolumeAndCpu();
    framework.accept(
        framework.offer(offer -> true),
        volume.reserve(),
        volume.create(),
        launching(
            volume
                .task("writer")
                .setCommand(CommandInfo.newBuilder().setValue("echo kept > data/file"))));
    framework.status(TaskState.TASK_FINISHED);
    Path file = folder.resolve("agent/volumes/roles/" + TestFramework.ROLE + "/the-volume/file");
    assertThat(file).hasContent("kept");

    framework.accept(
        framework.offer(offer -> offer.getResourcesList().stream().anyMatch(Resources::isVolume)),
        volume.destroy(),
        volume.unreserve());

    await().until(() -> Files.notExists(file.getParent()));
    framework.freshOffer(
        offer ->
            offer.getResourcesList().stream().allMatch(one -> one.getReservationsCount() == 0));
  }

  /** Half a CPU and a persistent volume, and what is done with them. */
  private final class VolumeAndCpu {
    private final Resource cpu = reserved(new MachineResources().cpus(0.5).build());
    private final Resource disk = reserved(new MachineResources().disk(100).build());
    private final Resource volume =
        disk.toBuilder()
            .setDisk(
                DiskInfo.newBuilder()
                    .setPersistence(
                        DiskInfo.Persistence.newBuilder().setId("the-volume").setPrincipal("test"))
                    .setVolume(
                        Volume.newBuilder().setContainerPath("data").setMode(Volume.Mode.RW)))
            .build();

    Offer.Operation reserve() {
      return Offer.Operation.newBuilder()
          .setType(Offer.Operation.Type.RESERVE)
          .setReserve(Offer.Operation.Reserve.newBuilder().addResources(cpu).addResources(disk))
          .build();
    }

    Offer.Operation create() {
      return Offer.Operation.newBuilder()
          .setType(Offer.Operation.Type.CREATE)
          .setCreate(Offer.Operation.Create.newBuilder().addVolumes(volume))
          .build();
    }

    TaskInfo.Builder task(String id) {
      return TaskInfo.newBuilder()
          .setName(id)
          .setTaskId(TaskID.newBuilder().setValue(id))
          .setAgentId(agentId())
          .addResources(cpu)
          .addResources(volume);
    }

    Offer.Operation destroy() {
      return Offer.Operation.newBuilder()
          .setType(Offer.Operation.Type.DESTROY)
          .setDestroy(Offer.Operation.Destroy.newBuilder().addVolumes(volume))
          .build();
    }

    Offer.Operation unreserve() {
      return Offer.Operation.newBuilder()
          .setType(Offer.Operation.Type.UNRESERVE)
          .setUnreserve(Offer.Operation.Unreserve.newBuilder().addResources(cpu).addResources(disk))
          .build();
    }
  }

  private void launchExecutor() throws Exception {
    launch(task().setExecutor(executor()));
  }

  private static ExecutorInfo executor() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command =
        "exec "
            + java
            + " -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '"
            + System.getProperty("java.class.path")
            + "' "
            + TestExecutor.class.getName();
    return ExecutorInfo.newBuilder()
        .setType(ExecutorInfo.Type.CUSTOM)
        .setExecutorId(ExecutorID.newBuilder().setValue("executor"))
        .setCommand(CommandInfo.newBuilder().setValue(command))
        .addAllResources(new MachineResources().cpus(0.1).mem(64).build().toProtos())
        .build();
  }

  private static TaskInfo.Builder task() {
    return TaskInfo.newBuilder()
        .setName("task")
        .setTaskId(TaskID.newBuilder().setValue("task"))
        .addAllResources(new MachineResources().cpus(0.5).mem(64).build().toProtos());
  }

  private void launch(TaskInfo.Builder task) throws Exception {
    Offer offer = framework.offer(any -> true);
    framework.accept(offer, launching(task.setAgentId(offer.getAgentId())));
  }

  private static Offer.Operation launching(TaskInfo.Builder task) {
    return Offer.Operation.newBuilder()
        .setType(Offer.Operation.Type.LAUNCH)
        .setLaunch(Offer.Operation.Launch.newBuilder().addTaskInfos(task))
        .build();
  }

  private org.apache.mesos.v1.Protos.AgentID agentId() {
    await().until(() -> agent.id().isPresent());
    return org.apache.mesos.v1.Protos.AgentID.newBuilder()
        .setValue(agent.id().orElseThrow())
        .build();
  }

  private static Resource reserved(Resources one) {
    return one.toProtos().get(0).toBuilder()
        .addReservations(
            ReservationInfo.newBuilder()
                .setType(ReservationInfo.Type.DYNAMIC)
                .setRole(TestFramework.ROLE)
                .setPrincipal("test"))
        .build();
  }

  private Path find(String file) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(path -> path.endsWith(file)).findFirst().orElse(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long pid(String file) throws IOException {
    await().until(() -> Files.exists(find(file)));
    return Long.parseLong(Files.readString(find(file)).strip());
  }

  private static boolean isGone(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
  }
}
