package dcos.kafka.mesos.scheduler;

/** Why the master wants no more subscriptions of this framework. */
public sealed interface StopReason {
  /** Another scheduler subscribed with the same framework id. Don't fight it. */
  record FailedOver() implements StopReason {}

  /**
   * The framework was torn down, or its failover timeout ran out: its tasks are gone, its
   * reservations are not.
   */
  record Removed(String message) implements StopReason {}

  /** The master refuses this framework: its message says why. */
  record Rejected(String message) implements StopReason {}
}
