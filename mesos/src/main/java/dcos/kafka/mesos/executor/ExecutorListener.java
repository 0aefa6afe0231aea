package dcos.kafka.mesos.executor;

import java.time.Duration;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.executor.Protos.Event;

/**
 * Hears what the agent says. One callback at a time, in order, on the client's thread: hand longer
 * work to another.
 */
public interface ExecutorListener {
  /** Subscribed, for the first time or again. */
  void subscribed(Event.Subscribed subscribed);

  /** Run this task. */
  void launch(TaskInfo task);

  /**
   * End this task.
   *
   * @param grace how long it may take, when the scheduler said so
   */
  void kill(TaskID task, Optional<Duration> grace);

  /**
   * End everything, within the shutdown grace period: the agent said so, or it was away for too
   * long. Comes at most once.
   */
  void shutdown(String reason);

  /** Something from the scheduler that Mesos doesn't look into. */
  void message(byte[] data);

  /** The agent is not to be heard for now; subscribing again follows. */
  void disconnected(String reason);
}
