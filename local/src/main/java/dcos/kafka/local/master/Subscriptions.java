package dcos.kafka.local.master;

import dcos.kafka.local.loop.Loop;
import dcos.kafka.local.loop.Loop.Timer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.FrameworkInfo.Capability;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How frameworks come, fail over, go away for a while and end. */
final class Subscriptions {
  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
  private static final Event HEARTBEAT = Event.newBuilder().setType(Event.Type.HEARTBEAT).build();
  private static final Duration LONGEST_ABSENCE = Duration.ofDays(365);

  private final Cluster cluster;
  private final Loop loop;
  private final Allocator allocator;
  private final Duration heartbeat;

  Subscriptions(Cluster cluster, Loop loop, Allocator allocator, Duration heartbeat) {
    this.cluster = cluster;
    this.loop = loop;
    this.allocator = allocator;
    this.heartbeat = heartbeat;
  }

  /** The answers go into {@code stream}: SUBSCRIBED, or ERROR and the end. */
  void subscribe(Call.Subscribe call, SchedulerStream stream) {
    FrameworkInfo info = call.getFrameworkInfo();
    Optional<String> problem = problem(info, new HashSet<>(call.getSuppressedRolesList()));
    if (problem.isPresent()) {
      stream.fail(problem.get());
      return;
    }
    Framework framework = info.getId().getValue().isEmpty() ? add(info) : returning(info);
    LOG.info("Framework {} ({}) subscribed", framework.id(), info.getName());
    disconnect(framework).ifPresent(old -> old.fail("Framework failed over"));
    update(framework, info, call.getSuppressedRolesList());
    framework.connect(stream, loop.every(heartbeat, () -> stream.send(HEARTBEAT)), Cluster.now());
    stream.send(
        Event.newBuilder()
            .setType(Event.Type.SUBSCRIBED)
            .setSubscribed(
                Event.Subscribed.newBuilder()
                    .setFrameworkId(framework.info().getId())
                    .setHeartbeatIntervalSeconds(heartbeat.toMillis() / 1000.0)
                    .setMasterInfo(cluster.master()))
            .build());
    stream.send(HEARTBEAT);
    cluster.agents.values().stream()
        .filter(AgentEntry::isConnected)
        .forEach(agent -> agent.end().frameworkSubscribed(framework.info()));
    allocator.changed();
  }

  private Framework add(FrameworkInfo info) {
    FrameworkID id = FrameworkID.newBuilder().setValue(cluster.nextFrameworkId()).build();
    return returning(info.toBuilder().setId(id).build());
  }

  private Framework returning(FrameworkInfo info) {
    return cluster.frameworks.computeIfAbsent(
        info.getId().getValue(), first -> new Framework(info));
  }

  private Optional<String> problem(FrameworkInfo info, Set<String> suppressed) {
    String id = info.getId().getValue();
    if (cluster.isCompleted(id)) {
      return Optional.of("Framework has been removed");
    }
    Optional<Framework> known = cluster.framework(id);
    if (known.isPresent() && !known.get().info().getPrincipal().equals(info.getPrincipal())) {
      return Optional.of(
          "Changing framework's principal is not allowed: it was '"
              + known.get().info().getPrincipal()
              + "', and is '"
              + info.getPrincipal()
              + "' now");
    }
    return rolesProblem(info, suppressed);
  }

  /** What Mesos says of roles that can't be. */
  @SuppressWarnings("deprecation") // the old field must not be there together with the new one
  static Optional<String> rolesProblem(FrameworkInfo info, Set<String> suppressed) {
    boolean multiRole =
        info.getCapabilitiesList().stream()
            .anyMatch(capability -> capability.getType() == Capability.Type.MULTI_ROLE);
    if (multiRole && info.hasRole()) {
      return Optional.of(
          "'FrameworkInfo.role' must not be set when the framework is MULTI_ROLE capable");
    }
    if (!multiRole && info.getRolesCount() > 0) {
      return Optional.of(
          "'FrameworkInfo.roles' must not be set when the framework is not MULTI_ROLE capable");
    }
    Set<String> roles = new HashSet<>(info.getRolesList());
    if (roles.size() < info.getRolesCount()) {
      return Optional.of("'FrameworkInfo.roles' contains duplicate items");
    }
    for (String role : suppressed) {
      if (multiRole && !roles.contains(role)) {
        return Optional.of("Suppressed role '" + role + "' is not contained in the list of roles");
      }
    }
    return Optional.empty();
  }

  /** Takes over what may change; user and checkpointing stay as they were, silently. */
  void update(Framework framework, FrameworkInfo info, Iterable<String> suppressedRoles) {
    FrameworkInfo before = framework.info();
    FrameworkInfo.Builder changed =
        info.toBuilder().setId(before.getId()).setUser(before.getUser());
    if (before.hasCheckpoint()) {
      changed.setCheckpoint(before.getCheckpoint());
    } else {
      changed.clearCheckpoint();
    }
    framework.info(changed.build());
    framework.suppressedRoles.clear();
    suppressedRoles.forEach(framework.suppressedRoles::add);
    allocator.changed();
  }

  /**
   * The stream can't be written to any more. Nothing happens when the framework has another one by
   * now.
   */
  void streamBroken(String streamId) {
    cluster.frameworks.values().stream()
        .filter(framework -> framework.streamId().filter(streamId::equals).isPresent())
        .findFirst()
        .ifPresent(
            framework -> {
              LOG.info("Framework {} disconnected", framework.id());
              disconnect(framework);
            });
  }

  /**
   * It holds no offer any more, and is removed when it doesn't return in time. Answers its stream.
   */
  private Optional<SchedulerStream> disconnect(Framework framework) {
    cluster.offers.values().removeIf(offer -> offer.framework().equals(framework.id()));
    allocator.changed();
    return framework.disconnect(removalTimer(framework));
  }

  /** Waits for a framework that is known only from what runs on an agent. */
  Framework recovered(FrameworkInfo info) {
    Framework framework = new Framework(info);
    cluster.frameworks.put(framework.id(), framework);
    framework.disconnect(removalTimer(framework));
    return framework;
  }

  private Timer removalTimer(Framework framework) {
    double seconds = Math.max(0, framework.info().getFailoverTimeout());
    Duration timeout =
        Duration.ofMillis((long) (Math.min(seconds, LONGEST_ABSENCE.toSeconds()) * 1000));
    return loop.after(
        timeout,
        () -> {
          if (!framework.isConnected()) {
            LOG.info("Framework {} did not return within {}", framework.id(), timeout);
            remove(framework);
          }
        });
  }

  /** It has ended: so do its executors, and its id is never accepted again. */
  void remove(Framework framework) {
    if (cluster.frameworks.remove(framework.id()) == null) {
      return;
    }
    LOG.info("Framework {} is removed", framework.id());
    disconnect(framework).ifPresent(stream -> stream.records().end());
    framework.disconnect(Timer.NONE);
    cluster
        .agents
        .values()
        .forEach(agent -> agent.tell(end -> end.shutdownFramework(framework.info().getId())));
    framework.tasks.values().forEach(task -> complete(framework, task));
    framework.tasks.clear();
    framework.executors.clear();
    framework.unregistered(Cluster.now());
    cluster.complete(framework);
  }

  private static void complete(Framework framework, MasterTask task) {
    if (!task.isTerminal()) {
      task.latest(TaskState.TASK_KILLED);
    }
    framework.complete(task);
  }
}
