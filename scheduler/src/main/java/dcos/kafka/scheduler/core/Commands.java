package dcos.kafka.scheduler.core;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.outcome.Refusal;
import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.broker.BrokerTask;
import dcos.kafka.scheduler.broker.Crashes;
import dcos.kafka.scheduler.kafka.observation.Partitions;
import dcos.kafka.scheduler.kafka.observation.Replication;
import dcos.kafka.scheduler.plan.Gate;
import dcos.kafka.scheduler.plan.Replacement;
import dcos.kafka.scheduler.state.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What operators want. Each is recorded before it is answered, then done as soon as the gate lets
 * it, whatever happens to the scheduler in between.
 */
final class Commands {

  private Commands() {}

  static void handle(Frame frame, Event.Commanded commanded) {
    Outcome<List<String>> outcome = outcome(frame, commanded.command());
    frame.effect(new Effect.Answer(commanded.commandId(), outcome));
  }

  private static Outcome<List<String>> outcome(Frame frame, Command command) {
    if (command instanceof Command.Uninstall asked && !asked.skippedAgents().isEmpty()) {
      return uninstall(frame, asked);
    }
    if (frame.uninstall().isPresent() || command instanceof Command.Uninstall) {
      return Uninstalling.command(frame, command);
    }
    if (command instanceof Command.SkipAgents) {
      return Outcome.refused(
          Refusal.CONFLICT, "The service is not being uninstalled; no agent is waited for.");
    }
    if (command instanceof Command.ReleaseStray release) {
      return Strays.ask(frame, release.resourceId());
    }
    if (frame.state().target().isEmpty()) {
      return Outcome.refused(
          Refusal.CONFLICT,
          "There is no valid configuration yet; see the errors of the plan at /v1/plan.");
    }
    if (command instanceof Command.Restart restart) {
      return request(
          frame,
          restart.broker(),
          Broker.Request.Kind.RESTART,
          restart.forced(),
          restart.dryRun(),
          "An operator asked for a restart.");
    }
    if (command instanceof Command.Replace replace) {
      return request(
          frame,
          replace.broker(),
          Broker.Request.Kind.REPLACE,
          replace.forced(),
          replace.dryRun(),
          "An operator asked for a replacement.");
    }
    if (command instanceof Command.RestartSteps steps) {
      return restartSteps(frame, steps.brokers());
    }
    if (command instanceof Command.ForceComplete steps) {
      steps.brokers().forEach(id -> forceComplete(frame, id));
      return Outcome.done(List.of());
    }
    Rollout rollout = frame.rollout().orElseThrow();
    if (command instanceof Command.Continue go) {
      steer(frame, rollout.continued(go.forced()), "CONTINUED", "let the rollout go on");
      return new Outcome.Done<>(
          List.of(), go.forced() ? List.of("The next step passes over the gate.") : List.of());
    }
    steer(frame, rollout.interruptedNow(), "INTERRUPTED", "interrupted the rollout");
    return Outcome.done(List.of());
  }

  private static void steer(Frame frame, Rollout next, String kind, String what) {
    if (next.equals(frame.rollout().orElseThrow())) {
      return;
    }
    frame.put(next);
    frame.note(kind, "An operator " + what + ".");
    for (int id : frame.work().incomplete()) {
      Steering.settle(frame, id);
    }
  }

  private static Outcome<List<String>> restartSteps(Frame frame, List<Integer> brokers) {
    List<String> stopped = new ArrayList<>();
    for (int id : brokers) {
      Broker broker = frame.broker(id);
      if (broker.launched()) {
        record(
            frame, broker, Broker.Request.Kind.RESTART, false, "An operator restarted the step.");
        broker.task().filter(t -> broker.mayBeAlive()).ifPresent(t -> stopped.add(t.id()));
      }
    }
    return Outcome.done(stopped);
  }

