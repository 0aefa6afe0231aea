package dcos.kafka.executor;

import dcos.kafka.executor.lifecycle.Alarm;
import dcos.kafka.executor.lifecycle.Effect;
import dcos.kafka.executor.lifecycle.Event;
import dcos.kafka.executor.lifecycle.Lifecycle;
import dcos.kafka.executor.lifecycle.State;
import dcos.kafka.executor.lifecycle.Transition;
import dcos.kafka.mesos.executor.ExecutorClient;
import dcos.kafka.mesos.executor.ExecutorEnvironment;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executor at work: one thread that takes one event at a time, asks {@link Lifecycle} what it
 * leads to, and has that carried out. All else enqueues events.
 */
final class KafkaExecutor {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaExecutor.class);

  private final Duration shutdownGrace;
  private final ExecutorClient agent;
  private final BrokerHands broker;
  private final CountDownLatch over = new CountDownLatch(1);
  private final ScheduledThreadPoolExecutor loop =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "executor"));

  // Both belong to the loop.
  private final Map<Alarm, SetAlarm> alarms = new EnumMap<>(Alarm.class);
  private State state = new State.Idle(Optional.empty());

  private volatile boolean failed;

  private record SetAlarm(long at, Future<?> ring) {}

  KafkaExecutor(ExecutorEnvironment environment) {
    shutdownGrace = environment.shutdownGracePeriod();
    Consumer<Event> events = this::happened;
    agent = ExecutorClient.create(environment, new AgentEvents(events, shutdownGrace));
    broker = new BrokerHands(environment.sandbox(), events);
  }

  /** Begins, and returns when there is nothing left to do, with the program's exit code. */
  int run() throws InterruptedException {
    loop.execute(() -> go(Lifecycle.begin()));
    agent.start();
    over.await();
    agent.close();
    broker.kill();
    loop.shutdownNow();
    return failed ? 1 : 0;
  }

  /** Stops the broker well, for as long as the agent gives an executor for its shutdown. */
  void shutdown(String reason) throws InterruptedException {
    if (over.getCount() > 0) {
      happened(new Event.Shutdown(reason, shutdownGrace));
      over.await(shutdownGrace.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void happened(Event event) {
    if (over.getCount() > 0) {
      loop.execute(() -> handle(event));
    }
  }

  private void handle(Event event) {
    try {
      advance(event);
    } catch (RuntimeException | Error e) {
      LOG.error("A mistake of the executor, which ends, and its broker with it: {}", event, e);
      failed = true;
      over.countDown();
    }
  }

  private void advance(Event event) {
    Transition transition = Lifecycle.next(state, event);
    if (!transition.next().getClass().equals(state.getClass())) {
      LOG.info(
          "{} -> {}, because of {}",
          state.getClass().getSimpleName(),
          transition.next().getClass().getSimpleName(),
          event);
    }
    go(transition);
  }

  private void go(Transition transition) {
    state = transition.next();
    transition.effects().forEach(this::carryOut);
  }

  private void carryOut(Effect effect) {
    if (effect instanceof Effect.Report report) {
      report(report.status());
    } else if (effect instanceof Effect.AwaitAcknowledgement) {
      agent.whenAllAcknowledged().thenRun(() -> happened(new Event.Acknowledged()));
    } else if (effect instanceof Effect.SetAlarm alarm) {
      set(alarm.alarm(), alarm.after());
    } else if (effect instanceof Effect.CancelAlarms) {
      alarms.values().forEach(alarm -> alarm.ring().cancel(false));
      alarms.clear();
    } else if (effect instanceof Effect.Exit) {
      over.countDown();
    } else if (effect instanceof Effect.OnBroker onBroker) {
      broker.carryOut(onBroker);
    }
  }

  private void report(TaskStatus status) {
    LOG.info("{} {} {}", status.getTaskId().getValue(), status.getState(), status.getMessage());
    agent.update(status);
  }

  private void set(Alarm alarm, Duration after) {
    long at = System.nanoTime() + after.toNanos();
    SetAlarm before = alarms.get(alarm);
    if (before != null) {
      if (before.at() - at <= 0) {
        return;
      }
      before.ring().cancel(false);
    }
    Future<?> ring =
        loop.schedule(() -> handle(new Event.Rang(alarm)), after.toNanos(), TimeUnit.NANOSECONDS);
    alarms.put(alarm, new SetAlarm(at, ring));
  }
}
