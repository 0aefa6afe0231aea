package dcos.kafka.local.system;

import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * {@code kill -9} of a cluster's scheduler, at moments drawn from a seed. Marathon starts the next.
 */
final class SchedulerKills {
  private static final int LATEST_MILLIS = 8_000;
  private static final int LATEST_AFTER_START_MILLIS = 2_000;
  private static final int LATEST_AFTER_ANSWER_MILLIS = 1_500;
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Cluster cluster;
  private final Random random;

  SchedulerKills(Cluster cluster, long seed) {
    this.cluster = cluster;
    this.random = new Random(seed);
  }

  /** Kills it once, at some moment soon; completes when another one answers. */
  CompletableFuture<Void> soon() {
    return CompletableFuture.runAsync(
        () -> {
          // It may just be about to be started by Marathon.
          awaitSchedulers().forEach(ProcessHandle::destroyForcibly);
          awaitAnswer();
        },
        later(LATEST_MILLIS));
  }

  /**
   * Kills one after the other: two of three at any moment of their start, the third soon after it
   * has begun to answer, so that something gets done as well.
   */
  void again(int times) {
    for (int i = 0; i < times; i++) {
      List<ProcessHandle> started = awaitSchedulers();
      boolean early = random.nextInt(3) < 2;
      if (!early) {
        awaitAnswer();
      }
      CompletableFuture.runAsync(
              () -> started.forEach(ProcessHandle::destroyForcibly),
              later(early ? LATEST_AFTER_START_MILLIS : LATEST_AFTER_ANSWER_MILLIS))
          .join();
      await("it has ended")
          .atMost(Cluster.PATIENCE)
          .pollInterval(LOOK)
          .until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  private Executor later(int latestMillis) {
    return CompletableFuture.delayedExecutor(random.nextInt(latestMillis), TimeUnit.MILLISECONDS);
  }

  private List<ProcessHandle> awaitSchedulers() {
    return await("there is a scheduler")
        .atMost(Cluster.PATIENCE)
        .pollInterval(LOOK)
        .until(() -> cluster.programs().schedulers(), found -> !found.isEmpty());
  }

  private void awaitAnswer() {
    await("it answers").atMost(Cluster.PATIENCE).pollInterval(LOOK).until(this::answers);
  }

  private boolean answers() {
    try {
      return cluster.kafka().get("/v1/brokers").status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
