package dcos.kafka.local.master;

import dcos.kafka.local.link.AgentEnd;
import dcos.kafka.local.link.MasterEnd;
import dcos.kafka.local.link.Registration;
import dcos.kafka.local.loop.Loop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.mesos.v1.Protos.AgentID;
import org.apache.mesos.v1.Protos.FrameworkInfo;
import org.apache.mesos.v1.Protos.TaskState;
import org.apache.mesos.v1.Protos.TaskStatus;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.scheduler.Protos.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How agents come, are watched, get lost and return. */
final class Agents {
  private static final Logger LOG = LoggerFactory.getLogger(Agents.class);

  private final Cluster cluster;
  private final Loop loop;
  private final Allocator allocator;
  private final Subscriptions subscriptions;
  private final Registry registry;
  private final MasterOptions options;

  Agents(
      Cluster cluster,
      Loop loop,
      Allocator allocator,
      Subscriptions subscriptions,
      Registry registry,
      MasterOptions options) {
    this.cluster = cluster;
    this.loop = loop;
    this.allocator = allocator;
    this.subscriptions = subscriptions;
    this.registry = registry;
    this.options = options;
  }

  /** Waits for the agents that a master before this one knew. */
  void recover() {
    Registry.Content content = registry.read();
    cluster.recoveredAgents.addAll(content.agents());
    content
        .unreachable()
        .forEach(
            (id, since) ->
                cluster.unreachableAgents.put(
                    id, TimeInfo.newBuilder().setNanoseconds(since).build()));
    loop.after(options.agentReregisterTimeout(), this::giveUpRecovered);
  }

  private void giveUpRecovered() {
    for (String id : cluster.recoveredAgents) {
      LOG.warn("Agent {} did not register again within {}", id, options.agentReregisterTimeout());
      cluster.unreachableAgents.put(id, Cluster.nowInfo());
    }
    cluster.recoveredAgents.clear();
    store();
  }

  void register(MasterEnd master, AgentEnd end, Registration registration) {
    AgentID id =
        registration
            .id()
            .orElseGet(() -> AgentID.newBuilder().setValue(cluster.nextAgentId()).build());
    boolean wasUnreachable = cluster.unreachableAgents.remove(id.getValue()) != null;
    cluster.recoveredAgents.remove(id.getValue());
    AgentEntry agent =
        cluster.agents.computeIfAbsent(
            id.getValue(),
            first ->
                new AgentEntry(id, registration.info(), end, registration.total(), Cluster.now()));
    rescindOffers(agent);
    end.registered(master, id);
    agent.connect(
        registration.info().toBuilder().setId(id).build(),
        end,
        registration.total(),
        loop.every(options.pingInterval(), () -> ping(master, agent)));
    store();
    LOG.info("{} is registered", agent);
    cluster.frameworks.values().forEach(framework -> framework.executors.remove(agent.id()));
    registration.frameworks().forEach(framework -> meet(framework, agent));
    registration.executors().forEach(executor -> meet(executor, agent));
    registration.tasks().forEach(task -> meet(task, agent, wasUnreachable));
    dropUnknown(agent, registration);
    allocator.changed();
  }

  private void meet(FrameworkInfo info, AgentEntry agent) {
    if (cluster.isCompleted(info.getId().getValue())) {
      agent.end().shutdownFramework(info.getId());
      return;
    }
    Framework framework =
        cluster.framework(info.getId().getValue()).orElseGet(() -> subscriptions.recovered(info));
    if (framework.isConnected()) {
      agent.end().frameworkSubscribed(framework.info());
    }
  }

  private void meet(Registration.ExecutorReport report, AgentEntry agent) {
    cluster
        .framework(report.framework().getId().getValue())
        .ifPresent(
            framework ->
                framework
                    .executors
                    .computeIfAbsent(agent.id(), first -> new HashMap<>())
                    .put(report.executor().getExecutorId().getValue(), report.executor()));
  }

  private void meet(Registration.TaskReport report, AgentEntry agent, boolean wasUnreachable) {
    Optional<Framework> known = cluster.framework(report.framework().getId().getValue());
    if (known.isEmpty()) {
      return;
    }
    Framework framework = known.get();
    String id = report.task().getTaskId().getValue();
    Framework.Unreachable unreachable = framework.unreachableTasks.remove(id);
    MasterTask task =
        framework.tasks.computeIfAbsent(
            id, first -> unreachable != null ? unreachable.task() : reported(report));
    task.latest(report.latest());
    if (wasUnreachable && !task.isTerminal()) {
      TaskStatus.Builder status =
          Statuses.ofMaster(
              framework,
              report.task().getTaskId(),
              Optional.of(agent.agentId()),
              report.latest(),
              TaskStatus.Reason.REASON_AGENT_REREGISTERED,
              "Unreachable agent re-reregistered");
      report.status().ifPresent(last -> Reconciliation.copyDetails(last, status));
      framework.send(Statuses.update(status.build()));
    }
  }

