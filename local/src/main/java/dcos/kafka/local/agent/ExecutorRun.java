package dcos.kafka.local.agent;

import dcos.kafka.local.http.RecordStream;
import dcos.kafka.local.loop.Loop.Timer;
import dcos.kafka.local.process.SandboxProcess;
import dcos.kafka.mesos.wire.MessageFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.mesos.v1.Protos.ContainerID;
import org.apache.mesos.v1.Protos.ContainerStatus;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.NetworkInfo;
import org.apache.mesos.v1.executor.Protos.Event;

/**
 * An executor in its sandbox, from its launch until its framework has acknowledged the last of its
 * tasks.
 */
final class ExecutorRun {
  /** How far it is. */
  enum Stage {
    /** Its files are being fetched or it has not subscribed yet. */
    STARTING,
    /** It has subscribed at least once. */
    RUNNING,
    /** It has been asked to end. */
    ENDING,
    /** Its process has ended. */
    ENDED
  }

  private final ExecutorInfo info;
  private final String container;
  private final Path sandbox;
  private final boolean ofCommand;
  private final Optional<String> token;
  private FrameworkInfo framework;
  private Stage stage = Stage.STARTING;
  private Optional<SandboxProcess> process = Optional.empty();
  private Optional<Subscription> subscription = Optional.empty();

  /** When it will be too late: to subscribe, or to have ended. */
  Timer deadline = Timer.NONE;

  final Map<String, AgentTask> tasks = new LinkedHashMap<>();

  /** What it is to be told once it has subscribed. */
  final List<Event> postponed = new ArrayList<>();

  /** Completed when it need not be waited for any more after the agent's restart. */
  CompletableFuture<Void> returned = new CompletableFuture<>();

  /** Nobody wants to hear of its tasks any more. */
  boolean frameworkEnded;

  /** A command that was asked to end does not fail. */
  boolean killAsked;

  record Subscription(MessageFormat format, RecordStream records) {
    void send(Event event) {
      records.send(format.encode(event));
    }
  }

  ExecutorRun(
      FrameworkInfo framework,
      ExecutorInfo info,
      String container,
      Path sandbox,
      boolean ofCommand,
      Optional<String> token) {
    this.framework = framework;
    this.info = info;
    this.container = container;
    this.sandbox = sandbox;
    this.ofCommand = ofCommand;
    this.token = token;
  }

  FrameworkInfo framework() {
    return framework;
  }

  void framework(FrameworkInfo changed) {
    framework = changed;
  }

  FrameworkID frameworkId() {
    return framework.getId();
  }

  ExecutorInfo info() {
    return info;
  }

  String id() {
    return info.getExecutorId().getValue();
  }

  String container() {
    return container;
  }

  Path sandbox() {
    return sandbox;
  }

  /** Whether it is the agent itself that runs a task's command. */
  boolean isOfCommand() {
    return ofCommand;
  }

  Optional<String> token() {
    return token;
  }

  Stage stage() {
    return stage;
  }

  void stage(Stage next) {
    stage = next;
  }

  Optional<SandboxProcess> process() {
    return process;
  }

  void process(SandboxProcess started) {
    process = Optional.of(started);
  }

  Optional<Subscription> subscription() {
    return subscription;
  }

  /** Ends the subscription that there was. */
  void subscription(Optional<Subscription> next) {
    subscription.ifPresent(before -> before.records().end());
    subscription = next;
  }

  /** Now, or when it subscribes. */
  void tell(Event event) {
    subscription.ifPresentOrElse(now -> now.send(event), () -> postponed.add(event));
  }

  /** What the agent adds to what a task's status says. */
  ContainerStatus containerStatus(String ip) {
    ContainerStatus.Builder status =
        ContainerStatus.newBuilder()
            .setContainerId(ContainerID.newBuilder().setValue(container))
            .addNetworkInfos(
                NetworkInfo.newBuilder()
                    .addIpAddresses(
                        NetworkInfo.IPAddress.newBuilder()
                            .setProtocol(NetworkInfo.Protocol.IPv4)
                            .setIpAddress(ip)));
    process.ifPresent(running -> status.setExecutorPid(Math.toIntExact(running.identity().pid())));
    return status.build();
  }
}
