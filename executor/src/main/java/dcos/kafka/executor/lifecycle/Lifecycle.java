package dcos.kafka.executor.lifecycle;

import dcos.kafka.executor.lifecycle.State.Ended;
import dcos.kafka.executor.lifecycle.State.Ending;
import dcos.kafka.executor.lifecycle.State.Idle;
import dcos.kafka.executor.lifecycle.State.Preparing;
import dcos.kafka.executor.lifecycle.State.Running;
import dcos.kafka.executor.lifecycle.State.Starting;
import dcos.kafka.executor.lifecycle.State.Stopping;
import dcos.kafka.executor.task.BrokerTask;
import dcos.kafka.executor.task.HealthPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskStatus;

/**
 * The life of an executor and its broker, as a function of state and event. It promises:
 *
 * <ul>
 *   <li>there is one task at a time; its broker's process is started at most once, and only when
 *       nobody is registered under the broker's id;
 *   <li>each task gets exactly one terminal update, after its process ended;
 *   <li>a broker that is asked to stop is killed when its time is over;
 *   <li>after a broker that the scheduler stopped, the executor is there for the next task, which
 *       so needs neither fetching nor unpacking nor another executor's start; it ends when none
 *       comes;
 *   <li>after any other end of a broker, the executor ends with the terminal update, whether the
 *       agent answers or not.
 * </ul>
 */
public final class Lifecycle {
  /**
   * An executor whose first task was killed on its way to it, or whose broker is to start somewhere
   * else, would wait for ever.
   */
  private static final Duration LAUNCH_PATIENCE = Duration.ofMinutes(5);

  /**
   * How long a registration of a former broker may stand: ZooKeeper removes it when the session
   * ends, 6 s (Kafka 2.4) to 18 s (later) after its broker, or more where that is configured.
   */
  private static final Duration VACANCY_PATIENCE = Duration.ofSeconds(60);

  /** An agent that restarts comes back within this, mostly. */
  private static final Duration ACKNOWLEDGEMENT_PATIENCE = Duration.ofSeconds(60);

  /** The same when the agent is about to kill the executor, or gone. */
  private static final Duration HURRIED_PATIENCE = Duration.ofSeconds(1);

  /** What is kept of the shutdown's time for the end of the killed process and its report. */
  private static final Duration SHUTDOWN_RESERVE = Duration.ofSeconds(2);

  /** A broker that doesn't answer rarely stops well, but its log needs no recovery if it does. */
  private static final Duration UNHEALTHY_GRACE = Duration.ofSeconds(10);

  private Lifecycle() {}

  /** How an executor begins. */
  public static Transition begin() {
    return Transition.to(new Idle(Optional.empty()), launchAlarm());
  }

  /** What the event leads to; an event that doesn't concern the state changes nothing. */
  public static Transition next(State state, Event event) {
    if (event instanceof Event.Launch launch) {
      return launch(state, launch.task());
    }
    if (event instanceof Event.Unreadable unreadable) {
      return state instanceof Idle
          ? end(Statuses.error(unreadable.task(), unreadable.message()), false)
          : refuse(state, unreadable.task());
    }
    if (event instanceof Event.Kill kill) {
      return kill(state, kill);
    }
    if (event instanceof Event.Shutdown shutdown) {
      return shutdown(state, shutdown);
    }
    if (event instanceof Event.NotStarted failure) {
      return ended(state, failure.reason());
    }
    if (event instanceof Event.Exited exited) {
      return exited(state, exited);
    }
    if (event instanceof Event.Rang rang) {
      return rang(state, rang.alarm());
    }
    return progress(state, event);
  }