  private static MasterTask reported(Registration.TaskReport report) {
    String role =
        report.task().getResourcesCount() == 0
            ? "*"
            : report.task().getResources(0).getAllocationInfo().getRole();
    MasterTask task = new MasterTask(report.task(), role);
    report.status().ifPresent(task::sent);
    return task;
  }

  /**
   * What the master has launched and the agent has never heard of, because the message got lost
   * with one of them.
   */
  private void dropUnknown(AgentEntry agent, Registration registration) {
    Set<String> reported =
        registration.tasks().stream()
            .map(report -> report.task().getTaskId().getValue())
            .collect(Collectors.toSet());
    for (Framework framework : cluster.frameworks.values()) {
      for (MasterTask task : new ArrayList<>(framework.tasks.values())) {
        if (task.agent().equals(agent.id()) && !reported.contains(task.id())) {
          framework.tasks.remove(task.id());
          if (!task.isTerminal()) {
            framework.send(
                Statuses.update(
                    Statuses.ofMaster(
                            framework,
                            task.info().getTaskId(),
                            Optional.of(agent.agentId()),
                            TaskState.TASK_DROPPED,
                            TaskStatus.Reason.REASON_RECONCILIATION,
                            "Reconciliation: task unknown to the agent")
                        .build()));
          }
          task.latest(TaskState.TASK_DROPPED);
          framework.complete(task);
        }
      }
    }
  }

  void disconnected(AgentEnd end) {
    of(end)
        .ifPresent(
            agent -> {
              LOG.info("{} disconnected", agent);
              agent.disconnect();
              rescindOffers(agent);
            });
  }

  void pong(AgentEnd end) {
    of(end).ifPresent(AgentEntry::answered);
  }

  private void ping(MasterEnd master, AgentEntry agent) {
    if (agent.unansweredPings() >= options.maxPings()) {
      giveUp(agent);
    } else {
      agent.pinged();
      agent.end().ping(master);
    }
  }

  /** It is unreachable: its tasks may run or not, its resources are nobody's. */
  private void giveUp(AgentEntry agent) {
    LOG.warn("{} is unreachable", agent);
    agent.giveUp();
    cluster.agents.remove(agent.id());
    TimeInfo since = Cluster.nowInfo();
    cluster.unreachableAgents.put(agent.id(), since);
    store();
    for (Framework framework : cluster.frameworks.values()) {
      framework.executors.remove(agent.id());
      for (MasterTask task : new ArrayList<>(framework.tasks.values())) {
        if (task.agent().equals(agent.id())) {
          framework.tasks.remove(task.id());
          lose(framework, task, since);
        }
      }
    }
    rescindOffers(agent);
    Event failure =
        Event.newBuilder()
            .setType(Event.Type.FAILURE)
            .setFailure(Event.Failure.newBuilder().setAgentId(agent.agentId()))
            .build();
    cluster.frameworks.values().forEach(framework -> framework.send(failure));
    agent.end().registerAgain();
  }

  private static void lose(Framework framework, MasterTask task, TimeInfo since) {
    if (task.isTerminal()) {
      framework.complete(task);
      return;
    }
    framework.unreachableTasks.put(task.id(), new Framework.Unreachable(task, since));
    framework.send(
        Statuses.update(
            Statuses.ofMaster(
                    framework,
                    task.info().getTaskId(),
                    Optional.of(task.info().getAgentId()),
                    TaskState.TASK_UNREACHABLE,
                    TaskStatus.Reason.REASON_AGENT_REMOVED,
                    "health check timed out")
                .setUnreachableTime(since)
                .build()));
  }

  private void rescindOffers(AgentEntry agent) {
    List<HeldOffer> lost =
        cluster.offers.values().stream().filter(offer -> offer.agent().equals(agent.id())).toList();
    for (HeldOffer offer : lost) {
      cluster.offers.remove(offer.id().getValue());
      cluster
          .framework(offer.framework())
          .ifPresent(
              framework ->
                  framework.send(
                      Event.newBuilder()
                          .setType(Event.Type.RESCIND)
                          .setRescind(Event.Rescind.newBuilder().setOfferId(offer.id()))
                          .build()));
    }
  }

  private Optional<AgentEntry> of(AgentEnd end) {
    return cluster.agents.values().stream().filter(agent -> agent.end() == end).findFirst();
  }

  private void store() {
    List<String> admitted = new ArrayList<>(cluster.agents.keySet());
    admitted.addAll(cluster.recoveredAgents);
    registry.write(
        new Registry.Content(
            admitted,
            cluster.unreachableAgents.entrySet().stream()
                .collect(
                    Collectors.toMap(
                        java.util.Map.Entry::getKey, entry -> entry.getValue().getNanoseconds()))));
  }
}
