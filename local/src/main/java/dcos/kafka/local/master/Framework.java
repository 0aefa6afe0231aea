package dcos.kafka.local.master;

import dcos.kafka.local.loop.Loop.Timer;
import dcos.kafka.local.resource.Resources;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.jspecify.annotations.Nullable;

/** What the master knows of a framework, subscribed or not. */
final class Framework {
  private static final int MAX_COMPLETED_TASKS = 1000;

  /** A task on an agent that does not answer. */
  record Unreachable(MasterTask task, TimeInfo since) {}

  /**
   * Resources of an agent that the framework does not want to be offered before {@code until}
   * ({@link System#nanoTime}).
   */
  record Refusal(String agent, String role, Resources resources, long until) {}

  private FrameworkInfo info;
  private @Nullable SchedulerStream stream;
  private Timer heartbeat = Timer.NONE;
  private Timer removal = Timer.NONE;
  private double registered;
  private Optional<Double> reregistered = Optional.empty();
  private Optional<Double> unregistered = Optional.empty();

  final Set<String> suppressedRoles = new LinkedHashSet<>();
  final List<Refusal> refusals = new ArrayList<>();
  final Map<String, MasterTask> tasks = new LinkedHashMap<>();
  final Map<String, Unreachable> unreachableTasks = new LinkedHashMap<>();

  /** By agent, then by executor; only custom ones. */
  final Map<String, Map<String, ExecutorInfo>> executors = new HashMap<>();

  private final Deque<MasterTask> completedTasks = new ArrayDeque<>();

  Framework(FrameworkInfo info) {
    this.info = info;
  }

  String id() {
    return info.getId().getValue();
  }

  FrameworkInfo info() {
    return info;
  }

  void info(FrameworkInfo changed) {
    info = changed;
  }

  Set<String> roles() {
    if (has(Capability.Type.MULTI_ROLE)) {
      return new LinkedHashSet<>(info.getRolesList());
    }
    return Set.of(singleRole());
  }

  @SuppressWarnings("deprecation") // frameworks without MULTI_ROLE use it
  private String singleRole() {
    return info.getRole();
  }

  boolean has(Capability.Type capability) {
    return info.getCapabilitiesList().stream().anyMatch(one -> one.getType() == capability);
  }

  boolean isPartitionAware() {
    return has(Capability.Type.PARTITION_AWARE);
  }

  boolean isConnected() {
    return stream != null;
  }

  Optional<String> streamId() {
    return Optional.ofNullable(stream).map(SchedulerStream::id);
  }

  /** Has it over this stream from now on. */
  void connect(SchedulerStream newStream, Timer newHeartbeat, double now) {
    removal.cancel();
    heartbeat.cancel();
    heartbeat = newHeartbeat;
    stream = newStream;
    if (registered == 0) {
      registered = now;
    } else {
      reregistered = Optional.of(now);
    }
  }

  /**
   * Has no stream any more; {@code newRemoval} is when it will be removed. Answers the stream that
   * it had.
   */
  Optional<SchedulerStream> disconnect(Timer newRemoval) {
    heartbeat.cancel();
    removal.cancel();
    removal = newRemoval;
    Optional<SchedulerStream> was = Optional.ofNullable(stream);
    stream = null;
    return was;
  }

  void unregistered(double now) {
    unregistered = Optional.of(now);
  }

  double registeredTime() {
    return registered;
  }

  Optional<Double> reregisteredTime() {
    return reregistered;
  }

  Optional<Double> unregisteredTime() {
    return unregistered;
  }

  void send(Event event) {
    if (stream != null) {
      stream.send(event);
    }
  }

  void complete(MasterTask task) {
    completedTasks.addLast(task);
    if (completedTasks.size() > MAX_COMPLETED_TASKS) {
      completedTasks.removeFirst();
    }
  }

  Deque<MasterTask> completedTasks() {
    return completedTasks;
  }

  void forgetExecutor(String agent, String executor) {
    Map<String, ExecutorInfo> there = executors.get(agent);
    if (there != null) {
      there.remove(executor);
    }
  }

  Map<String, ExecutorInfo> executorsOn(String agent) {
    return executors.getOrDefault(agent, Map.of());
  }
}
