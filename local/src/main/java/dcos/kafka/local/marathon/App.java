package dcos.kafka.local.marathon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.local.loop.Loop;
import dcos.kafka.local.process.ProcessExit;
import dcos.kafka.local.process.SandboxProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An app and its one run. Whatever happens, {@link #settle()} compares what runs with what should,
 * and takes the next step: end the run that shouldn't be, or start the one that should. Belongs to
 * Marathon's thread.
 */
final class App {
  private static final Logger LOG = LoggerFactory.getLogger(App.class);

  private final Loop loop;
  private final Launcher launcher;
  private final Runnable changed;
  private final Backoff backoff;
  private final List<Loop.Timer> checks = new ArrayList<>();

  private AppDefinition definition;
  private boolean removed;
  private boolean halted;
  private Optional<AppTask> task = Optional.empty();
  private Optional<TaskFailure> lastFailure = Optional.empty();
  private Loop.Timer planned = Loop.Timer.NONE;
  private boolean isPlanned;

  /**
   * @param changed called after each change that is to be remembered or that ends the app
   */
  App(AppDefinition definition, Loop loop, Launcher launcher, Runnable changed) {
    this.definition = definition;
    this.backoff = new Backoff(definition.backoff());
    this.loop = loop;
    this.launcher = launcher;
    this.changed = changed;
  }

  AppDefinition definition() {
    return definition;
  }

  Optional<AppTask> task() {
    return task;
  }

  /** Whether it is to be forgotten, and nothing of it runs any more. */
  boolean isGone() {
    return removed && task.isEmpty();
  }

  /** Continues a run of before. */
  void adopt(AppTask running) {
    task = Optional.of(running);
    running.process.ifPresent(process -> watch(running, process));
  }

  /** From now on it is to be this. */
  void define(AppDefinition newDefinition) {
    definition = newDefinition;
    removed = false;
    replan();
  }

  /** From now on it is not to be. */
  void remove() {
    removed = true;
    replan();
  }

  /** From now on it isn't to run, because Marathon ends. */
  void halt() {
    halted = true;
    replan();
  }

  private void replan() {
    backoff.reset(definition.backoff());
    planned.cancel();
    isPlanned = false;
    settle();
  }

  /** Takes the next step to what should be. */
  void settle() {
    if (task.isPresent()) {
      if (!isWanted(task.get())) {
        stop(task.get());
      }
    } else if (isToRun() && !isPlanned) {
      launch();
    }
    changed.run();
  }

  private boolean isToRun() {
    return !removed && !halted && definition.instances() > 0;
  }

  private boolean isWanted(AppTask run) {
    return isToRun() && run.version.equals(definition.version());
  }

  private void launch() {
    AppTask run;
    try {
      run = launcher.prepare(definition);
    } catch (IOException e) {
      fail(definition.version(), "none", e.toString(), Duration.ZERO);
      return;
    }
    task = Optional.of(run);
    LOG.info("{} starts as {}", definition.id(), run.id);
    launcher.launch(
        definition,
        run,
        process -> loop.run(() -> started(run, process)),
        why -> loop.run(() -> ended(run, "TASK_FAILED", why)));
  }

  private void started(AppTask run, SandboxProcess process) {
    run.process = Optional.of(process);
    watch(run, process);
    if (run.stopping) {
      process.stop(definition.killGrace());
    }
    settle();
  }

  private void watch(AppTask run, SandboxProcess process) {
    process.exit().thenAccept(exit -> loop.run(() -> ended(run, exit)));
    for (HealthCheck check : definition.healthChecks()) {
      checks.add(loop.every(check.interval(), () -> check(run, check)));
    }
  }

  private void check(AppTask run, HealthCheck check) {
    launcher.probe(
        check, run, failure -> loop.run(() -> checked(run, check, failure, Instant.now())));
  }

  private void checked(AppTask run, HealthCheck check, Optional<String> failure, Instant now) {
    if (task.filter(run::equals).isEmpty() || run.stopping) {
      return;
    }
    Health before = run.health.getOrDefault(check, Health.UNKNOWN);
    boolean counts = now.isAfter(run.startedAt.plus(check.grace()));
    Health after =
        failure.map(why -> before.failed(now, why, counts)).orElseGet(() -> before.succeeded(now));
    run.health.put(check, after);
    if (check.maxConsecutiveFailures() > 0
        && after.consecutiveFailures() >= check.maxConsecutiveFailures()) {
      LOG.warn("{} is killed: {}", run.id, after.cause().orElse("unhealthy"));
      stop(run);
    }
  }

  private void stop(AppTask run) {
    if (!run.stopping) {
      LOG.info("{} is stopped", run.id);
      run.stopping = true;
      run.process.ifPresent(process -> process.stop(definition.killGrace()));
    }
  }

  private void ended(AppTask run, ProcessExit exit) {
    String words = TaskFailure.lastWords(run.sandbox);
    ended(
        run,
        exit.successful() ? "TASK_FINISHED" : "TASK_FAILED",
        "Command " + exit.describe() + (words.isEmpty() ? "" : ": " + words));
  }

  private void ended(AppTask run, String state, String message) {
    checks.forEach(Loop.Timer::cancel);
    checks.clear();
    task = Optional.empty();
    launcher.discard(run);
    if (run.stopping) {
      settle();
      return;
    }
    Instant now = Instant.now();
    LOG.warn("{} ended: {}", run.id, message);
    lastFailure = Optional.of(new TaskFailure(run.id, run.version, state, message, now));
    again(Duration.between(run.startedAt, now));
  }

  private void fail(String version, String taskId, String message, Duration ran) {
    lastFailure =
        Optional.of(new TaskFailure(taskId, version, "TASK_FAILED", message, Instant.now()));
    again(ran);
  }

  private void again(Duration ran) {
    isPlanned = true;
    planned =
        loop.after(
            backoff.after(ran),
            () -> {
              isPlanned = false;
              settle();
            });
    changed.run();
  }

  /** As in {@code app} of Marathon. */
  ObjectNode json(String host) {
    ObjectNode json = definition.json().deepCopy();
    json.put("version", definition.version());
    boolean running = task.filter(AppTask::isRunning).isPresent();
    Optional<Boolean> healthy = task.flatMap(run -> run.healthy(definition));
    json.put("tasksStaged", task.isPresent() && !running ? 1 : 0);
    json.put("tasksRunning", running ? 1 : 0);
    json.put("tasksHealthy", healthy.orElse(false) ? 1 : 0);
    json.put("tasksUnhealthy", healthy.isPresent() && !healthy.get() ? 1 : 0);
    ArrayNode deployments = json.putArray("deployments");
    if (task.map(run -> !isWanted(run) || !run.isRunning()).orElse(isToRun())) {
      deployments.addObject().put("id", deploymentId());
    }
    ArrayNode tasks = json.putArray("tasks");
    task.ifPresent(run -> tasks.add(run.json(definition, host)));
    lastFailure.ifPresent(
        failure -> json.set("lastTaskFailure", failure.json(definition.id(), host)));
    return json;
  }

  /** The same for as long as the app is to be the same. */
  String deploymentId() {
    return UUID.nameUUIDFromBytes(
            (definition.id() + definition.version()).getBytes(StandardCharsets.UTF_8))
        .toString();
  }
}
