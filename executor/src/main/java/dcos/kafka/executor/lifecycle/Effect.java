package dcos.kafka.executor.lifecycle;

import dcos.kafka.executor.task.BrokerTask;
import dcos.kafka.executor.task.HealthPolicy;
import java.time.Duration;
import org.apache.mesos.v1.Protos.TaskStatus;

/** What an executor does about an {@link Event}. */
public sealed interface Effect {
  /** What is done to the broker. */
  sealed interface OnBroker extends Effect {}

  /** Write the broker's files and look at its registration. */
  record Prepare(BrokerTask task) implements OnBroker {}

  /** Start the broker's process. */
  record Start(BrokerTask task) implements OnBroker {}

  /** Ask the broker until it answers, unless that is being done. */
  record AwaitAnswer(BrokerTask task) implements OnBroker {}

  /** Check the broker's health from now on. */
  record CheckHealth(BrokerTask task, HealthPolicy policy) implements OnBroker {}

  /** Ask the broker's process to stop (SIGTERM: Kafka hands over its partitions first). */
  record Terminate() implements OnBroker {}

  /** End the broker's process and all that it started (SIGKILL). */
  record Kill() implements OnBroker {}

  /** Stop looking at the registration and checking the health. */
  record StopWatching() implements OnBroker {}

  /** Tell the agent. */
  record Report(TaskStatus status) implements Effect {}

  /** Say when the agent knows of each update. */
  record AwaitAcknowledgement() implements Effect {}

  /** Ring after a time, or earlier when an earlier time was set for the same alarm. */
  record SetAlarm(Alarm alarm, Duration after) implements Effect {}

  /** Forget all alarms: what they are about is over. */
  record CancelAlarms() implements Effect {}

  /** End the executor. */
  record Exit() implements Effect {}
}
