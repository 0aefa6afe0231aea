package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.broker.Crashes;
import dcos.kafka.scheduler.broker.TaskPhase;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.ReservationState;
import dcos.kafka.scheduler.offer.OperationName;
import dcos.kafka.scheduler.state.Timers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.OperationStatus;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** What Mesos reports of tasks and operations, applied to the records, then acknowledged. */
final class Reports {

  private Reports() {}

  /** A task's state. */
  static void task(Frame frame, TaskStatus status) {
    String taskId = status.getTaskId().getValue();
    OptionalInt id = TaskIds.broker(taskId);
    Optional<BrokerTask> task =
        id.isEmpty() ? Optional.empty() : frame.broker(id.getAsInt()).task();
    if (task.isPresent() && task.get().id().equals(taskId)) {
      apply(frame, frame.broker(id.getAsInt()), task.get(), status);
    } else {
      unknown(frame, id, task, status);
    }
    Reconciliation.answered(frame, taskId);
    if (status.hasUuid()) {
      acknowledge(frame, status);
    }
  }

  private static void acknowledge(Frame frame, TaskStatus status) {
    frame.send(
        Call.newBuilder()
            .setType(Call.Type.ACKNOWLEDGE)
            .setAcknowledge(
                Call.Acknowledge.newBuilder()
                    .setAgentId(status.getAgentId())
                    .setTaskId(status.getTaskId())
                    .setUuid(status.getUuid())));
  }

  /**
   * A task that isn't the one on record. Since a task is recorded before it is launched, one of a
   * known broker is older than the one on record, so it is superseded and may be killed; of any
   * other nothing is known, so it is only told.
   */
  private static void unknown(
      Frame frame, OptionalInt id, Optional<BrokerTask> recorded, TaskStatus status) {
    if (!TaskPhase.LAUNCHING.after(status.getState()).mayBeAlive()) {
      return;
    }
    String taskId = status.getTaskId().getValue();
    boolean superseded = recorded.isPresent();
    boolean kill = superseded || frame.uninstall().isPresent();
    String message =
        taskId
            + (superseded
                ? " may be alive although " + recorded.get().id() + " has taken its place"
                : " runs under this framework and is in no record; "
                    + (kill ? "killing it" : "it is left alone"));
    if (id.isPresent()) {
      frame.note("UNKNOWN_TASK", id.getAsInt(), message);
    } else {
      frame.note("UNKNOWN_TASK", message);
    }
    if (kill && isSeenAlive(status.getState())) {
      frame.send(
          Call.newBuilder()
              .setType(Call.Type.KILL)
              .setKill(
                  Call.Kill.newBuilder()
                      .setTaskId(status.getTaskId())
                      .setAgentId(status.getAgentId())));
      Reconciliation.lookAgain(frame);
    }
  }

  /**
   * Whether a task is alive for sure, so that there is something to kill. To a KILL of one that it
   * doesn't know, or not reach, a master answers with just that (Master::kill), so killing at such
   * an answer would never end.
   */
  private static boolean isSeenAlive(TaskState state) {
    TaskPhase phase = TaskPhase.LAUNCHING.after(state);
    return phase.mayBeAlive() && phase != TaskPhase.UNREACHABLE;
  }

  private static void apply(Frame frame, Broker broker, BrokerTask task, TaskStatus status) {
    if (task.phase() == TaskPhase.GONE && isSeenAlive(status.getState())) {
      frame.note("GIVEN_UP_RETURNED", broker.id(), task.id() + " is back; killing it.");
      Steering.kill(frame, task);
      Reconciliation.lookAgain(frame);
      return;
    }
    TaskPhase next = task.phase().after(status.getState());
    // A state without a word on health, and one that it has left behind, say nothing of it.
    boolean healthy =
        status.getState() == TaskState.TASK_RUNNING && status.hasHealthy()
            ? status.getHealthy()
            : task.healthy();
    String message = message(status);
    boolean same = next == task.phase() && healthy == task.healthy() && task.state().isPresent();
    boolean late = next == task.phase() && !task.phase().mayBeAlive();
    if (same || late) {
      return;
    }
    boolean drained = status.getReason() == TaskStatus.Reason.REASON_AGENT_DRAINING;
    BrokerTask reported =
        task.reported(next, status.getState().name(), message, healthy, frame.now());
    reported = drained ? reported.draining() : reported;
    Broker updated = broker.with(reported);
    if (next != task.phase() || healthy != task.healthy()) {
      frame.note(
          "BROKER_"
              + (next == TaskPhase.RUNNING && !healthy
                  ? "UNHEALTHY"
                  : reported.drained() && next == TaskPhase.ENDED ? "DRAINED" : next.name()),
          broker.id(),
          task.id()
              + " is "
              + status.getState().name()
              + (message.isEmpty() ? "" : ": " + message));
    }
    switch (next) {
      case LAUNCHING -> frame.put(updated);
      case STARTING -> {
        confirm(frame, updated);
        frame.put(updated);
      }
      case RUNNING -> {
        confirm(frame, updated);
        frame.put(running(frame, updated));
      }
      case KILLING, UNREACHABLE -> frame.put(updated);
      case ENDED, GONE -> frame.put(ended(frame, updated, task, status));
    }
    Reconciliation.watch(frame, frame.broker(broker.id()));
    Steering.settle(frame, broker.id());
  }

  /** What a task runs on exists. */
  private static void confirm(Frame frame, Broker broker) {
    broker
        .reservationId()
        .flatMap(frame.ledger()::find)
        .filter(reservation -> reservation.state() == ReservationState.INTENDED)
        .ifPresent(
            reservation -> frame.put(reservation.in(ReservationState.CONFIRMED, frame.now())));
  }

