package dcos.kafka.local.agent;

import com.google.protobuf.ByteString;
import dcos.kafka.local.link.AgentEnd;
import dcos.kafka.local.link.MasterEnd;
import dcos.kafka.local.link.Registration;
import dcos.kafka.local.loop.Loop;
import dcos.kafka.local.loop.Loop.Timer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.Attribute;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.Offer.Operation;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.apache.mesos.v1.Protos.Value;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's loop and what is said to it: registers with the master that leads, and passes on to
 * the executors.
 */
final class AgentCore implements AgentEnd, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentCore.class);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(10);

  private final AgentOptions options;
  private final Loop loop;
  private final int port;
  private final AgentInfo configured;
  private final Checkpoint checkpoint;
  private final Operations operations;
  private final Launcher launcher;
  private final Consumer<Optional<MasterEnd>> leaderListener = this::leaderChanged;
  private Optional<AgentID> id = Optional.empty();
  private Optional<MasterEnd> master = Optional.empty();
  private Timer registering = Timer.NONE;
  private boolean recovered;

  AgentCore(AgentOptions options, InetSocketAddress address, Optional<Checkpoint.Content> before) {
    this.options = options;
    this.port = address.getPort();
    loop = new Loop("mesos-agent-" + address.getAddress().getHostAddress());
    configured = info(options, address);
    checkpoint = new Checkpoint(options.workDir());
    Volumes volumes = new Volumes(options.workDir());
    operations =
        new Operations(
            before
                .map(content -> content.totalWith(options.resources()))
                .orElse(options.resources()),
            volumes,
            loop,
            options.timing().updateRetry(),
            (update, total) ->
                withMaster(
                    (leader, agent) ->
                        leader.operationUpdate(agent, update.framework(), update.status(), total)));
    launcher = new Launcher(this, options, address, loop, volumes);
    loop.run(() -> recover(before));
  }

  /** Twice as long, up to ten minutes: Mesos' rule for sending again. */
  static Duration following(Duration retry) {
    Duration twice = retry.multipliedBy(2);
    return twice.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : twice;
  }

  private void recover(Optional<Checkpoint.Content> before) {
    before
        .flatMap(Checkpoint.Content::agentId)
        .ifPresent(known -> id = Optional.of(agentId(known)));
    before.ifPresent(content -> operations.recover(content.operations()));
    launcher
        .recover(before.map(Checkpoint.Content::runs).orElse(List.of()))
        .thenRun(
            () ->
                loop.run(
                    () -> {
                      recovered = true;
                      registerSoon();
                    }));
    options.link().listen(leaderListener);
  }

  private void leaderChanged(Optional<MasterEnd> leader) {
    loop.run(
        () -> {
          master = leader;
          registering.cancel();
          registerSoon();
        });
  }

  private void registerSoon() {
    registering.cancel();
    registering = loop.after(options.timing().registrationDelay(), this::register);
  }

  private void register() {
    if (recovered) {
      master.ifPresent(leader -> leader.register(this, registration()));
    }
  }

  private Registration registration() {
    Map<FrameworkID, FrameworkInfo> frameworks = new LinkedHashMap<>();
    List<Registration.TaskReport> tasks = new ArrayList<>();
    List<Registration.ExecutorReport> executors = new ArrayList<>();
    for (ExecutorRun run : launcher.runs()) {
      frameworks.put(run.frameworkId(), run.framework());
      run.tasks
          .values()
          .forEach(
              task ->
                  tasks.add(
                      new Registration.TaskReport(
                          run.framework(), task.info(), task.told(), task.latest())));
      if (!run.isOfCommand() && run.stage() != ExecutorRun.Stage.ENDED) {
        executors.add(new Registration.ExecutorReport(run.framework(), run.info()));
      }
    }
    return new Registration(
        id, configured, operations.total(), List.copyOf(frameworks.values()), tasks, executors);
  }

  /** Does something with master and own id, if it has both. */
  void withMaster(BiConsumer<MasterEnd, AgentID> message) {
    id.ifPresent(own -> master.ifPresent(leader -> message.accept(leader, own)));
  }

  /** Its id, or what stands for one as long as it has none: nothing is launched before. */
  AgentID id() {
    return id.orElse(AgentID.getDefaultInstance());
  }

  /** As it tells executors. */
  AgentInfo info() {
    return configured.toBuilder().setId(id()).build();
  }

  Launcher launcher() {
    return launcher;
  }

  void save() {
    checkpoint.write(
        id.map(AgentID::getValue),
        port,
        options.resources(),
        operations.total(),
        launcher.runs(),
        operations.pending());
  }

  /** Something computed on its loop. */
  <T> T ask(Function<AgentCore, T> question) {
    return loop.ask(() -> question.apply(this));
  }

  void run(Runnable action) {
    loop.run(action);
  }

  void pause() {
    loop.pause();
  }

  void resume() {
    loop.resume();
  }

  /** Ends all executors, gently first; completes when none is left. */
  CompletionStage<Void> endExecutors() {
    return CompletableFuture.allOf(
        ask(core -> core.launcher.endings().endAll()).toArray(CompletableFuture[]::new));
  }

  /** Stops, and leaves its executors running. */
  @Override
  public void close() {
    options.link().forget(leaderListener);
    try {
      ask(
          core -> {
            core.master.ifPresent(leader -> leader.disconnected(core));
            return core;
          });
    } catch (Loop.ClosedException e) {
      LOG.debug("Closed before");
    }
    loop.close();
    launcher.close();
  }

  @Override
  public void registered(MasterEnd by, AgentID given) {
    loop.run(
        () -> {
          id = Optional.of(given);
          save();
          launcher.resend(run -> true);
          operations.resend();
        });
  }

  @Override
  public void registerAgain() {
    loop.run(this::registerSoon);
  }

  @Override
  public void ping(MasterEnd from) {
    loop.run(() -> from.pong(this));
  }

  @Override
  public void launch(FrameworkInfo framework, TaskInfo task) {
    loop.run(() -> launcher.launch(framework, task));
  }

  @Override
  public void kill(FrameworkID framework, TaskID task, Optional<KillPolicy> policy) {
    loop.run(() -> launcher.endings().kill(framework, task, policy));
  }

  @Override
  public void shutdownExecutor(FrameworkID framework, ExecutorID executor) {
    loop.run(() -> launcher.run(framework, executor).ifPresent(launcher.endings()::end));
  }

  @Override
  public void shutdownFramework(FrameworkID framework) {
    loop.run(() -> launcher.endings().endFramework(framework));
  }

  @Override
  public void frameworkSubscribed(FrameworkInfo framework) {
    loop.run(
        () -> {
          for (ExecutorRun run : launcher.runs()) {
            if (run.frameworkId().equals(framework.getId())) {
              run.framework(framework);
            }
          }
          launcher.resend(run -> run.frameworkId().equals(framework.getId()));
          operations.resend();
        });
  }

  @Override
  public void acknowledge(FrameworkID framework, TaskID task, ByteString uuid) {
    loop.run(() -> launcher.acknowledge(framework, task, uuid));
  }

  @Override
  public void message(FrameworkID framework, ExecutorID executor, ByteString data) {
    loop.run(() -> launcher.message(framework, executor, data));
  }

  @Override
  public void apply(FrameworkID framework, Operation operation) {
    loop.run(
        () -> {
          operations.apply(framework, operation, id());
          save();
        });
  }

  @Override
  public void acknowledgeOperation(ByteString uuid) {
    loop.run(
        () -> {
          operations.acknowledge(uuid);
          save();
        });
  }

  private static AgentID agentId(String value) {
    return AgentID.newBuilder().setValue(value).build();
  }

  private static AgentInfo info(AgentOptions options, InetSocketAddress address) {
    AgentInfo.Builder info =
        AgentInfo.newBuilder()
            .setHostname(address.getAddress().getHostAddress())
            .setPort(address.getPort())
            .addAllResources(options.resources().toProtos());
    options
        .attributes()
        .forEach(
            (name, value) ->
                info.addAttributes(
                    Attribute.newBuilder()
                        .setName(name)
                        .setType(Value.Type.TEXT)
                        .setText(Value.Text.newBuilder().setValue(value))));
    return info.build();
  }
}