  private static void forceComplete(Frame frame, int id) {
    String target = frame.rollout().orElseThrow().configurationId();
    frame.put(frame.broker(id).begun(target).deployed(target));
    frame.note("STEP_FORCED", id, "An operator forced step broker-" + id + " to be complete.");
    Steering.settle(frame, id);
  }

  private static Outcome<List<String>> unknown(int id) {
    return Outcome.refused(
        Refusal.UNKNOWN, "There is no broker " + id + ". GET /v1/brokers lists those there are.");
  }

  /** All of it, or nothing: who mistypes an agent must not read a refusal, and the data be gone. */
  private static Outcome<List<String>> uninstall(Frame frame, Command.Uninstall asked) {
    Optional<Outcome<List<String>>> refusal = Leaving.refusal(frame, asked.skippedAgents());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Outcome<List<String>> begun = Uninstalling.command(frame, asked);
    return begun instanceof Outcome.Done ? Leaving.skip(frame, asked.skippedAgents()) : begun;
  }

  private static Outcome<List<String>> request(
      Frame frame,
      int id,
      Broker.Request.Kind kind,
      boolean forced,
      boolean dryRun,
      String reason) {
    Broker broker = frame.broker(id);
    Optional<BrokerTask> task = broker.task();
    if (task.isEmpty()) {
      return unknown(id);
    }
    boolean replace = kind == Broker.Request.Kind.REPLACE;
    Partitions lost = replace ? onlyInSync(frame, id) : Partitions.NONE;
    if (!lost.isEmpty() && !forced) {
      return Outcome.refused(
          Refusal.CONFLICT,
          "Replacing broker %d would destroy the only in-sync copy of %s: %s. Wait until"
                  .formatted(id, lost.counted(), lost)
              + " another replica has caught up, or repeat the call with force=true to lose them.");
    }
    if (replace && !forced && Replacement.isMaybeAliveUnseen(frame.state(), id, task.get())) {
      return Outcome.refused(
          Refusal.CONFLICT,
          "The agent of broker %d (%s) doesn't answer Mesos, and Kafka still counts the broker as"
                  .formatted(id, task.get().hostname())
              + " alive. Wait until Kafka has noticed, or repeat the call with force=true if the"
              + " machine is gone for ever.");
    }
    List<String> warnings = new ArrayList<>();
    if (forced) {
      warnings.add(
          "The gate is passed over"
              + (lost.isEmpty() ? "." : ", and the data of " + lost + " is lost."));
    }
    Gate.Verdict verdict = Gate.check(frame.state(), broker, true);
    if (!verdict.isOpen() && !forced) {
      warnings.add("Waiting before broker " + id + " is touched: " + verdict.sentence() + ".");
    }
    if (!dryRun) {
      record(frame, broker, kind, forced, reason);
    }
    boolean stops = broker.mayBeAlive();
    return new Outcome.Done<>(stops ? List.of(task.get().id()) : List.of(), warnings);
  }

  private static void record(
      Frame frame, Broker broker, Broker.Request.Kind kind, boolean forced, String reason) {
    boolean replace = kind == Broker.Request.Kind.REPLACE;
    BrokerTask task = broker.task().orElseThrow();
    frame.note(
        replace ? "REPLACE_REQUESTED" : "RESTART_REQUESTED",
        broker.id(),
        reason + (forced ? " The gate is passed over." : ""));
    if (broker.mayBeAlive()) {
      frame.put(broker.requested(new Broker.Request(kind, reason, frame.now(), forced, task.id())));
      return;
    }
    // What is down already is started at once, without waiting for a back-off.
    Broker fresh = broker.with(Crashes.NONE);
    frame.put(replace ? Books.retire(frame, fresh, reason) : fresh);
    Steering.settle(frame, broker.id());
  }

  private static Partitions onlyInSync(Frame frame, int broker) {
    return frame.state().kafka().replication() instanceof Replication.Known known
        ? known.of(broker).onlyInSync()
        : Partitions.NONE;
  }
}
