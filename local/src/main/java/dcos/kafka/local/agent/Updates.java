package dcos.kafka.local.agent;

import dcos.kafka.local.loop.Loop;
import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * Sends each task's status updates one after the other, each again and again until the framework
 * has acknowledged it.
 */
final class Updates {
  private final Loop loop;
  private final Duration retry;
  private final BiConsumer<ExecutorRun, AgentTask> send;

  /** {@code send} sends the first of a task's pending updates to the master, if there is one. */
  Updates(Loop loop, Duration retry, BiConsumer<ExecutorRun, AgentTask> send) {
    this.loop = loop;
    this.retry = retry;
    this.send = send;
  }

  /** Sends the first that waits now, and again until the next call. */
  void start(ExecutorRun run, AgentTask task) {
    send(run, task, retry);
  }

  private void send(ExecutorRun run, AgentTask task, Duration next) {
    if (task.head().isPresent()) {
      task.sent(loop.after(next, () -> send(run, task, AgentCore.following(next))));
      send.accept(run, task);
    }
  }
}
