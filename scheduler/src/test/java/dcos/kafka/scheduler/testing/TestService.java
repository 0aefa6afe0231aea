package dcos.kafka.scheduler.testing;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.config.BrokerConfiguration;
import dcos.kafka.scheduler.config.ConfigurationReading;
import dcos.kafka.scheduler.config.DeployStrategy;
import dcos.kafka.scheduler.config.DiskType;
import dcos.kafka.scheduler.config.PlacementStrategy;
import dcos.kafka.scheduler.config.RolloutGate;
import dcos.kafka.scheduler.config.ServiceConfiguration;
import dcos.kafka.scheduler.config.ServiceNames;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.core.Command;
import dcos.kafka.scheduler.core.Core;
import dcos.kafka.scheduler.core.Effect;
import dcos.kafka.scheduler.core.Event;
import dcos.kafka.scheduler.kafka.observation.ClusterObservation;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.offer.Resources;
import dcos.kafka.scheduler.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.InverseOffer;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.OperationState;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.scheduler.Protos.Call;

/**
 * A service in virtual time, driven through {@link Core#handle} alone. Broker {@code n} lives on
 * agent {@code n + 1} unless a test offers something else.
 */
public final class TestService {

  /** When every test begins. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** What Mesos calls the service. */
  public static final String FRAMEWORK_ID = "framework-1";

  private final TestDisk disk;
  private State state;
  private Instant now;
  private long seed;
  private long connection;
  private Core.Outcome last;

  private TestService(TestDisk disk, Instant now, long seed, long connection) {
    this.disk = disk;
    this.state = disk.recovery().state(ServiceNames.of("kafka"));
    this.now = now;
    this.seed = seed;
    this.connection = connection;
    this.last = new Core.Outcome(state, List.of(), List.of(), List.of());
  }

  /** A service of which nothing is recorded and to which nothing has happened. */
  public static TestService unborn() {
    return new TestService(new TestDisk(), START, 1, 0);
  }

  /** A service with a target that Mesos knows of; no broker was launched yet. */
  public static TestService registered(TargetConfiguration configuration) {
    TestService service = unborn();
    service.configure(configuration);
    service.subscribe();
    return service;
  }

  /** A service all of whose brokers run, are registered and in sync. */
  public static TestService running(TargetConfiguration configuration) {
    TestService service = registered(configuration);
    service.deploy();
    return service;
  }

  /** Three brokers that come up one after the other, unasked. */
  public static TargetConfiguration configuration() {
    TargetConfiguration defaults = TargetConfiguration.defaults("kafka", "zk:2181");
    BrokerConfiguration broker = defaults.broker();
    return defaults.with(
        new BrokerConfiguration(
            broker.cpus(),
            broker.memMb(),
            broker.heapMb(),
            broker.diskMb(),
            broker.diskType(),
            broker.port(),
            "http://files/kafka.tgz",
            "",
            "http://files/executor.tgz",
            broker.jmx(),
            broker.statsd()));
  }

  /** The same with another strategy. */
  public static TargetConfiguration configuration(DeployStrategy strategy) {
    return with(configuration(), strategy);
  }

  /** A configuration with another strategy. */
  public static TargetConfiguration with(TargetConfiguration it, DeployStrategy strategy) {
    ServiceConfiguration s = it.service();
    return it.with(service(s, s.count(), s.placementStrategy(), strategy, s.rolloutGate()));
  }

  /** A configuration with another number of brokers. */
  public static TargetConfiguration with(TargetConfiguration it, int count) {
    ServiceConfiguration s = it.service();
    return it.with(service(s, count, s.placementStrategy(), s.deployStrategy(), s.rolloutGate()));
  }

  /** A configuration with another placement. */
  public static TargetConfiguration with(TargetConfiguration it, PlacementStrategy placement) {
    ServiceConfiguration s = it.service();
    return it.with(service(s, s.count(), placement, s.deployStrategy(), s.rolloutGate()));
  }

  /** A configuration with the gate on or off. */
  public static TargetConfiguration with(TargetConfiguration it, RolloutGate gate) {
    ServiceConfiguration s = it.service();
    return it.with(service(s, s.count(), s.placementStrategy(), s.deployStrategy(), gate));
  }

  private static ServiceConfiguration service(
      ServiceConfiguration s,
      int count,
      PlacementStrategy placement,
      DeployStrategy strategy,
      RolloutGate gate) {
    return new ServiceConfiguration(
        s.name(),
        s.user(),
        s.principal(),
        s.role(),
        count,
        placement,
        s.placementConstraint(),
        s.phaseStrategy(),
        strategy,
        gate);
  }

