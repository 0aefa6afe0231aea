package dcos.kafka.executor.lifecycle;

import dcos.kafka.executor.task.BrokerTask;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskID;

/** Where an executor is in its life. */
public sealed interface State {
  /** The broker that there is to run, to be stopped, or to be started. */
  Optional<BrokerTask> broker();

  /**
   * There is no task.
   *
   * @param former the task whose broker was stopped last; empty before the first
   */
  record Idle(Optional<TaskID> former) implements State {
    @Override
    public Optional<BrokerTask> broker() {
      return Optional.empty();
    }
  }

  /**
   * The broker's process is not started yet: ZooKeeper has to say that nobody is registered under
   * its id. Kafka itself would end with an error there, for as long as the session of a predecessor
   * that was killed lasts.
   *
   * @param obstacle what is in the way, as a sentence
   */
  record Preparing(BrokerTask task, String obstacle) implements State {
    @Override
    public Optional<BrokerTask> broker() {
      return Optional.of(task);
    }
  }

  /** The process is started and doesn't serve yet; recovering its log may take long. */
  record Starting(BrokerTask task) implements State {
    @Override
    public Optional<BrokerTask> broker() {
      return Optional.of(task);
    }
  }

  /**
   * The broker serves.
   *
   * @param failures health checks that failed in a row and count
   */
  record Running(BrokerTask task, int failures) implements State {
    @Override
    public Optional<BrokerTask> broker() {
      return Optional.of(task);
    }
  }

  /**
   * The broker was asked to stop.
   *
   * @param ending what to report in the end
   * @param hurried whether the executor may not wait long for the agent afterwards
   */
  record Stopping(BrokerTask task, Ending ending, boolean hurried) implements State {
    @Override
    public Optional<BrokerTask> broker() {
      return Optional.of(task);
    }
  }

  /** The task's last state was reported; only the agent's acknowledgement is missing. */
  record Ended(TaskID task) implements State {
    @Override
    public Optional<BrokerTask> broker() {
      return Optional.empty();
    }
  }

  /** Why a broker is being stopped, and so what its end is called. */
  sealed interface Ending {
    /** As a sentence. */
    String reason();

    /** Somebody wanted it: TASK_KILLED. */
    record Killed(String reason) implements Ending {}

    /** It didn't answer any more: TASK_FAILED. */
    record Unhealthy(String reason) implements Ending {}
  }
}