  /** What it runs is written down, and what it has been replacing is released. */
  private static Broker running(Frame frame, Broker broker) {
    Broker complete = Settings.converged(frame, broker);
    if (broker.retiringId().isEmpty()) {
      return complete;
    }
    frame
        .ledger()
        .find(broker.retiringId().get())
        .ifPresent(old -> frame.put(old.in(ReservationState.RELEASING, frame.now())));
    return complete.retired();
  }

  private static Broker ended(Frame frame, Broker broker, BrokerTask before, TaskStatus status) {
    frame.cancel(new Timers.Key(Timers.Kind.KILL, broker.id()));
    Broker next = broker;
    if (broker.task().orElseThrow().phase() == TaskPhase.GONE) {
      next = homeless(frame, next);
    }
    boolean drained = broker.task().orElseThrow().drained();
    if (drained) {
      Executors.shutdown(frame, before);
    }
    boolean unasked = before.phase().mayBeAlive() && before.stop().isEmpty() && !drained;
    if (unasked && crashed(before, status)) {
      Optional<Instant> served =
          before.phase() == TaskPhase.RUNNING ? Optional.of(before.since()) : Optional.empty();
      next = next.with(broker.crashes().another(frame.now(), served, message(status)));
    } else if (before.stop().isPresent()) {
      next = next.with(Crashes.NONE);
    }
    Optional<Broker.Request> request = broker.request().filter(r -> r.taskId().equals(before.id()));
    if (request.isPresent()) {
      next =
          request.get().kind() == Broker.Request.Kind.REPLACE
              ? Books.retire(frame, next, request.get().reason()).served()
              : next.served();
    }
    return next;
  }

  /**
   * Whether a task that ended unasked did so by a fault of its own. One that Mesos never started
   * (its offer was gone, or the call lost) didn't, nor one whose executor had stayed, and ended
   * before it got it: the next has its own. Nor did one that somebody else had end in order: its
   * agent, which is shut down or was away for long, or an operator of Mesos.
   */
  private static boolean crashed(BrokerTask before, TaskStatus status) {
    boolean launching = before.phase() == TaskPhase.LAUNCHING;
    return status.getState() != TaskState.TASK_DROPPED
        && status.getState() != TaskState.TASK_KILLED
        && !(launching && status.getState() == TaskState.TASK_GONE)
        && !(launching && before.isOnKeptExecutor());
  }

  /** The agent is gone for ever, and what was reserved on it. */
  private static Broker homeless(Frame frame, Broker broker) {
    String agent = broker.task().orElseThrow().agentId();
    broker.reservationId().ifPresent(frame::dropReservation);
    for (String id : List.copyOf(frame.ledger().onAgent(agent))) {
      if (frame.ledger().find(id).filter(it -> isGrowthOf(it, broker)).isPresent()) {
        frame.dropReservation(id);
      }
    }
    return broker.onNothing().replaced(frame.now(), "Its agent was declared gone for ever.");
  }

  private static boolean isGrowthOf(Reservation reservation, Broker broker) {
    return reservation.isGrowth() && reservation.brokerId() == broker.id();
  }

  /** State and reason in a sentence, as far as Mesos gives them. */
  private static String message(TaskStatus status) {
    String reason = status.hasReason() ? status.getReason().name() : "";
    String text = status.getMessage();
    return reason.isEmpty() || reason.equals("REASON_RECONCILIATION")
        ? text
        : text.isEmpty() ? reason : text + " (" + reason + ")";
  }

  /** What became of an operation. */
  static void operation(Frame frame, OperationStatus status) {
    OperationName.parse(status.getOperationId().getValue())
        .ifPresent(name -> operation(frame, name, status));
    if (status.hasUuid()) {
      Call.AcknowledgeOperationStatus.Builder acknowledge =
          Call.AcknowledgeOperationStatus.newBuilder()
              .setUuid(status.getUuid().getValue())
              .setOperationId(status.getOperationId());
      if (status.hasAgentId()) {
        acknowledge.setAgentId(status.getAgentId());
      }
      frame.send(
          Call.newBuilder()
              .setType(Call.Type.ACKNOWLEDGE_OPERATION_STATUS)
              .setAcknowledgeOperationStatus(acknowledge));
    }
  }

  private static void operation(Frame frame, OperationName name, OperationStatus status) {
    boolean failed = hasFailed(status.getState());
    if (failed) {
      frame.note(
          "OPERATION_FAILED",
          "%s of reservation %s: %s %s"
              .formatted(
                  name.what(),
                  name.reservationId(),
                  status.getState().name(),
                  status.getMessage()));
    }
    boolean finished = status.getState() == OperationState.OPERATION_FINISHED;
    Optional<Reservation> found = frame.ledger().find(name.reservationId());
    if (found.isEmpty()) {
      if (name.what().equals("unreserve") && finished) {
        Strays.released(frame, name.reservationId());
      }
      return;
    }
    Reservation reservation = found.get();
    if (name.what().equals("reserve") && reservation.isGrowth()) {
      // The next offers of its agent tell, as they do where operations carry no ids.
      return;
    }
    if (name.what().equals("reserve") && reservation.state() == ReservationState.INTENDED) {
      if (finished) {
        frame.put(reservation.in(ReservationState.CONFIRMED, frame.now()));
      } else if (failed) {
        Books.neverCame(frame, reservation);
      }
    } else if (name.what().equals("unreserve") && finished) {
      frame.dropReservation(reservation.id());
      frame.rolloutDirty();
      frame.note("RELEASED", reservation.brokerId(), "Released " + Books.describe(reservation));
    }
  }

  private static boolean hasFailed(OperationState state) {
    return state == OperationState.OPERATION_FAILED
        || state == OperationState.OPERATION_ERROR
        || state == OperationState.OPERATION_DROPPED;
  }
}
