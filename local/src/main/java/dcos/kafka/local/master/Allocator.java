package dcos.kafka.local.master;

import dcos.kafka.local.loop.Loop;
import dcos.kafka.local.resource.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource.AllocationInfo;
import org.apache.mesos.v1.Protos.URL;
import org.apache.mesos.v1.scheduler.Protos.Event;

/**
 * Decides who is offered what. Whenever anything changed, every connected agent's free resources
 * go, as one offer for each role, to the frameworks that want them, the one with the smallest share
 * first. Mesos does the same once a second; here it happens at once, and all that changes together
 * makes one OFFERS event.
 */
final class Allocator {
  private static final double DEFAULT_REFUSE_SECONDS = 5;
  private static final double MAX_REFUSE_SECONDS = Duration.ofDays(365).toSeconds();

  /**
   * Refusing for no time means until the next allocation, which is not at once, or offers would go
   * round and round.
   */
  private static final Duration SHORTEST_REFUSAL = Duration.ofMillis(50);

  /** Mesos' {@code --min_allocatable_resources=cpus:0.01|mem:32}. */
  private static final double MIN_CPUS = 0.01;

  private static final double MIN_MEM = 32;

  private final Cluster cluster;
  private final Loop loop;
  private boolean planned;

  Allocator(Cluster cluster, Loop loop) {
    this.cluster = cluster;
    this.loop = loop;
  }

  /** Something may be to be offered now. */
  void changed() {
    if (!planned) {
      planned = true;
      loop.run(this::allocate);
    }
  }

  /** {@code framework} does not want these for a while. */
  void refuse(
      Framework framework, String agent, String role, Resources resources, Filters filters) {
    if (!resources.isEmpty()) {
      Duration time = refusal(filters);
      framework.refusals.add(
          new Framework.Refusal(agent, role, resources, System.nanoTime() + time.toNanos()));
      loop.after(time, this::changed);
    }
  }

  private static Duration refusal(Filters filters) {
    double seconds =
        filters.hasRefuseSeconds() ? filters.getRefuseSeconds() : DEFAULT_REFUSE_SECONDS;
    if (seconds < 0 || Double.isNaN(seconds)) {
      seconds = DEFAULT_REFUSE_SECONDS;
    }
    Duration time = Duration.ofMillis((long) (Math.min(seconds, MAX_REFUSE_SECONDS) * 1000));
    return time.compareTo(SHORTEST_REFUSAL) < 0 ? SHORTEST_REFUSAL : time;
  }

  private void allocate() {
    planned = false;
    long now = System.nanoTime();
    Map<Framework, List<Offer>> offers = new LinkedHashMap<>();
    for (AgentEntry agent : cluster.agents.values()) {
      if (agent.isConnected()) {
        for (Framework framework : bySmallestShare()) {
          framework.refusals.removeIf(refusal -> refusal.until() - now <= 0);
          for (String role : framework.roles()) {
            allocate(agent, framework, role, offers);
          }
        }
      }
    }
    offers.forEach(
        (framework, made) ->
            framework.send(
                Event.newBuilder()
                    .setType(Event.Type.OFFERS)
                    .setOffers(Event.Offers.newBuilder().addAllOffers(made))
                    .build()));
  }

  private void allocate(
      AgentEntry agent, Framework framework, String role, Map<Framework, List<Offer>> offers) {
    if (framework.suppressedRoles.contains(role)) {
      return;
    }
    Resources free =
        cluster
            .available(agent)
            .filter(
                resource -> {
                  String reservedFor = Resources.roleOf(resource);
                  return reservedFor.equals("*") || reservedFor.equals(role);
                });
    boolean allocatable = free.scalar("cpus") >= MIN_CPUS || free.scalar("mem") >= MIN_MEM;
    boolean refused =
        framework.refusals.stream()
            .anyMatch(
                refusal ->
                    refusal.agent().equals(agent.id())
                        && refusal.role().equals(role)
                        && refusal.resources().contains(free));
    if (allocatable && !refused) {
      OfferID id = OfferID.newBuilder().setValue(cluster.nextOfferId()).build();
      cluster.offers.put(id.getValue(), new HeldOffer(id, framework.id(), agent.id(), role, free));
      offers
          .computeIfAbsent(framework, first -> new ArrayList<>())
          .add(offer(id, agent, framework, role, free));
    }
  }

  private List<Framework> bySmallestShare() {
    Resources all =
        cluster.agents.values().stream()
            .map(AgentEntry::total)
            .reduce(Resources.NONE, Resources::plus);
    List<Framework> connected =
        new ArrayList<>(
            cluster.frameworks.values().stream().filter(Framework::isConnected).toList());
    if (connected.size() > 1) {
      connected.sort(Comparator.comparingDouble(framework -> share(framework, all)));
    }
    return connected;
  }

  /** The dominant share: of what it has the most of, in proportion. */
  private double share(Framework framework, Resources all) {
    Resources held =
        cluster
            .used(framework::equals, agent -> true)
            .plus(cluster.offered(offer -> offer.framework().equals(framework.id())));
    double share = 0;
    for (String name : List.of("cpus", "mem", "disk")) {
      share = Math.max(share, held.scalar(name) / Math.max(all.scalar(name), 1e-9));
    }
    return share;
  }

  private static Offer offer(
      OfferID id, AgentEntry agent, Framework framework, String role, Resources resources) {
    String host = agent.info().getHostname();
    Offer.Builder offer =
        Offer.newBuilder()
            .setId(id)
            .setFrameworkId(FrameworkID.newBuilder().setValue(framework.id()))
            .setAgentId(agent.agentId())
            .setHostname(host)
            .setUrl(
                URL.newBuilder()
                    .setScheme("http")
                    .setAddress(
                        Address.newBuilder()
                            .setHostname(host)
                            .setIp(host)
                            .setPort(agent.info().getPort()))
                    .setPath("/slave(1)"))
            .addAllResources(resources.allocatedTo(role))
            .addAllAttributes(agent.info().getAttributesList())
            .setAllocationInfo(AllocationInfo.newBuilder().setRole(role));
    framework
        .executorsOn(agent.id())
        .keySet()
        .forEach(executor -> offer.addExecutorIds(ExecutorID.newBuilder().setValue(executor)));
    return offer.build();
  }
}
