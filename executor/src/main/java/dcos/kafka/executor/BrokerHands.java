package dcos.kafka.executor;

import dcos.kafka.executor.broker.BrokerProcess;
import dcos.kafka.executor.broker.Sandbox;
import dcos.kafka.executor.health.BrokerProbe;
import dcos.kafka.executor.health.HealthChecks;
import dcos.kafka.executor.lifecycle.Effect;
import dcos.kafka.executor.lifecycle.Event;
import dcos.kafka.executor.registration.RegistrationWatch;
import dcos.kafka.executor.task.BrokerTask;
import dcos.kafka.executor.task.HealthPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does to the broker what was decided, and tells what becomes of it. */
final class BrokerHands {
  /** How soon a broker that is registered is asked again whether it answers. */
  private static final HealthPolicy UNTIL_IT_ANSWERS =
      new HealthPolicy(
          Duration.ZERO, Duration.ofMillis(250), Duration.ofSeconds(10), Duration.ZERO, 1);

  private final Sandbox sandbox;
  private final Consumer<Event> events;
  private @Nullable BrokerProcess process;
  private @Nullable RegistrationWatch registration;
  private @Nullable HealthChecks checks;

  BrokerHands(Path sandbox, Consumer<Event> events) {
    this.sandbox = new Sandbox(sandbox.toAbsolutePath());
    this.events = events;
  }

  synchronized void carryOut(Effect.OnBroker effect) {
    if (effect instanceof Effect.Prepare prepare) {
      prepare(prepare.task());
    } else if (effect instanceof Effect.Start start) {
      start(start.task());
    } else if (effect instanceof Effect.AwaitAnswer await) {
      awaitAnswer(await.task());
    } else if (effect instanceof Effect.CheckHealth check) {
      checkHealth(check.task(), check.policy());
    } else if (effect instanceof Effect.StopWatching) {
      stopWatching();
    } else if (effect instanceof Effect.Kill) {
      kill();
    } else if (effect instanceof Effect.Terminate && process != null) {
      process.terminate();
    }
  }

  private void prepare(BrokerTask task) {
    try {
      sandbox.prepare(task);
    } catch (IOException e) {
      events.accept(
          new Event.NotStarted("The broker's files could not be prepared: " + describe(e)));
      return;
    }
    registration =
        RegistrationWatch.start(
            task,
            new RegistrationWatch.Listener() {
              @Override
              public void occupied(String reason) {
                events.accept(new Event.Obstructed(reason));
              }

              @Override
              public void vacant() {
                events.accept(new Event.Vacant());
              }

              @Override
              public void registered() {
                events.accept(new Event.Registered());
              }
            });
  }

  private void start(BrokerTask task) {
    try {
      process = BrokerProcess.start(sandbox, task);
      events.accept(new Event.Started());
      process.watch(exit -> events.accept(new Event.Exited(exit.code(), exit.lastWords())));
    } catch (IOException e) {
      events.accept(
          new Event.NotStarted("The broker's process could not be started: " + describe(e)));
    }
  }

  private void awaitAnswer(BrokerTask task) {
    if (checks == null) {
      checks =
          HealthChecks.start(
              new BrokerProbe(task),
              UNTIL_IT_ANSWERS,
              (since, problem) -> {
                if (problem.isEmpty()) {
                  events.accept(new Event.Serving());
                }
              });
    }
  }

  private void checkHealth(BrokerTask task, HealthPolicy policy) {
    checks =
        HealthChecks.start(
            new BrokerProbe(task),
            policy,
            (Duration since, Optional<String> problem) ->
                events.accept(new Event.Checked(since, problem)));
  }

  private void stopWatching() {
    if (registration != null) {
      registration.close();
      registration = null;
    }
    if (checks != null) {
      checks.close();
      checks = null;
    }
  }

  /** Leaves nothing running. */
  synchronized void kill() {
    if (process != null) {
      process.kill();
    }
  }

  /** The names of exceptions about files say what their messages leave out. */
  private static String describe(IOException e) {
    return e.getClass().equals(IOException.class)
        ? String.valueOf(e.getMessage())
        : e.getClass().getSimpleName() + " " + e.getMessage();
  }
}
