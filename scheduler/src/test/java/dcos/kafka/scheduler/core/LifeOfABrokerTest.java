package dcos.kafka.scheduler.core;

import static dcos.kafka.scheduler.testing.TestService.calls;
import static dcos.kafka.scheduler.testing.TestService.configuration;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.broker.TaskPhase;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.testing.TestKafka;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import dcos.kafka.scheduler.testing.TestStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A broker's life: what it is in, what may happen to it then, and what becomes of it. A cell says
 * what the broker is in afterwards, then what it waits for ({@code home}: an offer of the agent
 * that its volume is on, {@code any}: one of any agent), then what left for Mesos: {@code LAUNCH}
 * on that volume, {@code ANEW} on a new reservation with an empty one, {@code KILL}, and {@code
 * ASK}, what became of its task.
 *
 * <p>The table of {@code TaskPhaseTest} is about what Mesos says of a task; this one is about
 * everything that can happen, and about what the core does.
 */
class LifeOfABrokerTest {

  private static final String TABLE =
      """
      event                       launching         starting          running           unhealthy         killing           ended             unreachable       gone            replaced
      TASK_STAGING                launching         starting          running           unhealthy         killing           ended home        launching         gone any KILL   replaced any
      TASK_STARTING               starting          starting          running           unhealthy         killing           ended home        starting          gone any KILL   replaced any
      TASK_RUNNING                running           running           running           unhealthy         killing           ended home        running           gone any KILL   replaced any
      TASK_KILLING                killing           killing           killing           killing           killing           ended home        killing           gone any KILL   replaced any
      TASK_FINISHED               ended home        ended home        ended home        ended home        ended home        ended home        ended home        gone any        replaced any
      TASK_FAILED                 ended home        ended home        ended home        ended home        ended home        ended home        ended home        gone any        replaced any
      TASK_KILLED                 ended home        ended home        ended home        ended home        ended home        ended home        ended home        gone any        replaced any
      TASK_ERROR                  ended home        ended home        ended home        ended home        ended home        ended home        ended home        gone any        replaced any
      TASK_LOST                   unreachable       unreachable       unreachable       unreachable       unreachable       ended home        unreachable       gone any        replaced any
      TASK_DROPPED                ended home        ended home        ended home        ended home        ended home        ended home        ended home        gone any        replaced any
      TASK_UNREACHABLE            unreachable       unreachable       unreachable       unreachable       unreachable       ended home        unreachable       gone any        replaced any
      TASK_GONE                   ended home        ended home        ended home        ended home        ended home        ended home        ended home        gone any        replaced any
      TASK_GONE_BY_OPERATOR       gone any          gone any          gone any          gone any          gone any          gone any          gone any          gone any        replaced any
      TASK_UNKNOWN                unreachable       unreachable       unreachable       unreachable       unreachable       ended home        unreachable       gone any        replaced any
      its health check fails      unhealthy         unhealthy         unhealthy         unhealthy         killing           ended home        unhealthy         gone any KILL   replaced any
      its health check passes     running           running           running           running           killing           ended home        running           gone any KILL   replaced any
      its agent is drained        ended home        ended home        ended home        ended home        ended home        ended home        ended home        gone any        replaced any
      reconciled: runs            running           running           running           unhealthy         killing           ended home        running           gone any KILL   replaced any
      reconciled: gone            ended home        ended home        ended home        ended home        ended home        ended home        ended home        gone any        replaced any
      reconciled: not known       unreachable       unreachable       unreachable       unreachable       unreachable       ended home        unreachable       gone any        replaced any
      its home is offered         launching         starting          running           unhealthy         killing           launching LAUNCH  unreachable       launching ANEW  launching ANEW
      its home, by a new agent    launching LAUNCH  launching LAUNCH  launching LAUNCH  launching LAUNCH  launching LAUNCH  launching LAUNCH  launching LAUNCH  launching ANEW  launching ANEW
      its agent without its home  launching         starting          running           unhealthy         killing           ended home        unreachable       launching ANEW  launching ANEW
      another agent is offered    launching         starting          running           unhealthy         killing           ended home        unreachable       launching ANEW  launching ANEW
      Kafka misses it             launching         starting          running           unhealthy         killing           ended home        unreachable       gone any        replaced any
      Kafka has it                launching         starting          running           unhealthy         killing           ended home        unreachable       gone any        replaced any
      restart                     launching KILL    starting KILL     running KILL      unhealthy KILL    killing           ended home        unreachable KILL  gone any        replaced any
      restart, by force           launching KILL    starting KILL     running KILL      unhealthy KILL    killing           ended home        unreachable KILL  gone any        replaced any
      replace                     launching KILL    starting KILL     running KILL      unhealthy KILL    killing           replaced any      unreachable       gone any        replaced any
      replace, by force           launching KILL    starting KILL     running KILL      unhealthy KILL    killing           replaced any      replaced any      gone any        replaced any
      uninstall                   launching KILL    starting KILL     running KILL      unhealthy KILL    killing           ended             unreachable KILL  gone            replaced
      the connection breaks       launching         starting          running           unhealthy         killing           ended home        unreachable       gone any        replaced any
      a new connection            launching ASK     starting ASK      running ASK       unhealthy ASK     killing ASK KILL  ended home        unreachable ASK   gone any        replaced any
      a minute passes             launching ASK     starting          running           unhealthy         killing KILL      ended home        unreachable ASK   gone any        replaced any
      """;

