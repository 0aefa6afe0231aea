package dcos.kafka.executor;

import dcos.kafka.executor.lifecycle.Event;
import dcos.kafka.executor.task.TaskReader;
import dcos.kafka.executor.task.UnreadableTaskException;
import dcos.kafka.mesos.executor.ExecutorListener;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.executor.Protos;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what the agent says into events. */
final class AgentEvents implements ExecutorListener {
  private static final Logger LOG = LoggerFactory.getLogger(AgentEvents.class);

  private final Consumer<Event> events;
  private final Duration shutdownGrace;

  AgentEvents(Consumer<Event> events, Duration shutdownGrace) {
    this.events = events;
    this.shutdownGrace = shutdownGrace;
  }

  @Override
  public void launch(TaskInfo task) {
    try {
      events.accept(new Event.Launch(TaskReader.read(task)));
    } catch (UnreadableTaskException e) {
      events.accept(new Event.Unreadable(task.getTaskId(), String.valueOf(e.getMessage())));
    }
  }

  @Override
  public void kill(TaskID task, Optional<Duration> grace) {
    LOG.info("The scheduler wants {} ended", task.getValue());
    events.accept(new Event.Kill(task, grace));
  }

  @Override
  public void shutdown(String reason) {
    events.accept(new Event.Shutdown(reason, shutdownGrace));
  }

  @Override
  public void subscribed(Protos.Event.Subscribed subscribed) {
    // The client has sent what the agent missed.
  }

  @Override
  public void disconnected(String reason) {
    // The client subscribes again, and says when it gives up.
  }

  @Override
  public void message(byte[] data) {
    LOG.info("Ignored a message of {} bytes: the scheduler and we have none", data.length);
  }
}
