package dcos.kafka.scheduler.core;

import java.util.List;

/** What an operator can ask of the core. */
public sealed interface Command {

  /**
   * Restart a broker where it is.
   *
   * @param broker its id
   * @param forced whether to pass over the gate
   * @param dryRun whether only to say what would happen
   */
  record Restart(int broker, boolean forced, boolean dryRun) implements Command {}

  /** Replace a broker: a new reservation and an empty volume. See {@link Restart}. */
  record Replace(int broker, boolean forced, boolean dryRun) implements Command {}

  /**
   * Go on with a rollout that waits for it.
   *
   * @param forced whether the next step is to begin although the gate is closed
   */
  record Continue(boolean forced) implements Command {}

  /** Begin no further steps. */
  record Interrupt() implements Command {}

  /**
   * Uninstall the service: stop its brokers, destroy their data, leave nothing behind.
   *
   * @param reason who asked, a sentence
   * @param skipsLost whether what lies on an agent that stays silent is to be left there
   * @param skippedAgents agents not to wait for, as in {@link SkipAgents}; where one of them can't
   *     be skipped, nothing is uninstalled either
   */
  record Uninstall(String reason, boolean skipsLost, List<String> skippedAgents)
      implements Command {
    public Uninstall {
      skippedAgents = List.copyOf(skippedAgents);
    }

    /** That waits for every agent, or for all that answer. */
    public Uninstall(String reason, boolean skipsLost) {
      this(reason, skipsLost, List.of());
    }
  }

  /**
   * Have an uninstall not wait for agents; what lies there is left.
   *
   * @param agents their ids or host names
   */
  record SkipAgents(List<String> agents) implements Command {
    public SkipAgents {
      agents = List.copyOf(agents);
    }
  }

  /**
   * Release a stray at once, a volume on it destroyed.
   *
   * @param resourceId its {@code resource_id} label
   */
  record ReleaseStray(String resourceId) implements Command {}

  /**
   * Do steps again.
   *
   * @param brokers the steps' brokers
   */
  record RestartSteps(List<Integer> brokers) implements Command {
    public RestartSteps {
      brokers = List.copyOf(brokers);
    }
  }

  /**
   * Take steps for complete, whatever their brokers are like.
   *
   * @param brokers the steps' brokers
   */
  record ForceComplete(List<Integer> brokers) implements Command {
    public ForceComplete {
      brokers = List.copyOf(brokers);
    }
  }
}