  /** A configuration that brokers have to be restarted for. */
  public static TargetConfiguration changed(TargetConfiguration it) {
    return it.with(it.kafka().withOverrides(Map.of("log.retention.hours", "100")));
  }

  /** A configuration with another memory, disk type and port for its brokers. */
  public static TargetConfiguration with(
      TargetConfiguration it, int memMb, DiskType diskType, int port) {
    BrokerConfiguration b = it.broker();
    return it.with(
        new BrokerConfiguration(
            b.cpus(),
            memMb,
            b.heapMb(),
            b.diskMb(),
            diskType,
            port,
            b.kafkaUri(),
            b.javaUri(),
            b.executorUri(),
            b.jmx(),
            b.statsd()));
  }

  /** Handles an event; its records go to the disk. */
  public Core.Outcome handle(Event event) {
    last = Core.handle(state, event, now, seed++);
    disk.apply(last.changes());
    state = last.state();
    return last;
  }

  /** The environment is read. */
  public Core.Outcome configure(TargetConfiguration configuration) {
    return handle(new Event.Configured(new ConfigurationReading.Valid(configuration), false));
  }

  /** Mesos accepts a subscription. */
  public Core.Outcome subscribe() {
    return subscribe(FRAMEWORK_ID, "1.11.0");
  }

  /** Mesos of some version accepts a subscription. */
  public Core.Outcome subscribe(String frameworkId, String version) {
    connection++;
    return handle(new Event.Subscribed(connection, frameworkId, version));
  }

  /** The connection to Mesos is lost. */
  public Core.Outcome disconnect() {
    return handle(new Event.Disconnected(connection, "end of stream"));
  }

  /** Mesos makes offers. */
  public Core.Outcome offer(Offer... offers) {
    return handle(new Event.Offered(connection, List.of(offers)));
  }

  /** Mesos asks whether an agent may go. */
  public Core.Outcome inverseOffer(String agentId, Instant from, Duration duration) {
    return handle(
        new Event.InverseOffered(
            connection,
            List.of(
                InverseOffer.newBuilder()
                    .setId(OfferID.newBuilder().setValue("inverse-" + agentId))
                    .setFrameworkId(FrameworkID.newBuilder().setValue(FRAMEWORK_ID))
                    .setAgentId(AgentID.newBuilder().setValue(agentId))
                    .setUnavailability(TestOffer.unavailability(from, duration))
                    .build())));
  }

  /** Mesos takes that question back. */
  public Core.Outcome inverseRescinded(String agentId) {
    return handle(new Event.InverseRescinded(connection, "inverse-" + agentId));
  }

  /** Mesos reports of the task that a broker has now. */
  public Core.Outcome report(int broker, TaskState taskState) {
    return report(TestStatus.of(task(broker).id(), task(broker).agentId(), taskState));
  }

  /** Mesos reports of a task. */
  public Core.Outcome report(TaskStatus status) {
    return handle(new Event.TaskReported(connection, status));
  }

  /** Mesos answers what was asked of a broker's task. */
  public Core.Outcome answer(int broker, TaskState taskState) {
    return report(TestStatus.reconciled(task(broker).id(), task(broker).agentId(), taskState));
  }

  /** Mesos says what became of an operation. */
  public Core.Outcome operation(String operationId, OperationState outcome) {
    return handle(
        new Event.OperationReported(connection, TestStatus.operation(operationId, outcome)));
  }

  /** Kafka is observed. */
  public Core.Outcome kafka(ClusterObservation observation) {
    return handle(new Event.KafkaObserved(observation));
  }

  /** Kafka is observed. */
  public Core.Outcome kafka(TestKafka observation) {
    return kafka(observation.seen());
  }

  /** An operator wants something. */
  public Core.Outcome command(Command command) {
    return handle(new Event.Commanded(1, command));
  }

  /** Time passes; whatever becomes due is done. Returns the calls that left. */
  public List<Call> pass(Duration duration) {
    Instant end = now.plus(duration);
    List<Call> calls = new ArrayList<>();
    while (state.timers().next().filter(due -> !due.isAfter(end)).isPresent()) {
      now = max(now, state.timers().next().orElseThrow());
      calls.addAll(calls(handle(new Event.Ticked())));
    }
    now = end;
    return calls;
  }