  /** How a broker, number 0 of three, gets into each of its situations. */
  private static final Map<String, Consumer<TestService>> SITUATIONS = new LinkedHashMap<>();

  /** What may happen, by the name that it has in the table. */
  private static final Map<String, BiFunction<TestService, Before, List<Call>>> EVENTS =
      new LinkedHashMap<>();

  /** What the broker was on before the event, whatever has become of that. */
  private record Before(BrokerTask task, Reservation home) {}

  static {
    SITUATIONS.put(
        "launching",
        service -> {
          service.command(new Command.Restart(0, false, false));
          service.report(0, TaskState.TASK_KILLED);
          service.launch(0);
        });
    SITUATIONS.put(
        "starting",
        service -> {
          service.command(new Command.Restart(0, false, false));
          service.report(0, TaskState.TASK_KILLED);
          service.launch(0);
          service.report(0, TaskState.TASK_STARTING);
        });
    SITUATIONS.put("running", service -> {});
    SITUATIONS.put("unhealthy", service -> service.report(healthy(service.task(0), false)));
    SITUATIONS.put(
        "killing",
        service -> {
          service.command(new Command.Restart(0, false, false));
          service.report(0, TaskState.TASK_KILLING);
        });
    SITUATIONS.put("ended", service -> service.report(0, TaskState.TASK_FAILED));
    SITUATIONS.put("unreachable", service -> service.report(0, TaskState.TASK_UNREACHABLE));
    SITUATIONS.put("gone", service -> service.report(0, TaskState.TASK_GONE_BY_OPERATOR));
    SITUATIONS.put(
        "replaced",
        service -> {
          service.command(new Command.Replace(0, false, false));
          service.report(0, TaskState.TASK_KILLED);
        });

    for (TaskState state : TaskState.values()) {
      event(
          state.name(),
          (service, before) ->
              service.report(TestStatus.of(before.task().id(), before.task().agentId(), state)));
    }
    event("its health check fails", (s, it) -> s.report(healthy(it.task(), false)));
    event("its health check passes", (s, it) -> s.report(healthy(it.task(), true)));
    event("its agent is drained", (s, it) -> s.report(drained(it.task())));
    event(
        "reconciled: runs",
        (s, it) ->
            s.report(
                TestStatus.reconciled(
                    it.task().id(), it.task().agentId(), TaskState.TASK_RUNNING)));
    event(
        "reconciled: gone",
        (s, it) ->
            s.report(
                TestStatus.reconciled(it.task().id(), it.task().agentId(), TaskState.TASK_GONE)));
    event(
        "reconciled: not known",
        (s, it) ->
            s.report(
                TestStatus.reconciled(
                    it.task().id(), it.task().agentId(), TaskState.TASK_UNKNOWN)));
    event("its home is offered", (s, it) -> s.offer(home(s, it, it.task().agentId())));
    event("its home, by a new agent", (s, it) -> s.offer(home(s, it, "S1-again")));
    event("its agent without its home", (s, it) -> s.offer(TestOffer.roomy(1)));
    event("another agent is offered", (s, it) -> s.offer(TestOffer.roomy(7)));
    event("Kafka misses it", (s, it) -> s.kafka(TestKafka.registered(1, 2)));
    event("Kafka has it", (s, it) -> s.kafka(TestKafka.registered(0, 1, 2)));
    event("restart", (s, it) -> s.command(new Command.Restart(0, false, false)));
    event("restart, by force", (s, it) -> s.command(new Command.Restart(0, true, false)));
    event("replace", (s, it) -> s.command(new Command.Replace(0, false, false)));
    event("replace, by force", (s, it) -> s.command(new Command.Replace(0, true, false)));
    event("uninstall", (s, it) -> s.command(new Command.Uninstall("Asked.", false)));
    event("the connection breaks", (s, it) -> s.disconnect());
    event("a new connection", (s, it) -> s.subscribe());
    EVENTS.put("a minute passes", (s, it) -> s.pass(Duration.ofMinutes(1)));
  }

  private static void event(String name, BiFunction<TestService, Before, Core.Outcome> happens) {
    EVENTS.put(name, (service, before) -> calls(happens.apply(service, before)));
  }

