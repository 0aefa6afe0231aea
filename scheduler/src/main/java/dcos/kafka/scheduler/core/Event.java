package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.config.ConfigurationReading;
import dcos.kafka.scheduler.kafka.observation.ClusterObservation;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.mesos.v1.Protos.InverseOffer;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.TaskStatus;

/** Everything that can happen to the core. What came over a connection to Mesos says over which. */
public sealed interface Event {

  /**
   * The scheduler's process has started.
   *
   * @param process names it
   */
  record Started(String process) implements Event {}

  /**
   * The environment was read, at the start.
   *
   * @param reading what it says of the service
   * @param uninstall whether it says that the service is to be taken down
   */
  record Configured(ConfigurationReading reading, boolean uninstall) implements Event {}

  /**
   * Mesos accepted a subscription.
   *
   * @param connection its number, larger than any before
   * @param frameworkId the framework's id
   * @param masterVersion what the master says its version is; empty when it doesn't
   */
  record Subscribed(long connection, String frameworkId, String masterVersion) implements Event {}

  /** A connection ended; another is being tried. */
  record Disconnected(long connection, String reason) implements Event {}

  /**
   * There will be no more connections.
   *
   * @param why why
   * @param reason what Mesos said, for people
   */
  record Ended(Why why, String reason) implements Event {
    /** Why there will be no more connections. */
    public enum Why {
      /** Another instance of this scheduler took over. */
      FAILED_OVER,
      /** The framework was torn down, or was away for too long. */
      REMOVED,
      /** Mesos refuses it as it is. */
      REJECTED
    }
  }

  /** Mesos offers resources. */
  record Offered(long connection, List<Offer> offers) implements Event {}

  /** Mesos asks whether agents may go. */
  record InverseOffered(long connection, List<InverseOffer> offers) implements Event {}

  /** Mesos takes such a question back. */
  record InverseRescinded(long connection, String offerId) implements Event {}

  /** Mesos reports a task's state. */
  record TaskReported(long connection, TaskStatus status) implements Event {}

  /** Mesos reports what became of an operation. */
  record OperationReported(long connection, OperationStatus status) implements Event {}

  /** Mesos refused a call. */
  record CallRefused(long connection, String call, int status, String message) implements Event {}

  /** Kafka looks otherwise than before. */
  record KafkaObserved(ClusterObservation observation) implements Event {}

  /**
   * Kafka took over settings without a restart, or refused to.
   *
   * @param broker the broker
   * @param set what was set, by Kafka's names
   * @param removed what was removed
   * @param error why it wasn't done; empty when it was
   */
  record SettingsApplied(
      int broker, SortedMap<String, String> set, SortedSet<String> removed, Optional<String> error)
      implements Event {}

  /**
   * The nodes in ZooKeeper were to be removed.
   *
   * @param error why that wasn't done; empty when it was
   * @param left what was found beside Kafka's own nodes where Kafka kept them, and left there
   */
  record StateRemoved(Optional<String> error, List<String> left) implements Event {}

  /** An operator wants something. */
  record Commanded(long commandId, Command command) implements Event {}

  /** The time that a timer was set to has come. */
  record Ticked() implements Event {}
}
