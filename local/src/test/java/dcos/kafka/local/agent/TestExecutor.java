package dcos.kafka.local.agent;

import dcos.kafka.mesos.executor.ExecutorClient;
import dcos.kafka.mesos.executor.ExecutorEnvironment;
import dcos.kafka.mesos.executor.ExecutorListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Event;

/**
 * An executor on our own client, as a program: its task is a child process that sleeps. Stays for
 * other tasks, and leaves traces in its sandbox.
 */
final class TestExecutor implements ExecutorListener {
  private final AtomicReference<ExecutorClient> client = new AtomicReference<>();
  private final CountDownLatch end = new CountDownLatch(1);

  public static void main(String[] arguments) throws Exception {
    TestExecutor executor = new TestExecutor();
    trace("pid", Long.toString(ProcessHandle.current().pid()));
    Process child = new ProcessBuilder("sleep", "1000").start();
    trace("child", Long.toString(child.pid()));
    try (ExecutorClient running =
        ExecutorClient.create(ExecutorEnvironment.from(System.getenv()), executor)) {
      executor.client.set(running);
      running.start();
      executor.end.await();
      running.whenAllAcknowledged().toCompletableFuture().join();
    }
    child.destroy();
  }

  @Override
  public void subscribed(Event.Subscribed subscribed) {
    trace("subscribed", "yes");
  }

  @Override
  public void launch(TaskInfo task) {
    trace("tasks", task.getTaskId().getValue() + " " + Files.exists(Path.of("data")));
    client.get().update(status(task.getTaskId(), TaskState.TASK_RUNNING));
  }

  @Override
  public void kill(TaskID task, Optional<Duration> grace) {
    client.get().update(status(task, TaskState.TASK_KILLED));
  }

  @Override
  public void shutdown(String reason) {
    trace("shutdown", reason);
    end.countDown();
  }

  @Override
  public void message(byte[] data) {}

  @Override
  public void disconnected(String reason) {}

  private static TaskStatus status(TaskID task, TaskState state) {
    return TaskStatus.newBuilder().setTaskId(task).setState(state).build();
  }

  private static void trace(String file, String line) {
    try {
      Files.writeString(
          Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
