package dcos.kafka.local.agent;

import dcos.kafka.local.loop.Loop;
import dcos.kafka.local.process.ProcessExit;
import dcos.kafka.local.process.SandboxProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How tasks and executors on an agent end, and what is said of it. All on the agent's loop. */
final class Endings {
  private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

  /** Mesos' own for commands that don't say. */
  private static final Duration COMMAND_GRACE = Duration.ofSeconds(3);

  private final AgentCore agent;
  private final Loop loop;
  private final List<ExecutorRun> runs;
  private final Containers containers;
  private final ExecutorEnvironments environments;
  private final TaskUpdates updates;

  /**
   * @param runs all that the agent has; those that are over are taken out of it here
   */
  Endings(
      AgentCore agent,
      Loop loop,
      List<ExecutorRun> runs,
      Containers containers,
      ExecutorEnvironments environments,
      TaskUpdates updates) {
    this.agent = agent;
    this.loop = loop;
    this.runs = runs;
    this.containers = containers;
    this.environments = environments;
    this.updates = updates;
  }

  void kill(FrameworkID framework, TaskID id, Optional<KillPolicy> policy) {
    for (ExecutorRun run : List.copyOf(runs)) {
      AgentTask task = run.tasks.get(id.getValue());
      if (task != null && run.frameworkId().equals(framework) && !task.isTerminal()) {
        kill(run, task, policy);
      }
    }
  }

  private void kill(ExecutorRun run, AgentTask task, Optional<KillPolicy> policy) {
    if (!task.isDelivered()) {
      updates.ofAgent(
          run,
          task,
          TaskState.TASK_KILLED,
          TaskStatus.Reason.REASON_TASK_KILLED_DURING_LAUNCH,
          "Task killed before delivery to the executor");
      if (run.tasks.values().stream().allMatch(AgentTask::isTerminal)) {
        end(run);
      }
    } else if (run.isOfCommand()) {
      killCommand(run, task, policy);
    } else {
      Event.Kill.Builder kill = Event.Kill.newBuilder().setTaskId(task.info().getTaskId());
      policy.ifPresent(kill::setKillPolicy);
      run.tell(Event.newBuilder().setType(Event.Type.KILL).setKill(kill).build());
    }
  }

  private void killCommand(ExecutorRun run, AgentTask task, Optional<KillPolicy> policy) {
    if (!run.killAsked) {
      run.killAsked = true;
      if (run.framework().getCapabilitiesList().stream()
          .anyMatch(capability -> capability.getType() == Capability.Type.TASK_KILLING_STATE)) {
        updates.ofCommand(run, task, TaskState.TASK_KILLING, "");
      }
      KillPolicy effective = policy.orElse(task.info().getKillPolicy());
      Duration grace =
          effective.hasGracePeriod()
              ? Duration.ofNanos(effective.getGracePeriod().getNanoseconds())
              : COMMAND_GRACE;
      run.process().ifPresent(process -> process.stop(grace));
    }
  }

  /** Asks it to end, and kills it when it hasn't in time. */
  void end(ExecutorRun run) {
    if (run.stage() == ExecutorRun.Stage.ENDING || run.stage() == ExecutorRun.Stage.ENDED) {
      return;
    }
    run.deadline.cancel();
    run.stage(ExecutorRun.Stage.ENDING);
    agent.save();
    if (run.isOfCommand()) {
      run.killAsked = true;
      run.process().ifPresent(process -> process.stop(COMMAND_GRACE));
    } else if (run.subscription().isPresent()) {
      run.tell(Event.newBuilder().setType(Event.Type.SHUTDOWN).build());
      run.deadline =
          loop.after(
              environments.shutdownGrace(run), () -> run.process().ifPresent(SandboxProcess::kill));
    } else {
      run.process().ifPresent(SandboxProcess::kill);
    }
  }

  /** Its framework is gone: nobody will acknowledge anything. */
  void endFramework(FrameworkID framework) {
    for (ExecutorRun run : List.copyOf(runs)) {
      if (run.frameworkId().equals(framework)) {
        run.frameworkEnded = true;
        run.tasks.values().forEach(AgentTask::forget);
        end(run);
        if (run.stage() == ExecutorRun.Stage.ENDED) {
          forget(run);
          agent.save();
        }
      }
    }
  }

  /** Ends all; answers one for each that completes when it has ended. */
  List<CompletableFuture<ProcessExit>> endAll() {
    List<CompletableFuture<ProcessExit>> exits = new ArrayList<>();
    for (ExecutorRun run : List.copyOf(runs)) {
      end(run);
      run.process().ifPresent(process -> exits.add(process.exit().toCompletableFuture()));
    }
    return exits;
  }

  /** Its process and all that it had started have ended, or it never had one that lives. */
  void ended(ExecutorRun run, Optional<ProcessExit> exit) {
    run.stage(ExecutorRun.Stage.ENDED);
    run.deadline.cancel();
    run.returned.complete(null);
    run.subscription(Optional.empty());
    LOG.info("Executor {} {}", run.id(), exit.map(ProcessExit::describe).orElse("has no process"));
    if (run.frameworkEnded) {
      forget(run);
    } else {
      agent.withMaster(
          (master, id) ->
              master.executorTerminated(
                  id,
                  run.frameworkId(),
                  run.info().getExecutorId(),
                  exit.map(ProcessExit::waitStatus).orElse(-1),
                  run.isOfCommand()));
      for (AgentTask task : List.copyOf(run.tasks.values())) {
        if (!task.isTerminal()) {
          lastStatus(run, task, exit);
        }
      }
      forgetIfOver(run);
    }
    agent.save();
  }

  private void lastStatus(ExecutorRun run, AgentTask task, Optional<ProcessExit> exit) {
    if (run.isOfCommand() && exit.isPresent()) {
      TaskState state =
          run.killAsked
              ? TaskState.TASK_KILLED
              : exit.get().successful() ? TaskState.TASK_FINISHED : TaskState.TASK_FAILED;
      updates.ofCommand(run, task, state, "Command " + exit.get().describe());
    } else {
      updates.fail(run, task, TaskStatus.Reason.REASON_EXECUTOR_TERMINATED, "Executor terminated");
    }
  }

  /** Nothing of it is left to be told. */
  void forgetIfOver(ExecutorRun run) {
    if (run.stage() == ExecutorRun.Stage.ENDED && run.tasks.isEmpty()) {
      forget(run);
    }
  }

  private void forget(ExecutorRun run) {
    runs.remove(run);
    containers.tidy(runs.stream().map(ExecutorRun::sandbox).collect(Collectors.toSet()));
  }
}
