package dcos.kafka.scheduler.plan;

import dcos.kafka.scheduler.config.DeployStrategy;
import dcos.kafka.scheduler.state.Rollout;
import dcos.kafka.scheduler.state.State;
import dcos.kafka.scheduler.state.Work;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/**
 * Which steps of the rollout may begin next.
 *
 * <p>Serial strategies have one step under way at a time, and the broker that is Kafka's controller
 * goes last, so that its office moves once. Parallel ones begin all that nothing holds back. The
 * first two steps of a canary strategy wait each for an operator.
 */
public final class Strategy {

  private Strategy() {}

  /** The brokers whose steps may begin now, as far as the strategy goes, in order. */
  public static Collection<Integer> next(State state) {
    if (state.rollout().isEmpty() || state.target().isEmpty()) {
      return List.of();
    }
    boolean serial = isSerial(state);
    if (serial && !state.work().begun().isEmpty()) {
      return List.of();
    }
    Collection<Integer> released = released(state.work(), state.rollout().get());
    return serial ? first(released, state.rollout().get(), state.kafka().controller()) : released;
  }

  private static Collection<Integer> released(Work work, Rollout rollout) {
    if (rollout.interrupted()) {
      return List.of();
    }
    return rollout.released()
        ? work.pending()
        : rollout.canaries().subList(0, rollout.continues()).stream()
            .filter(work.pending()::contains)
            .toList();
  }

  private static List<Integer> first(
      Collection<Integer> released, Rollout rollout, OptionalInt controller) {
    boolean controllerLast = rollout.released() && controller.isPresent();
    return released.stream()
        .filter(id -> !controllerLast || id != controller.getAsInt())
        .findFirst()
        .or(() -> released.stream().findFirst())
        .stream()
        .toList();
  }

  /** Whether only one step is to be under way at a time. */
  public static boolean isSerial(State state) {
    DeployStrategy strategy = state.targetConfiguration().service().deployStrategy();
    return strategy == DeployStrategy.SERIAL || strategy == DeployStrategy.SERIAL_CANARY;
  }
}
