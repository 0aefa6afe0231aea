package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.broker.TaskPhase;
import dcos.kafka.scheduler.state.Session;
import dcos.kafka.scheduler.state.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;

/**
 * Asks Mesos what became of our tasks (docs/reconciliation.md): after each subscription for each
 * that may be alive, with its agent's id, again and again until each was answered; then, and every
 * 15 minutes, for whatever Mesos knows of.
 *
 * <p>While an agent has not come back to a new master, that master says nothing of its tasks, so
 * the questions are repeated with growing distance, up to 30 s.
 */
final class Reconciliation {

  private static final Duration FIRST_REPEAT = Duration.ofSeconds(2);
  private static final Duration LONGEST_REPEAT = Duration.ofSeconds(30);
  private static final Duration IMPLICIT_PERIOD = Duration.ofMinutes(15);

  /** A launch of which nothing is heard for so long is asked after, and again. */
  private static final Duration LAUNCH_PATIENCE = Duration.ofSeconds(60);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private static final Timers.Key REPEAT = Timers.Key.of(Timers.Kind.RECONCILE);
  private static final Timers.Key IMPLICIT = Timers.Key.of(Timers.Kind.RECONCILE_IMPLICITLY);

  private Reconciliation() {}

  /**
   * Asks for every task that may be alive: when a connection has begun, and from time to time,
   * since what becomes of a task whose agent is unreachable (the agent is declared gone, or is back
   * without it) is told only to who asks for it by name.
   */
  static void begin(Frame frame) {
    PSet<String> open = HashTreePSet.empty();
    for (Broker broker : frame.state().brokers().values()) {
      if (broker.mayBeAlive()) {
        open = open.plus(broker.task().orElseThrow().id());
      }
    }
    if (open.isEmpty()) {
      complete(frame);
    } else {
      if (!frame.session().reconciled()) {
        frame.note("RECONCILING", "Asking Mesos for the state of " + open.size() + " tasks.");
      }
      ask(frame, open);
    }
  }

  /** The answers that are still missing are asked for once more. */
  static void repeat(Frame frame) {
    if (!frame.session().unanswered().isEmpty()) {
      ask(frame, frame.session().unanswered());
    }
  }

  private static void ask(Frame frame, PSet<String> open) {
    List<Call.Reconcile.Task> tasks =
        open.stream()
            .map(id -> TaskIds.broker(id).orElseThrow())
            .map(id -> asked(frame.broker(id).task().orElseThrow()))
            .toList();
    send(frame, tasks);
    Session session = frame.session().asked(open);
    frame.set(session);
    Duration wait = FIRST_REPEAT.multipliedBy(1L << Math.min(session.attempt() - 1, 8));
    frame.timer(
        REPEAT, frame.now().plus(wait.compareTo(LONGEST_REPEAT) < 0 ? wait : LONGEST_REPEAT));
  }

  private static void send(Frame frame, List<Call.Reconcile.Task> tasks) {
    frame.send(
        Call.newBuilder()
            .setType(Call.Type.RECONCILE)
            .setReconcile(Call.Reconcile.newBuilder().addAllTasks(tasks)));
  }

  private static Call.Reconcile.Task asked(BrokerTask task) {
    return Call.Reconcile.Task.newBuilder()
        .setTaskId(TaskID.newBuilder().setValue(task.id()))
        .setAgentId(AgentID.newBuilder().setValue(task.agentId()))
        .build();
  }

  /**
   * Sees to it that a task of which nothing certain is known is asked after: a launch that nothing
   * was heard of, rather than launching another; and one that is out of sight, since a master that
   * lost its registry knows it again as soon as its agent is back, and says nothing by itself.
   */
  static void watch(Frame frame, Broker broker) {
    Timers.Key key = new Timers.Key(Timers.Kind.ASK, broker.id());
    Optional<BrokerTask> task =
        broker
            .task()
            .filter(it -> it.phase() == TaskPhase.LAUNCHING || it.phase() == TaskPhase.UNREACHABLE);
    if (task.isEmpty()) {
      frame.cancel(key);
    } else if (!frame.timers().isSet(key)) {
      frame.timer(key, frame.now().plus(pause(task.get(), frame.now())));
    }
  }

  /** As long as it has been out of sight, within bounds: so the pauses double. */
  private static Duration pause(BrokerTask task, Instant now) {
    if (task.phase() == TaskPhase.LAUNCHING) {
      return LAUNCH_PATIENCE;
    }
    Duration out = Duration.between(task.since(), now);
    return out.compareTo(FIRST_PAUSE) < 0
        ? FIRST_PAUSE
        : out.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : out;
  }

  /** Its time has come. */
  static void askAfter(Frame frame, Broker broker) {
    if (frame.session().connection().isPresent() && broker.mayBeAlive()) {
      send(frame, List.of(asked(broker.task().orElseThrow())));
      watch(frame, broker);
    }
  }

  /** Mesos said something of a task, whatever it was. */
  static void answered(Frame frame, String taskId) {
    if (!frame.session().unanswered().contains(taskId)) {
      return;
    }
    frame.set(frame.session().answered(taskId));
    if (frame.session().unanswered().isEmpty()) {
      frame.cancel(REPEAT);
      complete(frame);
    }
  }

  private static void complete(Frame frame) {
    frame.set(frame.session().isReconciled());
    frame.rolloutDirty();
    implicitly(frame);
  }

  /** Asks for whatever Mesos knows of, which shows tasks that are in no record. */
  private static void implicitly(Frame frame) {
    frame.send(
        Call.newBuilder()
            .setType(Call.Type.RECONCILE)
            .setReconcile(Call.Reconcile.getDefaultInstance()));
    frame.timer(IMPLICIT, frame.now().plus(IMPLICIT_PERIOD));
  }

  /**
   * A task was killed that isn't a broker's own any more, so no record says that it has to end. A
   * kill may be lost: if Mesos knows the task then, it is killed again.
   */
  static void lookAgain(Frame frame) {
    frame.timer(IMPLICIT, frame.now().plus(Steering.KILL_REPEAT));
  }

  /** The connection is gone, and what was asked over it. */
  static void stop(Frame frame) {
    frame.cancel(REPEAT);
    frame.cancel(IMPLICIT);
  }
}
