package dcos.kafka.local.loop;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what it is given on its one thread, in order. After {@link #close()} it takes nothing more
 * and says nothing about it, as a message to a process that has ended.
 */
public final class Loop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final ScheduledThreadPoolExecutor thread;
  private @Nullable CountDownLatch paused;

  /** With a thread of that name. */
  public Loop(String name) {
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            runnable -> {
              Thread worker = new Thread(runnable, name);
              worker.setDaemon(true);
              return worker;
            });
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Does it soon. */
  public void run(Runnable action) {
    try {
      thread.execute(guarded(action));
    } catch (RejectedExecutionException closed) {
      LOG.debug("Dropped: the loop is closed");
    }
  }

  /** Does it after a while, unless the answer is cancelled before. */
  public Timer after(Duration delay, Runnable action) {
    try {
      Future<?> future = thread.schedule(guarded(action), delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException closed) {
      return () -> {};
    }
  }

  /** Does it again and again, the first time after {@code interval}. */
  public Timer every(Duration interval, Runnable action) {
    try {
      Future<?> future =
          thread.scheduleAtFixedRate(
              guarded(action), interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException closed) {
      return () -> {};
    }
  }

  /**
   * Does it soon and waits for its result.
   *
   * @throws ClosedException when the loop is closed, before or meanwhile
   */
  public <T> T ask(Callable<T> question) {
    try {
      return thread.submit(question).get();
    } catch (RejectedExecutionException | java.util.concurrent.CancellationException e) {
      throw new ClosedException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedException();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /**
   * From now on does nothing, and all that came meanwhile after {@link #resume()}: as a process
   * that got SIGSTOP.
   */
  public synchronized void pause() {
    if (paused == null && !thread.isShutdown()) {
      CountDownLatch latch = new CountDownLatch(1);
      paused = latch;
      CountDownLatch reached = new CountDownLatch(1);
      run(
          () -> {
            reached.countDown();
            awaitQuietly(latch);
          });
      awaitQuietly(reached);
    }
  }

  /** Goes on after {@link #pause()}. */
  public synchronized void resume() {
    if (paused != null) {
      paused.countDown();
      paused = null;
    }
  }

  /** Stops after what it does just now. */
  @Override
  public void close() {
    resume();
    // Whoever waits for one of them would wait for ever.
    thread.shutdownNow().stream()
        .filter(Future.class::isInstance)
        .forEach(dropped -> ((Future<?>) dropped).cancel(false));
    try {
      if (!thread.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("A loop did not end within {}", CLOSE_TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Runnable guarded(Runnable action) {
    return () -> {
      try {
        action.run();
      } catch (RuntimeException e) {
        LOG.error("A bug: the action is given up, the loop goes on", e);
      }
    };
  }

  /** Something that will be done later, unless cancelled. */
  @FunctionalInterface
  public interface Timer {
    /** Nothing planned. */
    Timer NONE = () -> {};

    /** Forgets it; does nothing when it has been done. */
    void cancel();
  }

  /** The loop has been closed, so there is no answer. */
  public static final class ClosedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