  /** What is good news in one state, and none in the others. */
  private static Transition progress(State state, Event event) {
    if (state instanceof Preparing preparing && event instanceof Event.Obstructed obstructed) {
      return Transition.to(new Preparing(preparing.task(), obstructed.reason()));
    }
    if (state instanceof Preparing preparing && event instanceof Event.Vacant) {
      return Transition.to(new Starting(preparing.task()), new Effect.Start(preparing.task()));
    }
    if (state instanceof Starting starting && event instanceof Event.Started) {
      return Transition.to(state, new Effect.Report(Statuses.starting(starting.task())));
    }
    if (state instanceof Starting starting && event instanceof Event.Registered) {
      return Transition.to(state, new Effect.AwaitAnswer(starting.task()));
    }
    if (state instanceof Starting starting && event instanceof Event.Serving) {
      return serving(starting.task());
    }
    if (state instanceof Running running && event instanceof Event.Checked checked) {
      return checked(running, checked);
    }
    if (state instanceof Ended && event instanceof Event.Acknowledged) {
      return Transition.to(state, new Effect.Exit());
    }
    return Transition.to(state);
  }

  private static Transition launch(State state, BrokerTask task) {
    if (state instanceof Idle idle) {
      if (idle.former().equals(Optional.of(task.id()))) {
        return Transition.to(state);
      }
      return Transition.to(
          new Preparing(task, "ZooKeeper at " + task.zookeeper() + " did not answer"),
          new Effect.Prepare(task),
          new Effect.SetAlarm(Alarm.VACANCY, VACANCY_PATIENCE));
    }
    return refuse(state, task.id());
  }

  /** Another task fails; the same one, told again, is no news. */
  private static Transition refuse(State state, TaskID task) {
    if (owns(state, task) || (state instanceof Ended ended && ended.task().equals(task))) {
      return Transition.to(state);
    }
    String reason =
        state instanceof Ended
            ? "This executor is about to end"
            : "This executor has a task, and runs one at a time";
    return Transition.to(state, new Effect.Report(Statuses.failed(task, reason)));
  }

  private static Transition kill(State state, Event.Kill kill) {
    if (!owns(state, kill.task())) {
      return Transition.to(state);
    }
    Duration grace = kill.grace().orElseGet(() -> state.broker().orElseThrow().killGrace());
    return stop(state, new Ending.Killed("The scheduler asked for it"), grace, false);
  }

  private static boolean owns(State state, TaskID task) {
    return state.broker().map(own -> own.id().equals(task)).orElse(false);
  }

  private static Transition shutdown(State state, Event.Shutdown shutdown) {
    if (state instanceof Idle idle) {
      return leave(idle, true);
    }
    if (state instanceof Ended) {
      return Transition.to(state, acknowledgementAlarm(true));
    }
    Duration half = shutdown.grace().dividedBy(2);
    Duration most = shutdown.grace().minus(SHUTDOWN_RESERVE);
    return stop(
        state,
        new Ending.Killed("The executor has to end: " + shutdown.reason()),
        most.compareTo(half) > 0 ? most : half,
        true);
  }

  /** Begins to stop, or hastens what was begun. */
  private static Transition stop(State state, Ending ending, Duration grace, boolean hurried) {
    Effect alarm = new Effect.SetAlarm(Alarm.STOP, grace);
    if (state instanceof Preparing preparing) {
      return stopped(preparing.task(), ending, hurried);
    }
    if (state instanceof Stopping begun) {
      return Transition.to(
          new Stopping(begun.task(), begun.ending(), begun.hurried() || hurried), alarm);
    }
    return state
        .broker()
        .map(task -> stop(task, ending, alarm, hurried))
        .orElseGet(() -> Transition.to(state));
  }

  private static Transition stop(BrokerTask task, Ending ending, Effect alarm, boolean hurried) {
    List<Effect> effects = new ArrayList<>(List.of(new Effect.StopWatching()));
    if (ending instanceof Ending.Killed killed) {
      effects.add(new Effect.Report(Statuses.killing(task, killed.reason())));
    }
    effects.add(new Effect.Terminate());
    effects.add(alarm);
    return new Transition(new Stopping(task, ending, hurried), effects);
  }

  private static Transition serving(BrokerTask task) {
    List<Effect> effects =
        new ArrayList<>(
            List.of(new Effect.Report(Statuses.running(task)), new Effect.StopWatching()));
    task.healthCheck().ifPresent(policy -> effects.add(new Effect.CheckHealth(task, policy)));
    return new Transition(new Running(task, 0), effects);
  }

