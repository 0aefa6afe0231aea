package dcos.kafka.executor.lifecycle;

import dcos.kafka.executor.task.BrokerTask;
import java.time.Duration;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskID;

/**
 * What happens to an executor. What happens to each of them on its way to a running broker has a
 * name of its own: a record's takes the JVM long to make, and a broker waits.
 */
public sealed interface Event {
  /** The agent hands over a broker to run. */
  record Launch(BrokerTask task) implements Event {
    @Override
    public String toString() {
      return "the launch of " + task;
    }
  }

  /** The agent hands over a task that can't be understood. */
  record Unreadable(TaskID task, String message) implements Event {}

  /**
   * The scheduler wants a task ended.
   *
   * @param grace how long that may take; empty: as long as the task says
   */
  record Kill(TaskID task, Optional<Duration> grace) implements Event {}

  /**
   * The executor has to end.
   *
   * @param reason why, as a sentence
   * @param grace how long it has, all included
   */
  record Shutdown(String reason, Duration grace) implements Event {}

  /** The broker can't be started yet; tells why, as a sentence. */
  record Obstructed(String reason) implements Event {}

  /** No one is registered under the broker's id, so that it can be started. */
  record Vacant() implements Event {
    @Override
    public String toString() {
      return "nobody's being registered under the broker's id";
    }
  }

  /** The broker's process is there. */
  record Started() implements Event {}

  /** The broker's files could not be written or its process not be made; tells why. */
  record NotStarted(String reason) implements Event {}

  /** The broker is registered in ZooKeeper; may come more than once. */
  record Registered() implements Event {}

  /** The broker is registered in ZooKeeper and answers. */
  record Serving() implements Event {
    @Override
    public String toString() {
      return "its being registered, and answering";
    }
  }

  /**
   * A health check ended.
   *
   * @param sinceFirst time since the first check began
   * @param problem what is wrong; empty when all is well
   */
  record Checked(Duration sinceFirst, Optional<String> problem) implements Event {}

  /**
   * The broker's process ended.
   *
   * @param code exit code; above 128 as a shell gives it, for a signal
   * @param lastWords the end of its output, may be empty
   */
  record Exited(int code, String lastWords) implements Event {}

  /** The agent knows of each update. */
  record Acknowledged() implements Event {}

  /** A time that was asked for by {@link Effect.SetAlarm} is over. */
  record Rang(Alarm alarm) implements Event {}
}