  private static Instant max(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /** The scheduler dies and starts again on what is recorded, with the same environment. */
  public TestService crash() {
    return crash(state.targetConfiguration());
  }

  /** The scheduler dies and starts again on what is recorded, with another environment. */
  public TestService crash(TargetConfiguration configuration) {
    TestService next = restarted();
    next.configure(configuration);
    return next;
  }

  /** The scheduler dies; the next has found the records, and nothing has happened to it yet. */
  public TestService restarted() {
    return restartedAt(now.plusSeconds(10));
  }

  /** The same, at any time: the machine's clock may have been set. */
  public TestService restartedAt(Instant time) {
    return new TestService(disk, time, seed + 1000, connection);
  }

  /** Every broker that waits is launched on its agent and comes up, until none waits. */
  public void deploy() {
    int most = 4 * state.targetConfiguration().service().count();
    for (int i = 0; i < most && state.work().waitsForOffers(); i++) {
      int broker =
          state.work().startable().isEmpty()
              ? state.work().homeless().first()
              : state.work().startable().first();
      comeUp(broker);
    }
  }

  /** A broker that waits gets an offer of its agent, and comes up. */
  public void comeUp(int broker) {
    launch(broker);
    report(broker, TaskState.TASK_STARTING);
    report(broker, TaskState.TASK_RUNNING);
    kafka(inSync());
  }

  /** A broker that waits gets an offer of its agent. */
  public Core.Outcome launch(int broker) {
    boolean atHome = state.broker(broker).flatMap(Broker::reservationId).isPresent();
    return offer(atHome ? offerAtHome(broker) : TestOffer.roomy(broker + 1));
  }

  /** Every broker that serves is registered and in sync. */
  public TestKafka inSync() {
    return TestKafka.registered(
        state.brokers().values().stream().filter(Broker::serves).mapToInt(Broker::id).toArray());
  }

  /** An offer of a broker's agent that shows what is reserved for it, and more. */
  public Offer offerAtHome(int broker) {
    Reservation home = home(broker);
    return TestOffer.of(broker + 1, home.agentId()).room().with(reserved(home)).build();
  }

  /** A reservation as offers show it. */
  public Collection<org.apache.mesos.v1.Protos.Resource> reserved(Reservation reservation) {
    Resources resources =
        new Resources(
            "kafka", "kafka-role", state.targetConfiguration().service().principal(), true);
    return reservation.resources().stream()
        .map(row -> resources.of(reservation, row, true))
        .toList();
  }

  /** The state. */
  public State state() {
    return state;
  }

  /** The time. */
  public Instant now() {
    return now;
  }

  /** The connection's number. */
  public long connection() {
    return connection;
  }

  /** What came of the last event. */
  public Core.Outcome last() {
    return last;
  }

  /** What is on the disk. */
  public TestDisk disk() {
    return disk;
  }

  /** A broker. */
  public Broker broker(int id) {
    return state.broker(id).orElseThrow();
  }

  /** All brokers. */
  public List<Integer> brokers() {
    return IntStream.range(0, state.brokers().size()).boxed().toList();
  }

  /** A broker's task. */
  public BrokerTask task(int id) {
    return broker(id).task().orElseThrow();
  }

  /** A broker's reservation. */
  public Reservation home(int id) {
    return state.ledger().find(broker(id).reservationId().orElseThrow()).orElseThrow();
  }

  /** The calls that leave with an outcome. */
  public static List<Call> calls(Core.Outcome outcome) {
    return outcome.effects().stream()
        .filter(Effect.Send.class::isInstance)
        .map(effect -> ((Effect.Send) effect).call())
        .toList();
  }

  /** The calls of a type that leave with an outcome. */
  public static List<Call> calls(Core.Outcome outcome, Call.Type type) {
    return calls(outcome).stream().filter(call -> call.getType() == type).toList();
  }

  /** The tasks that an outcome launches. */
  public static List<String> launched(Core.Outcome outcome) {
    return calls(outcome, Call.Type.ACCEPT).stream()
        .flatMap(call -> call.getAccept().getOperationsList().stream())
        .filter(operation -> operation.hasLaunch())
        .flatMap(operation -> operation.getLaunch().getTaskInfosList().stream())
        .map(task -> task.getTaskId().getValue())
        .toList();
  }

  /** The tasks that an outcome kills. */
  public static List<String> killed(Core.Outcome outcome) {
    return killed(calls(outcome));
  }

  /** The tasks that calls kill. */
  public static List<String> killed(List<Call> calls) {
    return calls.stream()
        .filter(call -> call.getType() == Call.Type.KILL)
        .map(call -> call.getKill().getTaskId().getValue())
        .toList();
  }
}
