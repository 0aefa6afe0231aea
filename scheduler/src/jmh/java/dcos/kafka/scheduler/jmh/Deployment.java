package dcos.kafka.scheduler.jmh;

import com.google.protobuf.InvalidProtocolBufferException;
import dcos.kafka.scheduler.config.ConfigurationReading;
import dcos.kafka.scheduler.config.DeployStrategy;
import dcos.kafka.scheduler.config.ServiceNames;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.core.Core;
import dcos.kafka.scheduler.core.Effect;
import dcos.kafka.scheduler.core.Event;
import dcos.kafka.scheduler.engine.MesosEvents;
import dcos.kafka.scheduler.kafka.observation.BrokerReplicas;
import dcos.kafka.scheduler.kafka.observation.ClusterObservation;
import dcos.kafka.scheduler.kafka.observation.Partitions;
import dcos.kafka.scheduler.kafka.observation.Registration;
import dcos.kafka.scheduler.kafka.observation.Replication;
import dcos.kafka.scheduler.plan.Plans;
import dcos.kafka.scheduler.state.State;
import dcos.kafka.scheduler.testing.TestService;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.TreeMap;
import org.apache.mesos.v1.scheduler.Protos;

/**
 * Deploys a service and then rolls a change out, through the real core, against {@link LeanMesos},
 * in virtual time; tells what that takes of a processor for each broker. What Mesos sends is read
 * from its bytes and what goes to it is written, as in the scheduler; ZooKeeper isn't there.
 *
 * <pre>Deployment STRATEGY RUNS [BROKERS AGENTS]…</pre>
 *
 * <p>prints a line of JSON for each size, with the medians of so many runs.
 */
public final class Deployment implements LeanMesos.Kafka {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long CONNECTION = 1;
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Duration ROUND = Duration.ofSeconds(1);

  private final int brokers;
  private final LeanMesos mesos;
  private final Queue<Event> events = new ArrayDeque<>();
  private final TreeMap<Integer, Registration> registered = new TreeMap<>();
  private final TreeMap<Integer, BrokerReplicas> replicas = new TreeMap<>();
  private State state = State.empty(ServiceNames.of("kafka"));
  private Instant now = TestService.START;
  private long seed;
  private long nanos;

  private Deployment(int brokers, int agents) {
    this.brokers = brokers;
    this.mesos = new LeanMesos(agents, this);
  }

  private record Cost(double deploy, double rollOut, long offers) {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    DeployStrategy strategy = DeployStrategy.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    int runs = Integer.parseInt(arguments[1]);
    for (int i = 0; i < 3; i++) {
      new Deployment(100, 500).run(strategy);
    }
    for (int i = 2; i < arguments.length; i += 2) {
      int brokers = Integer.parseInt(arguments[i]);
      int agents = Integer.parseInt(arguments[i + 1]);
      List<Cost> costs = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        System.gc();
        costs.add(new Deployment(brokers, agents).run(strategy));
      }
      System.out.printf(
          "{\"brokers\": %d, \"deploy\": %.1f, \"rollOut\": %.1f, \"offers\": %d}%n",
          brokers,
          median(costs.stream().mapToDouble(Cost::deploy).toArray()),
          median(costs.stream().mapToDouble(Cost::rollOut).toArray()),
          costs.get(0).offers());
    }
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
  }

  /** Costs are in µs for each broker. */
  private Cost run(DeployStrategy strategy) throws InvalidProtocolBufferException {
    TargetConfiguration configuration =
        TestService.with(TestService.configuration(strategy), brokers);
    configure(configuration);
    mesos.subscribe(false);
    complete();
    double deploy = nanos / 1000.0 / brokers;
    nanos = 0;
    configure(configuration.with(configuration.kafka().withOverrides(Map.of("broker.rack", "r"))));
    complete();
    return new Cost(deploy, nanos / 1000.0 / brokers, mesos.offersMade());
  }

  private void configure(TargetConfiguration configuration) {
    events.add(new Event.Configured(new ConfigurationReading.Valid(configuration), false));
  }

  private void complete() throws InvalidProtocolBufferException {
    while (step()) {
      // goes on until nothing is to be done
    }
    if (!state.work().incomplete().isEmpty() || state.brokers().size() != brokers) {
      throw new IllegalStateException("stuck: " + state.work());
    }
  }

  /** The next thing that happens; false when the plan is complete and nothing is under way. */
  private boolean step() throws InvalidProtocolBufferException {
    if (!events.isEmpty()) {
      handle(events.remove());
      return true;
    }
    Optional<Protos.Event> said = mesos.next();
    if (said.isPresent()) {
      hear(said.get().toByteArray());
    } else if (mesos.isRoundDue()) {
      mesos.allocate(now.toEpochMilli());
    } else if (state.work().incomplete().isEmpty()) {
      return false;
    } else {
      now = now.plus(ROUND);
      if (now.isAfter(TestService.START.plus(LONGEST))) {
        throw new IllegalStateException("stuck: " + Plans.deploy(state));
      }
      while (state.timers().due(now).isPresent()) {
        handle(new Event.Ticked());
      }
      mesos.allocate(now.toEpochMilli());
    }
    return true;
  }

  private void hear(byte[] bytes) throws InvalidProtocolBufferException {
    MesosEvents listener = new MesosEvents(events::add);
    long began = THREADS.getCurrentThreadCpuTime();
    Protos.Event event = Protos.Event.parseFrom(bytes);
    if (event.getType() == Protos.Event.Type.SUBSCRIBED) {
      listener.subscribed(CONNECTION, event.getSubscribed());
    } else {
      listener.received(CONNECTION, event);
    }
    nanos += THREADS.getCurrentThreadCpuTime() - began;
  }

  private void handle(Event event) throws InvalidProtocolBufferException {
    List<byte[]> calls = new ArrayList<>();
    long began = THREADS.getCurrentThreadCpuTime();
    Core.Outcome outcome = Core.handle(state, event, now, seed++);
    for (Effect effect : outcome.effects()) {
      if (effect instanceof Effect.Send send) {
        calls.add(send.call().toByteArray());
      }
    }
    nanos += THREADS.getCurrentThreadCpuTime() - began;
    state = outcome.state();
    for (byte[] call : calls) {
      mesos.call(Protos.Call.parseFrom(call), now.toEpochMilli());
    }
  }

  @Override
  public void up(int broker, String host, int port) {
    registered.put(broker, new Registration(broker, host, port, now, ++seed));
    replicas.put(
        broker,
        new BrokerReplicas(
            30, Partitions.NONE, Partitions.NONE, Partitions.NONE, Partitions.NONE));
    observe();
  }

  @Override
  public void down(int broker) {
    registered.remove(broker);
    replicas.remove(broker);
    observe();
  }

  private void observe() {
    events.add(
        new Event.KafkaObserved(
            new ClusterObservation(
                true,
                registered,
                OptionalInt.empty(),
                new Replication.Known(
                    10 * registered.size(), Partitions.NONE, Partitions.NONE, replicas))));
  }
}