  private static Transition checked(Running running, Event.Checked checked) {
    BrokerTask task = running.task();
    HealthPolicy policy = task.healthCheck().orElseThrow();
    if (checked.problem().isEmpty()) {
      return running.failures() == 0
          ? Transition.to(running)
          : Transition.to(new Running(task, 0), new Effect.Report(Statuses.healthy(task)));
    }
    if (checked.sinceFirst().compareTo(policy.grace()) < 0) {
      return Transition.to(running);
    }
    int failures = running.failures() + 1;
    String problem = checked.problem().get();
    if (failures >= policy.maxFailures()) {
      String reason =
          "The broker was stopped because "
              + failures
              + " health checks in a row failed, the last one so: "
              + problem;
      return stop(running, new Ending.Unhealthy(reason), UNHEALTHY_GRACE, false);
    }
    Running next = new Running(task, failures);
    return failures == 1
        ? Transition.to(next, new Effect.Report(Statuses.unhealthy(task, problem)))
        : Transition.to(next);
  }

  private static Transition exited(State state, Event.Exited exited) {
    boolean unasked = state instanceof Starting || state instanceof Running;
    return unasked && exited.code() == 0
        ? end(Statuses.finished(state.broker().orElseThrow()), false)
        : ended(state, ExitMessage.of(exited));
  }

  /** The broker's process is no more, or never was. */
  private static Transition ended(State state, String failure) {
    if (state instanceof Stopping stopping) {
      return stopped(stopping.task(), stopping.ending(), stopping.hurried());
    }
    return state
        .broker()
        .map(task -> end(Statuses.failed(task.id(), failure), false))
        .orElseGet(() -> Transition.to(state));
  }

  private static Transition stopped(BrokerTask task, Ending ending, boolean hurried) {
    if (ending instanceof Ending.Unhealthy unhealthy) {
      return end(Statuses.failedUnhealthy(task, unhealthy.reason()), hurried);
    }
    TaskStatus killed = Statuses.killed(task, ending.reason());
    return hurried ? end(killed, true) : rest(killed);
  }

  /** The next task may come. */
  private static Transition rest(TaskStatus terminal) {
    return Transition.to(
        new Idle(Optional.of(terminal.getTaskId())),
        new Effect.StopWatching(),
        new Effect.Report(terminal),
        new Effect.CancelAlarms(),
        launchAlarm());
  }

  private static Effect launchAlarm() {
    return new Effect.SetAlarm(Alarm.LAUNCH, LAUNCH_PATIENCE);
  }

  /** Ends an executor that has nothing to do, when the agent knows of what it did. */
  private static Transition leave(Idle idle, boolean hurried) {
    return idle.former()
        .map(
            task ->
                Transition.to(
                    new Ended(task),
                    new Effect.AwaitAcknowledgement(),
                    acknowledgementAlarm(hurried)))
        .orElseGet(() -> Transition.to(idle, new Effect.Exit()));
  }

  private static Transition end(TaskStatus terminal, boolean hurried) {
    return Transition.to(
        new Ended(terminal.getTaskId()),
        new Effect.StopWatching(),
        new Effect.Report(terminal),
        new Effect.AwaitAcknowledgement(),
        acknowledgementAlarm(hurried));
  }

  private static Effect acknowledgementAlarm(boolean hurried) {
    return new Effect.SetAlarm(
        Alarm.ACKNOWLEDGEMENT, hurried ? HURRIED_PATIENCE : ACKNOWLEDGEMENT_PATIENCE);
  }

  private static Transition rang(State state, Alarm alarm) {
    return switch (alarm) {
      case LAUNCH -> state instanceof Idle idle ? leave(idle, false) : Transition.to(state);
      case VACANCY ->
          state instanceof Preparing preparing
              ? ended(
                  state,
                  "The broker was not started, because for "
                      + VACANCY_PATIENCE.toSeconds()
                      + " s this was in the way: "
                      + preparing.obstacle())
              : Transition.to(state);
      case STOP -> when(state instanceof Stopping, state, new Effect.Kill());
      case ACKNOWLEDGEMENT -> when(state instanceof Ended, state, new Effect.Exit());
    };
  }

  private static Transition when(boolean condition, State state, Effect effect) {
    return condition ? Transition.to(state, effect) : Transition.to(state);
  }
}
