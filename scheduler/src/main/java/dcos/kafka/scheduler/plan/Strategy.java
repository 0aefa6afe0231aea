package dcos.kafka.scheduler.plan;

import dcos.kafka.scheduler.config.DeployStrategy;
import dcos.kafka.scheduler.state.Rollout;
import dcos.kafka.scheduler.state.State;
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
  public static List<Integer> next(State state) {
    if (state.rollout().isEmpty() || state.target().isEmpty()) {
      return List.of();
    }
    Rollout rollout = state.rollout().get();
    boolean serial = isSerial(state);
    if (serial && !state.work().begun().isEmpty()) {
      return List.of();
    }
    if (!serial) {
      return state.work().incomplete().stream()
          .filter(id -> !state.work().begun().contains(id) && !rollout.holds(id))
          .toList();
    }
    OptionalInt controller = state.kafka().controller();
    Integer last = null;
    for (int id : state.work().incomplete()) {
      if (rollout.holds(id)) {
        continue;
      }
      if (controller.isEmpty() || controller.getAsInt() != id || !rollout.released()) {
        return List.of(id);
      }
      last = id;
    }
    return last == null ? List.of() : List.of(last);
  }

  /** Whether only one step is to be under way at a time. */
  public static boolean isSerial(State state) {
    DeployStrategy strategy = state.targetConfiguration().service().deployStrategy();
    return strategy == DeployStrategy.SERIAL || strategy == DeployStrategy.SERIAL_CANARY;
  }
}
