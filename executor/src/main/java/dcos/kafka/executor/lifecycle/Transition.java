package dcos.kafka.executor.lifecycle;

import java.util.List;

/**
 * What an event leads to.
 *
 * @param effects to be carried out in this order
 */
public record Transition(State next, List<Effect> effects) {
  public Transition {
    effects = List.copyOf(effects);
  }

  static Transition to(State next, Effect... effects) {
    return new Transition(next, List.of(effects));
  }
}
