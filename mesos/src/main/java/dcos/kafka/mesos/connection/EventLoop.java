package dcos.kafka.mesos.connection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which a client keeps its state and calls its listener. What runs here needs no
 * lock, and callbacks come one at a time, in order.
 */
public final class EventLoop {
  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

  private final ScheduledThreadPoolExecutor executor;
  private volatile boolean closed;

  /**
   * @param name of the thread
   */
  public EventLoop(String name) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Runs the task after those that are waiting; never once the loop is closed. */
  public void execute(Runnable task) {
    after(Duration.ZERO, task);
  }

  /** Runs the task after a while, unless the returned future is cancelled or the loop closed. */
  public Future<?> after(Duration delay, Runnable task) {
    try {
      return executor.schedule(() -> tell(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // Late news of a connection that was closed with the loop.
      return CompletableFuture.completedFuture(null);
    }
  }

  /**
   * Runs a listener's callback right now, unless the loop is closed. One that throws is a bug of
   * the listener's, which must not stop the connection.
   */
  public void tell(Runnable callback) {
    if (closed) {
      return;
    }
    try {
      callback.run();
    } catch (RuntimeException | Error e) {
      LOG.error("News from Mesos could not be handled; going on with the next", e);
    }
  }

  /**
   * No task starts after this; one that is running is left to end. May be called from a task, and
   * more than once.
   *
   * @param release closes what the tasks used; runs once, on the loop
   */
  public void close(Runnable release) {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    executor.execute(
        () -> {
          release.run();
          executor.shutdown();
        });
  }
}
