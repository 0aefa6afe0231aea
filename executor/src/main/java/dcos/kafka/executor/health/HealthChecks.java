package dcos.kafka.executor.health;

import dcos.kafka.executor.task.HealthPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Asks the broker again and again, on a thread of its own, which may block for the timeout. */
public final class HealthChecks implements AutoCloseable {
  private final ScheduledExecutorService thread =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread checks = new Thread(task, "health-checks");
            checks.setDaemon(true);
            return checks;
          });

  private boolean closed;

  private HealthChecks() {}

  /**
   * Begins, with the policy's delay.
   *
   * @param result hears how each check ended: the time since the first began, and what is wrong
   */
  public static HealthChecks start(
      BrokerProbe probe, HealthPolicy policy, BiConsumer<Duration, Optional<String>> result) {
    HealthChecks checks = new HealthChecks();
    long first = System.nanoTime() + policy.delay().toNanos();
    checks.thread.scheduleWithFixedDelay(
        () -> {
          Optional<String> problem = probe.ask(policy.timeout());
          Duration since = Duration.ofNanos(System.nanoTime() - first);
          checks.tell(() -> result.accept(since, problem));
        },
        policy.delay().toNanos(),
        Math.max(1, policy.interval().toNanos()),
        TimeUnit.NANOSECONDS);
    return checks;
  }

  private synchronized void tell(Runnable result) {
    if (!closed) {
      result.run();
    }
  }

  /** No check begins after this, and none that has begun is told of. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    thread.shutdownNow();
  }
}
