package dcos.kafka.executor;

import dcos.kafka.executor.health.FakeBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.TaskState;

/**
 * Runs the packaged executor once through the life of a broker, so that the JVM can note which
 * classes that takes. Part of the packaging, for which it borrows the tests' agent.
 */
final class TrainingRun {
  private TrainingRun() {}

  /** Takes a folder, in which it leaves the unpacked executor, and the executor's archive. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    try (FakeBroker broker = new FakeBroker(9);
        TestBed bed = new TestBed(folder)) {
      new ProcessBuilder("tar", "-xzf", arguments[1])
          .directory(bed.sandbox.toFile())
          .inheritIO()
          .start()
          .waitFor();
      bed.standIn("exec sleep 1000\n");
      bed.environment.put("KAFKA_EXECUTOR_ARCHIVE", "-XX:ArchiveClassesAtExit=lib/executor.jsa");
      HealthCheck.Builder check =
          HealthCheck.newBuilder().setDelaySeconds(0).setTimeoutSeconds(5).setIntervalSeconds(0.1);
      bed.agent.launchOnSubscription(bed.task(broker.port()).setHealthCheck(check).build());
      Process executor = bed.startExecutor(List.of("./kafka-executor/bin/kafka-executor"));
      bed.awaitUpdate(TaskState.TASK_STARTING);
      bed.register(broker.port());
      bed.awaitUpdate(TaskState.TASK_RUNNING);
      bed.agent.kill(TestBed.TASK, Duration.ofSeconds(5));
      bed.awaitUpdate(TaskState.TASK_KILLED);
      bed.agent.shutdown();
      bed.awaitExit(executor);
    }
    Path archive = folder.resolve("sandbox/kafka-executor/lib/executor.jsa");
    if (!Files.exists(archive)) {
      throw new IOException(archive + " was not written");
    }
    System.exit(0);
  }
}
