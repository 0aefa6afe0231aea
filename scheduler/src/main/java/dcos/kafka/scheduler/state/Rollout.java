package dcos.kafka.scheduler.state;

import dcos.kafka.scheduler.config.DeployStrategy;
import java.time.Instant;
import java.util.List;

/**
 * What the service works towards, and how far operators let it go. Durable, so that a restart of
 * the scheduler forgets neither.
 *
 * @param configurationId the target configuration
 * @param since when it became the target
 * @param canaries the first two steps of a canary rollout, each of which waits for a {@code
 *     continue}; empty where the strategy has no canary
 * @param continues how many of them were released: 0, 1 or 2. The second releases all the rest
 * @param interrupted whether no further steps are to begin
 * @param forced whether the next step is to begin although the gate is closed
 */
public record Rollout(
    String configurationId,
    Instant since,
    List<Integer> canaries,
    int continues,
    boolean interrupted,
    boolean forced) {

  /** How many steps of a canary rollout wait each for its own {@code continue}. */
  public static final int CANARIES = 2;

  public Rollout {
    canaries = List.copyOf(canaries);
  }

  /**
   * A rollout that begins.
   *
   * @param incomplete the brokers whose steps are not complete, in order
   */
  public static Rollout of(
      String configurationId, Instant now, DeployStrategy strategy, List<Integer> incomplete) {
    List<Integer> canaries =
        isCanary(strategy)
            ? incomplete.subList(0, Math.min(CANARIES, incomplete.size()))
            : List.of();
    return new Rollout(configurationId, now, canaries, 0, false, false);
  }

  private static boolean isCanary(DeployStrategy strategy) {
    return strategy == DeployStrategy.SERIAL_CANARY || strategy == DeployStrategy.PARALLEL_CANARY;
  }

  /**
   * After a {@code continue}: an interruption ends; without one, the next canary is released, and
   * so is the first, which an interruption has not held back. The last canary's release is the
   * release of everything.
   *
   * @param force whether the next step is to begin although the gate is closed
   */
  public Rollout continued(boolean force) {
    boolean resumes = interrupted && continues > 0;
    int released = resumes ? continues : Math.min(continues + 1, canaries.size());
    return new Rollout(configurationId, since, canaries, released, false, forced || force);
  }

  /** After an {@code interrupt}. */
  public Rollout interruptedNow() {
    return new Rollout(configurationId, since, canaries, continues, true, false);
  }

  /** After a step began: only the next one was to be forced. */
  public Rollout stepped() {
    return new Rollout(configurationId, since, canaries, continues, interrupted, false);
  }

  /** Whether every canary was released, so that the strategy alone decides. */
  public boolean released() {
    return continues >= canaries.size();
  }

  /** Whether the step of a broker is kept back until an operator says so. */
  public boolean holds(int broker) {
    if (interrupted) {
      return true;
    }
    if (released()) {
      return false;
    }
    int position = canaries.indexOf(broker);
    return position < 0 || position >= continues;
  }

  /** Whether an operator is waited for at just this step, rather than at one before it. */
  public boolean waitsAt(int broker) {
    return canaries.indexOf(broker) >= continues;
  }
}
