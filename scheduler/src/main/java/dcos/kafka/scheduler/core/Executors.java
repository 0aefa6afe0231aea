package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.ledger.Reservation;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * Executors that are there without a broker. When the scheduler has stopped a broker, its executor
 * stays for the next task of it: handed to that, a broker starts without its agent fetching and
 * unpacking anything. One that no task will be handed to is told to end, since it holds a part of
 * what is reserved for its broker.
 *
 * <p>Offers say which executors an agent has ({@code Offer.executor_ids}), so nothing is recorded
 * of them but which a task was handed to.
 */
final class Executors {

  /** One waits 5 min, and isn't handed anything when it is about to end. */
  private static final Duration STAYS = Duration.ofMinutes(4);

  private Executors() {}

  /** The executor that has stayed on an offer's agent for a broker's next task. */
  static Optional<BrokerTask.Executor> kept(Frame frame, Offer offer, Broker broker) {
    return broker
        .task()
        .filter(BrokerTask::wasStopped)
        .filter(task -> frame.now().isBefore(task.since().plus(STAYS)))
        .flatMap(BrokerTask::executor)
        .filter(executor -> shows(offer, executor.id()));
  }

  private static boolean shows(Offer offer, String executor) {
    return offer.getExecutorIdsList().stream().anyMatch(id -> id.getValue().equals(executor));
  }

  /** Ends the executors on an offer's agent that no task runs on, or will. */
  static void dismissIdle(Frame frame, Offer offer) {
    idle(frame, offer).forEach(executor -> shutdown(frame, offer.getAgentId(), executor));
  }

  /**
   * Whether such an executor of a broker is there, which may hold a part of what is to be released.
   */
  static boolean hasIdle(Frame frame, Offer offer, int broker) {
    return idle(frame, offer)
        .anyMatch(executor -> TaskIds.broker(executor.getValue()).equals(OptionalInt.of(broker)));
  }

  private static Stream<ExecutorID> idle(Frame frame, Offer offer) {
    return offer.getExecutorIdsList().stream()
        .filter(
            executor -> {
              OptionalInt broker = TaskIds.broker(executor.getValue());
              return broker.isPresent()
                  && !isNeeded(frame, offer, frame.broker(broker.getAsInt()), executor.getValue());
            });
  }

  /** Ends the executor that a broker's last task was handed to, where it is there still. */
  static void dismiss(Frame frame, Offer offer, Broker broker) {
    broker
        .task()
        .filter(task -> shows(offer, task.executorId()))
        .ifPresent(task -> shutdown(frame, task));
  }

  /** Ends the executor that a task was handed to. */
  static void shutdown(Frame frame, BrokerTask task) {
    shutdown(
        frame,
        AgentID.newBuilder().setValue(task.agentId()).build(),
        ExecutorID.newBuilder().setValue(task.executorId()).build());
  }

  /**
   * As with tasks, an executor of a broker that isn't the one on record is superseded, and of a
   * broker without any record nothing is known.
   */
  private static boolean isNeeded(Frame frame, Offer offer, Broker broker, String executor) {
    if (broker.task().isEmpty()) {
      return frame.uninstall().isEmpty();
    }
    BrokerTask task = broker.task().get();
    if (!task.executorId().equals(executor)) {
      return false;
    }
    boolean mayBeNext =
        frame.uninstall().isEmpty()
            && broker
                .reservationId()
                .flatMap(frame.ledger()::find)
                .map(Reservation::agentId)
                .equals(Optional.of(offer.getAgentId().getValue()));
    return task.phase().mayBeAlive() || mayBeNext;
  }

  private static void shutdown(Frame frame, AgentID agent, ExecutorID executor) {
    frame.send(
        Call.newBuilder()
            .setType(Call.Type.SHUTDOWN)
            .setShutdown(Call.Shutdown.newBuilder().setExecutorId(executor).setAgentId(agent)));
  }
}
