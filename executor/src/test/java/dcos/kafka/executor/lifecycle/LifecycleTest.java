package dcos.kafka.executor.lifecycle;

import static org.apache.mesos.v1.Protos.TaskState.TASK_ERROR;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FAILED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_FINISHED;
import static org.apache.mesos.v1.Protos.TaskState.TASK_KILLED;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private static final HealthPolicy POLICY =
      new HealthPolicy(
          Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(30), 2);
  private static final BrokerTask TASK = task("broker-0__1");
  private static final TaskID OTHER = TaskID.newBuilder().setValue("broker-0__2").build();
  private static final Duration LATE = Duration.ofMinutes(1);

  /** In the order of the columns of the table. */
  private static final List<State> STATES =
      List.of(
          new Idle(Optional.empty()),
          new Idle(Optional.of(TASK.id())),
          new Preparing(TASK, "nothing known"),
          new Starting(TASK),
          new Running(TASK, 0),
          new Running(TASK, 1),
          new Stopping(TASK, new Ending.Killed("asked"), false),
          new Stopping(TASK, new Ending.Killed("the executor has to end"), true),
          new Stopping(TASK, new Ending.Unhealthy("no answer"), false),
          new Ended(TASK.id()));

  private static BrokerTask task(String id) {
    return new BrokerTask(
        TaskID.newBuilder().setValue(id).build(),
        0,
        "kafka",
        64,
        "127.0.0.1",
        9092,
        "127.0.0.1:2181/kafka",
        Map.of(),
        Map.of(),
        Duration.ofSeconds(40),
        Optional.of(POLICY));
  }

  private static Map<String, Event> events() {
    Map<String, Event> events = new LinkedHashMap<>();
    events.put("launch", new Event.Launch(TASK));
    events.put("launch other", new Event.Launch(task(OTHER.getValue())));
    events.put("unreadable", new Event.Unreadable(OTHER, "no JSON"));
    events.put("kill", new Event.Kill(TASK.id(), Optional.empty()));
    events.put("kill other", new Event.Kill(OTHER, Optional.empty()));
    events.put("shutdown", new Event.Shutdown("asked", Duration.ofSeconds(20)));
    events.put("obstructed", new Event.Obstructed("occupied"));
    events.put("vacant", new Event.Vacant());
    events.put("started", new Event.Started());
    events.put("not started", new Event.NotStarted("disk full"));
    events.put("registered", new Event.Registered());
    events.put("serving", new Event.Serving());
    events.put("check ok", new Event.Checked(LATE, Optional.empty()));
    events.put("check fails", new Event.Checked(LATE, Optional.of("no answer")));
    events.put("fails in grace", new Event.Checked(Duration.ZERO, Optional.of("no answer")));
    events.put("exit 0", new Event.Exited(0, ""));
    events.put("exit 1", new Event.Exited(1, "trouble"));
    events.put("acknowledged", new Event.Acknowledged());
    events.put("rang LAUNCH", new Event.Rang(Alarm.LAUNCH));
    events.put("rang VACANCY", new Event.Rang(Alarm.VACANCY));
    events.put("rang STOP", new Event.Rang(Alarm.STOP));
    events.put("rang ACK", new Event.Rang(Alarm.ACKNOWLEDGEMENT));
    return events;
  }

  /**
   * The whole table: for each event and state the next state and what is done; a dot is nothing.
   */
  private static final String TABLE =
      """
      event          | Idle              | Idle again        | Preparing     | Starting         | Running          | Running, 1       | Stopping    | Stopping, hurried | Stopping, ill | Ended
      launch         | Preparing prepare | .                 | .             | .                | .                | .                | .           | .             | .             | .
      launch other   | Preparing prepare | Preparing prepare | FAILED        | FAILED           | FAILED           | FAILED           | FAILED      | FAILED        | FAILED        | FAILED
      unreadable     | Ended ERROR       | Ended ERROR       | FAILED        | FAILED           | FAILED           | FAILED           | FAILED      | FAILED        | FAILED        | FAILED
      kill           | .                 | .                 | Idle KILLED   | Stopping KILLING | Stopping KILLING | Stopping KILLING | alarm       | alarm         | alarm         | .
      kill other     | .                 | .                 | .             | .                | .                | .                | .           | .             | .             | .
      shutdown       | exit              | Ended             | Ended KILLED  | Stopping KILLING | Stopping KILLING | Stopping KILLING | alarm       | alarm         | alarm         | alarm
      obstructed     | .                 | .                 | .             | .                | .                | .                | .           | .             | .             | .
      vacant         | .                 | .                 | Starting start | .               | .                | .                | .           | .             | .             | .
      started        | .                 | .                 | .             | STARTING         | .                | .                | .           | .             | .             | .
      not started    | .                 | .                 | Ended FAILED  | Ended FAILED     | Ended FAILED     | Ended FAILED     | Idle KILLED | Ended KILLED  | Ended FAILED  | .
      registered     | .                 | .                 | .             | awaitanswer      | .                | .                | .           | .             | .             | .
      serving        | .                 | .                 | .             | Running RUNNING check | .           | .                | .           | .             | .             | .
      check ok       | .                 | .                 | .             | .                | .                | RUNNING          | .           | .             | .             | .
      check fails    | .                 | .                 | .             | .                | RUNNING          | Stopping terminate | .         | .             | .             | .
      fails in grace | .                 | .                 | .             | .                | .                | .                | .           | .             | .             | .
      exit 0         | .                 | .                 | Ended FAILED  | Ended FINISHED   | Ended FINISHED   | Ended FINISHED   | Idle KILLED | Ended KILLED  | Ended FAILED  | .
      exit 1         | .                 | .                 | Ended FAILED  | Ended FAILED     | Ended FAILED     | Ended FAILED     | Idle KILLED | Ended KILLED  | Ended FAILED  | .
      acknowledged   | .                 | .                 | .             | .                | .                | .                | .           | .             | .             | exit
      rang LAUNCH    | exit              | Ended             | .             | .                | .                | .                | .           | .             | .             | .
      rang VACANCY   | .                 | .                 | Ended FAILED  | .                | .                | .                | .           | .             | .             | .
      rang STOP      | .                 | .                 | .             | .                | .                | .                | kill        | kill          | kill          | .
      rang ACK       | .                 | .                 | .             | .                | .                | .                | .           | .             | .             | exit
      """;

  @Test
  void doesWhatTheTableSaysInEachStateForEachEvent() {
    String expected =
        TABLE
            .lines()
            .skip(1)
            .map(
                line ->
                    Arrays.stream(line.split("\\|"))
                        .map(String::strip)
                        .collect(Collectors.joining(" | ")))
            .collect(Collectors.joining("\n"));
    String actual =
        events().entrySet().stream()
            .map(
                event ->
                    event.getKey()
                        + STATES.stream()
                            .map(
                                state ->
                                    " | " + cell(state, Lifecycle.next(state, event.getValue())))
                            .collect(Collectors.joining()))
            .collect(Collectors.joining("\n"));
    assertThat(actual).isEqualTo(expected);
    assertThat(events().values().stream().map(Event::getClass).collect(Collectors.toSet()))
        .as("the table has each kind of event")
        .isEqualTo(Set.of(Event.class.getPermittedSubclasses()));
  }

  /**
   * What is left out follows: whoever stops terminates, whoever ends awaits the agent, and whoever
   * rests cancels the alarms of before and sets that for the next task.
   */
  private static String cell(State before, Transition transition) {
    String next = transition.next().getClass().getSimpleName();
    String effects =
        transition.effects().stream()
            .map(LifecycleTest::name)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.joining(" "));
    if (next.equals(before.getClass().getSimpleName())) {
      return effects.isEmpty() ? "." : effects;
    }
    return (next
            + " "
            + effects
                .replace("KILLING terminate alarm", "KILLING")
                .replace("terminate alarm", "terminate")
                .replace("KILLED cancelalarms alarm", "KILLED")
                .replaceAll(" ?await alarm", "")
                .replace("prepare alarm", "prepare"))
        .strip();
  }

  private static String name(Effect effect) {
    if (effect instanceof Effect.Report report) {
      return report.status().getState().name().substring("TASK_".length());
    }
    return switch (effect.getClass().getSimpleName()) {
      case "SetAlarm" -> "alarm";
      case "CheckHealth" -> "check";
      case "AwaitAcknowledgement" -> "await";
      case "StopWatching" -> "";
      default -> effect.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    };
  }

  @Test
  void takesTheGraceOfTheKillElseThatOfTheTask() {
    State running = new Running(TASK, 0);
    assertThat(alarm(running, new Event.Kill(TASK.id(), Optional.of(Duration.ofSeconds(7)))))
        .isEqualTo(new Effect.SetAlarm(Alarm.STOP, Duration.ofSeconds(7)));
    assertThat(alarm(running, new Event.Kill(TASK.id(), Optional.empty())))
        .isEqualTo(new Effect.SetAlarm(Alarm.STOP, Duration.ofSeconds(40)));
  }

  @Test
  void keepsSomeOfTheTimeForAShutdownToReportTheEnd() {
    State running = new Running(TASK, 0);
    assertThat(alarm(running, new Event.Shutdown("", Duration.ofSeconds(60))))
        .isEqualTo(new Effect.SetAlarm(Alarm.STOP, Duration.ofSeconds(58)));
    assertThat(alarm(running, new Event.Shutdown("", Duration.ofSeconds(3))))
        .isEqualTo(new Effect.SetAlarm(Alarm.STOP, Duration.ofMillis(1500)));
    State stopping = Lifecycle.next(running, new Event.Shutdown("", Duration.ofSeconds(3))).next();
    assertThat(alarm(stopping, new Event.Exited(143, "")))
        .isEqualTo(new Effect.SetAlarm(Alarm.ACKNOWLEDGEMENT, Duration.ofSeconds(1)));
  }

  private static Effect alarm(State state, Event event) {
    List<Effect> effects = Lifecycle.next(state, event).effects();
    return effects.stream().filter(Effect.SetAlarm.class::isInstance).findFirst().orElseThrow();
  }

  @Test
  void saysWhatWasInTheWayOfTheStart() {
    State waiting =
        Lifecycle.next(new Preparing(TASK, "nothing known"), new Event.Obstructed("a twin lives"))
            .next();
    Transition end = Lifecycle.next(waiting, new Event.Rang(Alarm.VACANCY));
    assertThat(end.effects().toString()).contains("a twin lives");
  }

  @Test
  void forgetsFailuresAfterACheckThatPassed() {
    State state = new Running(TASK, 0);
    Event fails = new Event.Checked(LATE, Optional.of("no answer"));
    for (int i = 0; i < 3; i++) {
      state = Lifecycle.next(state, fails).next();
      assertThat(state).isEqualTo(new Running(TASK, 1));
      state = Lifecycle.next(state, new Event.Checked(LATE, Optional.empty())).next();
    }
    assertThat(state).isEqualTo(new Running(TASK, 0));
  }

  @Test
  void reportsOneTerminalStateOfEachTaskWhateverComesInWhateverOrder() {
    Set<TaskState> terminal = EnumSet.of(TASK_ERROR, TASK_FAILED, TASK_FINISHED, TASK_KILLED);
    List<Event> events =
        events().values().stream()
            .filter(event -> !(event instanceof Event.Unreadable))
            .filter(event -> !(event instanceof Event.Launch))
            .toList();
    int most = 0;
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      State state = Lifecycle.begin().next();
      int tasks = 0;
      int starts = 0;
      int ends = 0;
      for (int i = 0; i < 200 && !(state instanceof Ended); i++) {
        Event event = about(events.get(random.nextInt(events.size())), tasks);
        if (state instanceof Idle) {
          tasks++;
          event = new Event.Launch(task("broker-0__" + tasks));
        }
        Transition transition = Lifecycle.next(state, event);
        for (Effect effect : transition.effects()) {
          if (effect instanceof Effect.Start) {
            starts++;
          } else if (effect instanceof Effect.Report report) {
            assertThat(report.status().getTaskId().getValue()).isEqualTo("broker-0__" + tasks);
            ends += terminal.contains(report.status().getState()) ? 1 : 0;
          }
        }
        state = transition.next();
        assertThat(starts).as("starts with seed %d", seed).isLessThanOrEqualTo(tasks);
        assertThat(ends)
            .as("ends with seed %d in %s", seed, state)
            .isEqualTo(state.broker().isPresent() ? tasks - 1 : tasks);
      }
      most = Math.max(most, tasks);
    }
    assertThat(most).as("tasks that one executor had").isGreaterThan(3);
  }

  /** The same, of the task that is there. */
  private static Event about(Event event, int task) {
    return event instanceof Event.Kill kill && kill.task().equals(TASK.id())
        ? new Event.Kill(task("broker-0__" + task).id(), kill.grace())
        : event;
  }

  @Test
  void forgetsTheAlarmsOfATaskBeforeTheNext() {
    State stopping = new Stopping(TASK, new Ending.Killed("asked"), false);
    assertThat(Lifecycle.next(stopping, new Event.Exited(143, "")).effects())
        .endsWith(
            new Effect.CancelAlarms(), new Effect.SetAlarm(Alarm.LAUNCH, Duration.ofMinutes(5)));
  }

  @Test
  void namesTheSignalThatEndedABroker() {
    assertThat(ExitMessage.of(new Event.Exited(137, "")))
        .isEqualTo("The broker was ended by signal 9 (SIGKILL)");
    assertThat(ExitMessage.of(new Event.Exited(1, "no space left")))
        .isEqualTo("The broker ended with exit code 1. It said last:\nno space left");
  }
}
