package dcos.kafka.local.master;

import dcos.kafka.local.resource.Resources;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.TimeInfo;

/**
 * All that a master knows, in memory. What is used and what is free is computed from it, never
 * kept. Only its loop touches it.
 */
final class Cluster {
  private static final int MAX_COMPLETED_FRAMEWORKS = 50;

  final Map<String, Framework> frameworks = new LinkedHashMap<>();
  final Map<String, AgentEntry> agents = new LinkedHashMap<>();
  final Map<String, HeldOffer> offers = new LinkedHashMap<>();

  /** Agents that did not answer in time, and since when. */
  final Map<String, TimeInfo> unreachableAgents = new LinkedHashMap<>();

  /**
   * Agents that a master before this one had admitted and that have not registered with this one
   * yet.
   */
  final Set<String> recoveredAgents = new LinkedHashSet<>();

  private final MasterInfo master;
  private final Deque<Framework> completedFrameworks = new ArrayDeque<>();
  private int frameworkCount;
  private int offerCount;
  private int agentCount;

  Cluster(MasterInfo master) {
    this.master = master;
  }

  MasterInfo master() {
    return master;
  }

  String nextFrameworkId() {
    return String.format("%s-%04d", master.getId(), frameworkCount++);
  }

  String nextOfferId() {
    return master.getId() + "-O" + offerCount++;
  }

  String nextAgentId() {
    return master.getId() + "-S" + agentCount++;
  }

  Optional<Framework> framework(String id) {
    return Optional.ofNullable(frameworks.get(id));
  }

  Optional<AgentEntry> agent(String id) {
    return Optional.ofNullable(agents.get(id));
  }

  void complete(Framework framework) {
    completedFrameworks.addLast(framework);
    if (completedFrameworks.size() > MAX_COMPLETED_FRAMEWORKS) {
      completedFrameworks.removeFirst();
    }
  }

  Deque<Framework> completedFrameworks() {
    return completedFrameworks;
  }

  boolean isCompleted(String frameworkId) {
    return completedFrameworks.stream().anyMatch(done -> done.id().equals(frameworkId));
  }

  /** What tasks and executors of these frameworks occupy on these agents. */
  Resources used(Predicate<Framework> ofFramework, Predicate<String> onAgent) {
    Resources used = Resources.NONE;
    for (Framework framework : frameworks.values()) {
      if (ofFramework.test(framework)) {
        for (MasterTask task : framework.tasks.values()) {
          if (onAgent.test(task.agent())) {
            used = used.plus(task.resources());
          }
        }
        for (var executors : framework.executors.entrySet()) {
          if (onAgent.test(executors.getKey())) {
            for (var executor : executors.getValue().values()) {
              used = used.plus(Resources.of(executor.getResourcesList()));
            }
          }
        }
      }
    }
    return used;
  }

  /** What these offers hold. */
  Resources offered(Predicate<HeldOffer> which) {
    Resources offered = Resources.NONE;
    for (HeldOffer offer : offers.values()) {
      if (which.test(offer)) {
        offered = offered.plus(offer.resources());
      }
    }
    return offered;
  }

  /** What nobody uses or holds. */
  Resources available(AgentEntry agent) {
    return agent
        .total()
        .minus(used(framework -> true, agent.id()::equals))
        .minus(offered(offer -> offer.agent().equals(agent.id())));
  }

  /** Seconds since 1970. */
  static double now() {
    Instant now = Instant.now();
    return now.getEpochSecond() + now.getNano() / 1e9;
  }

  /** Nanoseconds since 1970. */
  static TimeInfo nowInfo() {
    Instant now = Instant.now();
    return TimeInfo.newBuilder()
        .setNanoseconds(now.getEpochSecond() * 1_000_000_000L + now.getNano())
        .build();
  }
}
