package dcos.kafka.local.agent;

import com.google.protobuf.ByteString;
import dcos.kafka.local.http.RecordStream;
import dcos.kafka.local.link.MesosDuration;
import dcos.kafka.local.loop.Loop;
import dcos.kafka.local.process.SandboxProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.executor.Protos.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts executors and hands them their tasks, and knows which there are; {@link Endings} is what
 * becomes of them. All on the agent's loop.
 */
final class Launcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);

  private final AgentCore agent;
  private final AgentOptions options;
  private final Loop loop;
  private final Sandboxes sandboxes;
  private final Containers containers;
  private final ExecutorEnvironments environments;
  private final ExecutorTokens tokens = new ExecutorTokens();
  private final TaskUpdates updates;
  private final Endings endings;
  private final List<ExecutorRun> runs = new ArrayList<>();

  Launcher(
      AgentCore agent,
      AgentOptions options,
      InetSocketAddress address,
      Loop loop,
      Volumes volumes) {
    this.agent = agent;
    this.options = options;
    this.loop = loop;
    sandboxes = new Sandboxes(options.workDir());
    containers = new Containers(sandboxes, volumes);
    environments = new ExecutorEnvironments(options, address);
    updates =
        new TaskUpdates(
            agent, loop, containers, address.getAddress().getHostAddress(), options.timing());
    endings = new Endings(agent, loop, runs, containers, environments, updates);
  }

  /** Sends and keeps what is said of tasks. */
  TaskUpdates updates() {
    return updates;
  }

  /** Ends tasks and executors. */
  Endings endings() {
    return endings;
  }

  List<ExecutorRun> runs() {
    return runs;
  }

  Optional<ExecutorRun> run(FrameworkID framework, ExecutorID executor) {
    return runs.stream()
        .filter(run -> run.frameworkId().equals(framework) && run.id().equals(executor.getValue()))
        .filter(run -> run.stage() != ExecutorRun.Stage.ENDED)
        .findFirst();
  }

  /**
   * Finds the processes of before; completes when all executors have subscribed again or are given
   * up.
   */
  CompletionStage<Void> recover(List<Checkpoint.SavedRun> saved) {
    List<CompletableFuture<Void>> returned = new ArrayList<>();
    for (Checkpoint.SavedRun one : saved) {
      ExecutorRun run = one.run();
      runs.add(run);
      if (run.stage() != ExecutorRun.Stage.ENDED) {
        Optional<SandboxProcess> process =
            one.process().flatMap(identity -> SandboxProcess.attach(identity, run.sandbox()));
        if (process.isEmpty()) {
          endings.ended(run, Optional.empty());
        } else {
          watch(run, process.get());
          if (run.stage() == ExecutorRun.Stage.ENDING) {
            process.get().kill();
          } else if (!run.isOfCommand()) {
            returned.add(awaitReturn(run));
          }
        }
      }
    }
    return CompletableFuture.allOf(returned.toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<Void> awaitReturn(ExecutorRun run) {
    CompletableFuture<Void> returned = new CompletableFuture<>();
    Duration patience = options.timing().executorReregistration();
    run.returned = returned;
    run.deadline =
        loop.after(
            patience,
            () -> {
              LOG.warn("Executor {} did not subscribe again within {}", run.id(), patience);
              run.process().ifPresent(SandboxProcess::kill);
              returned.complete(null);
            });
    return returned;
  }

  void launch(FrameworkInfo framework, TaskInfo info) {
    AgentTask task = new AgentTask(info);
    Optional<ExecutorRun> known = run(framework.getId(), ExecutorInfos.idOf(info));
    if (known.isEmpty()) {
      start(framework, task);
    } else {
      ExecutorRun run = known.get();
      run.tasks.put(task.id(), task);
      if (run.stage() == ExecutorRun.Stage.ENDING) {
        updates.ofAgent(
            run,
            task,
            TaskState.TASK_DROPPED,
            TaskStatus.Reason.REASON_EXECUTOR_TERMINATED,
            "Executor terminating");
        agent.save();
        return;
      }
      try {
        containers.linkVolumes(info, run.sandbox());
        if (run.stage() == ExecutorRun.Stage.RUNNING) {
          deliver(run, task);
        }
      } catch (IOException e) {
        updates.fail(
            run,
            task,
            TaskStatus.Reason.REASON_CONTAINER_UPDATE_FAILED,
            String.valueOf(e.getMessage()));
      }
    }
    agent.save();
  }

  private void start(FrameworkInfo framework, AgentTask task) {
    TaskInfo info = task.info();
    boolean ofCommand = !info.hasExecutor();
    ExecutorInfo executor = ExecutorInfos.of(framework, info);
    String container = UUID.randomUUID().toString();
    String executorId = executor.getExecutorId().getValue();
    String frameworkId = framework.getId().getValue();
    ExecutorRun run =
        new ExecutorRun(
            framework,
            executor,
            container,
            sandboxes.of(agent.id().getValue(), frameworkId, executorId, container),
            ofCommand,
            options.authenticateExecutors() && !ofCommand
                ? Optional.of(tokens.of(frameworkId, executorId, container))
                : Optional.empty());
    run.tasks.put(task.id(), task);
    runs.add(run);
    if (!ofCommand) {
      run.deadline =
          loop.after(options.timing().executorRegistration(), () -> registrationTimedOut(run));
    }
    CommandInfo command = executor.getCommand();
    containers.start(
        run.sandbox(),
        info,
        command,
        environments.of(run, agent.id().getValue(), command),
        process -> started(run, process),
        problem -> loop.run(() -> startFailed(run, problem)));
  }

  /**
   * Called by another thread. If the agent was stopped meanwhile nobody would ever know the
   * process.
   */
  private void started(ExecutorRun run, SandboxProcess process) {
    try {
      agent.ask(
          core -> {
            watch(run, process);
            if (run.stage() == ExecutorRun.Stage.ENDING) {
              process.kill();
            } else if (run.isOfCommand()) {
              commandStarted(run);
            }
            agent.save();
            return run;
          });
    } catch (Loop.ClosedException e) {
      process.kill();
    }
  }

  private void watch(ExecutorRun run, SandboxProcess process) {
    run.process(process);
    process.exit().thenAccept(exit -> loop.run(() -> endings.ended(run, Optional.of(exit))));
  }

  private void startFailed(ExecutorRun run, String problem) {
    LOG.warn("Executor {} could not be started: {}", run.id(), problem);
    for (AgentTask task : List.copyOf(run.tasks.values())) {
      updates.fail(
          run,
          task,
          TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED,
          "Failed to launch container: " + problem);
    }
    endings.ended(run, Optional.empty());
  }

  private void registrationTimedOut(ExecutorRun run) {
    if (run.stage() == ExecutorRun.Stage.STARTING) {
      String within = MesosDuration.text(options.timing().executorRegistration());
      for (AgentTask task : List.copyOf(run.tasks.values())) {
        updates.fail(
            run,
            task,
            TaskStatus.Reason.REASON_EXECUTOR_REGISTRATION_TIMEOUT,
            "Executor did not register within " + within);
      }
      run.stage(ExecutorRun.Stage.ENDING);
      run.process().ifPresent(SandboxProcess::kill);
    }
  }

  /** It has subscribed: it is told of what waits for it. */
  void subscribed(ExecutorRun run) {
    run.deadline.cancel();
    run.returned.complete(null);
    if (run.stage() == ExecutorRun.Stage.STARTING) {
      run.stage(ExecutorRun.Stage.RUNNING);
    }
    run.tasks.values().stream()
        .filter(task -> !task.isDelivered() && !task.isTerminal())
        .forEach(task -> deliver(run, task));
    List<Event> waiting = List.copyOf(run.postponed);
    run.postponed.clear();
    waiting.forEach(run::tell);
    agent.save();
  }

  /** Tasks that it was told of by an agent that stopped right then, and that it has not got. */
  void dropLost(ExecutorRun run, Set<String> unacknowledged) {
    for (AgentTask task : List.copyOf(run.tasks.values())) {
      if (task.isDelivered()
          && task.latest() == TaskState.TASK_STAGING
          && !unacknowledged.contains(task.id())) {
        updates.ofAgent(
            run,
            task,
            TaskState.TASK_DROPPED,
            TaskStatus.Reason.REASON_AGENT_RESTARTED,
            "Task launched during agent restart");
      }
    }
  }

  private static void deliver(ExecutorRun run, AgentTask task) {
    task.delivered();
    run.tell(
        Event.newBuilder()
            .setType(Event.Type.LAUNCH)
            .setLaunch(
                Event.Launch.newBuilder().setTask(task.info().toBuilder().setExecutor(run.info())))
            .build());
  }

  private void commandStarted(ExecutorRun run) {
    for (AgentTask task : List.copyOf(run.tasks.values())) {
      task.delivered();
      updates.ofCommand(run, task, TaskState.TASK_STARTING, "");
      updates.ofCommand(run, task, TaskState.TASK_RUNNING, "");
    }
    run.stage(ExecutorRun.Stage.RUNNING);
  }

  void acknowledge(FrameworkID framework, TaskID id, ByteString uuid) {
    for (ExecutorRun run : List.copyOf(runs)) {
      AgentTask task = run.tasks.get(id.getValue());
      if (task != null && run.frameworkId().equals(framework) && task.acknowledge(uuid)) {
        run.subscription()
            .ifPresent(
                executor ->
                    executor.send(
                        Event.newBuilder()
                            .setType(Event.Type.ACKNOWLEDGED)
                            .setAcknowledged(
                                Event.Acknowledged.newBuilder().setTaskId(id).setUuid(uuid))
                            .build()));
        updates.sendHead(run, task);
        if (task.isOver()) {
          run.tasks.remove(task.id());
          endings.forgetIfOver(run);
        }
        agent.save();
      }
    }
  }

  /** It can't be told anything until it subscribes again. */
  void unsubscribed(ExecutorRun run, RecordStream records) {
    if (run.subscription().filter(now -> now.records() == records).isPresent()) {
      run.subscription(Optional.empty());
    }
  }

  /** Sends again at once what waits to be acknowledged. */
  void resend(Predicate<ExecutorRun> which) {
    runs.stream()
        .filter(which)
        .forEach(run -> run.tasks.values().forEach(task -> updates.sendHead(run, task)));
  }

  void message(FrameworkID framework, ExecutorID executor, ByteString data) {
    run(framework, executor)
        .flatMap(ExecutorRun::subscription)
        .ifPresent(
            subscription ->
                subscription.send(
                    Event.newBuilder()
                        .setType(Event.Type.MESSAGE)
                        .setMessage(Event.Message.newBuilder().setData(data))
                        .build()));
  }

  @Override
  public void close() {
    containers.close();
  }
}