  private static TaskStatus healthy(BrokerTask task, boolean is) {
    return TestStatus.of(task.id(), task.agentId(), TaskState.TASK_RUNNING).toBuilder()
        .setHealthy(is)
        .build();
  }

  private static TaskStatus drained(BrokerTask task) {
    return TestStatus.of(task.id(), task.agentId(), TaskState.TASK_KILLED).toBuilder()
        .setReason(TaskStatus.Reason.REASON_AGENT_DRAINING)
        .build();
  }

  private static Offer home(TestService service, Before before, String agent) {
    return TestOffer.of(1, agent).room().with(service.reserved(before.home())).build();
  }

  static Stream<Arguments> cells() {
    List<String> situations = List.copyOf(SITUATIONS.keySet());
    return TABLE
        .lines()
        .skip(1)
        .map(line -> line.split(" {2,}"))
        .flatMap(
            row ->
                IntStream.range(1, row.length)
                    .mapToObj(i -> Arguments.of(situations.get(i - 1), row[0], row[i])));
  }

  @ParameterizedTest(name = "{0}, {1}: {2}")
  @MethodSource("cells")
  void followsTheTable(String situation, String event, String expected) {
    assertThat(becomes(situation, event)).isEqualTo(expected);
  }

  @Test
  void hasARowForEachEventAndAColumnForEachSituation() {
    assertThat(TABLE.lines().findFirst().orElseThrow().split(" {2,}"))
        .containsExactly(
            Stream.concat(Stream.of("event"), SITUATIONS.keySet().stream()).toArray(String[]::new));
    assertThat(TABLE.lines().skip(1).map(line -> line.split(" {2,}")[0]))
        .containsExactlyElementsOf(EVENTS.keySet());
    assertThat(cells()).hasSize(EVENTS.size() * SITUATIONS.size());
  }

  private static TestService in(String situation) {
    TestService service = TestService.running(configuration());
    SITUATIONS.get(situation).accept(service);
    assertThat(situation(service.broker(0))).isEqualTo(situation);
    return service;
  }

  private static Before before(TestService service) {
    Broker broker = service.broker(0);
    Reservation home =
        broker
            .reservationId()
            .or(broker::retiringId)
            .flatMap(service.state().ledger()::find)
            .orElseGet(() -> TestService.running(configuration()).home(0));
    return new Before(broker.task().orElseThrow(), home);
  }

  private static String becomes(String situation, String event) {
    TestService service = in(situation);
    List<Call> sent = EVENTS.get(event).apply(service, before(service));
    List<String> words = new ArrayList<>();
    words.add(situation(service.broker(0)));
    if (service.state().work().startable().contains(0)) {
      words.add("home");
    }
    if (service.state().work().homeless().contains(0)) {
      words.add("any");
    }
    sent.stream().flatMap(call -> told(call).stream()).distinct().forEach(words::add);
    return String.join(" ", words);
  }

  /** What a broker is in. */
  private static String situation(Broker broker) {
    BrokerTask task = broker.task().orElseThrow();
    if (!task.phase().mayBeAlive()
        && broker.retiringId().isPresent()
        && broker.reservationId().isEmpty()) {
      return "replaced";
    }
    return task.phase() == TaskPhase.RUNNING && !task.healthy()
        ? "unhealthy"
        : task.phase().name().toLowerCase(Locale.ROOT);
  }

  /** What is told to Mesos, but for acknowledgements and whether offers are wanted. */
  private static List<String> told(Call call) {
    return switch (call.getType()) {
      case KILL ->
          call.getKill().getTaskId().getValue().startsWith("broker-0")
              ? List.of("KILL")
              : List.of();
      case RECONCILE ->
          call.getReconcile().getTasksList().stream()
              .filter(task -> task.getTaskId().getValue().startsWith("broker-0"))
              .map(task -> "ASK")
              .toList();
      case ACCEPT ->
          List.of(
              call.getAccept().getOperationsList().stream()
                      .anyMatch(it -> it.getType() == Operation.Type.RESERVE)
                  ? "ANEW"
                  : "LAUNCH");
      default -> List.of();
    };
  }

  /** Writes the table as it is, for who changes it and looks at each cell. */
  public static void main(String[] ignored) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(Stream.concat(Stream.of("event"), SITUATIONS.keySet().stream()).toList());
    for (String event : EVENTS.keySet()) {
      rows.add(
          Stream.concat(Stream.of(event), SITUATIONS.keySet().stream().map(s -> becomes(s, event)))
              .toList());
    }
    int[] widths =
        IntStream.range(0, rows.get(0).size())
            .map(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0) + 2)
            .toArray();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length()));
      }
      System.out.println(line.toString().stripTrailing());
    }
  }
}
