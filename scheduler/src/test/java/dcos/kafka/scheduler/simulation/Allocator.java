package dcos.kafka.scheduler.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.Address;
import org.apache.mesos.v1.Protos.Filters;
import org.apache.mesos.v1.Protos.FrameworkID;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.Resource.AllocationInfo;
import org.apache.mesos.v1.Protos.URL;
import org.apache.mesos.v1.scheduler.Protos.Call;

/** Offers what is free, but for what was refused not long ago. */
final class Allocator {

  private record Filter(Bundle refused, long until) {}

  private final World world;
  private final Master master;
  private final Map<String, List<Filter>> filters = new LinkedHashMap<>();
  private boolean active;
  private boolean suppressed;
  private boolean scheduled;
  private int offers;

  Allocator(World world, Master master) {
    this.world = world;
    this.master = master;
  }

  boolean isSuppressed() {
    return suppressed;
  }

  void begin(boolean isSuppressed) {
    end();
    active = true;
    suppressed = isSuppressed;
  }

  /** The framework is away: its offers are withdrawn. Filters and suppression begin anew. */
  void end() {
    active = false;
    filters.clear();
    for (KnownAgent agent : master.agents()) {
      agent.offers.clear();
    }
  }

  void revive() {
    suppressed = false;
    filters.clear();
    soon();
  }

  void suppress() {
    suppressed = true;
  }

  void decline(Call.Decline decline) {
    for (OfferID id : decline.getOfferIdsList()) {
      take(id.getValue())
          .ifPresent(offer -> refuse(offer.agent(), offer.resources(), decline.getFilters()));
    }
  }

  /** Resources of an offer that come back, unwanted for a while. */
  void refuse(KnownAgent agent, Bundle resources, Filters refusal) {
    long until = world.timeline.millis() + (long) (refusal.getRefuseSeconds() * 1000);
    List<Filter> all = filters.computeIfAbsent(agent.id, id -> new ArrayList<>());
    all.removeIf(filter -> filter.until() <= world.timeline.millis());
    all.add(new Filter(resources, until));
    if (until - world.timeline.millis() < 3_600_000) {
      world.timeline.at(until + 1, this::soon);
    }
  }

  record Taken(KnownAgent agent, Bundle resources) {}

  /** The agent that an offer is of, while it is valid. */
  Optional<KnownAgent> agentOf(String offerId) {
    for (KnownAgent agent : master.agents()) {
      if (agent.offers.containsKey(offerId)) {
        return Optional.of(agent);
      }
    }
    return Optional.empty();
  }

  /** Takes an offer that is still valid. */
  Optional<Taken> take(String offerId) {
    for (KnownAgent agent : master.agents()) {
      Bundle resources = agent.offers.remove(offerId);
      if (resources != null) {
        return Optional.of(new Taken(agent, resources));
      }
    }
    return Optional.empty();
  }

  /** Withdraws what an agent's offers hold; calls that use them find them invalid. */
  void rescind(KnownAgent agent) {
    agent.offers.clear();
  }

  /** Something came free: the next round is near. */
  void soon() {
    if (!scheduled) {
      scheduled = true;
      world.timeline.within(
          5,
          1_000,
          () -> {
            scheduled = false;
            allocate();
          });
    }
  }

  void allocate() {
    Optional<Master.Subscription> stream = master.subscription();
    if (!active || suppressed || stream.isEmpty()) {
      return;
    }
    List<Offer> made = new ArrayList<>();
    for (KnownAgent agent : master.agents()) {
      if (agent.standing == KnownAgent.Standing.REGISTERED
          && !master.upkeep().isDrained(agent.id)) {
        Bundle available = agent.available();
        if (available.isWorthOffering() && !isRefused(agent, available)) {
          made.add(offer(agent, available));
        }
      }
    }
    if (!made.isEmpty()) {
      stream.get().offers(made);
    }
  }

  private boolean isRefused(KnownAgent agent, Bundle available) {
    return filters.getOrDefault(agent.id, List.of()).stream()
        .anyMatch(
            filter ->
                filter.until() > world.timeline.millis() && filter.refused().contains(available));
  }

  private Offer offer(KnownAgent agent, Bundle available) {
    String id = "offer-" + ++offers;
    agent.offers.put(id, available);
    Offer.Builder offer =
        Offer.newBuilder()
            .setId(OfferID.newBuilder().setValue(id))
            .setFrameworkId(FrameworkID.newBuilder().setValue("framework"))
            .setAgentId(World.agentId(agent.id))
            .setHostname(agent.agent.host())
            .setUrl(
                URL.newBuilder()
                    .setScheme("http")
                    .setPath("/slave(1)")
                    .setAddress(
                        Address.newBuilder()
                            .setHostname(agent.agent.host())
                            .setIp(agent.agent.host())
                            .setPort(5051)))
            .setAllocationInfo(AllocationInfo.newBuilder().setRole(world.scenario.role()))
            .addAllResources(available.resources());
    agent.executors.values().forEach(executor -> offer.addExecutorIds(executor.getExecutorId()));
    master.upkeep().unavailability(agent.id).ifPresent(offer::setUnavailability);
    return offer.build();
  }
}
