package dcos.kafka.local.master;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.local.resource.Resources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Resource.ReservationInfo;

/**
 * How pages show an agent's resources: summed up, and in full in both formats that Mesos has had
 * for reservations.
 */
final class ResourcePages {
  private final Cluster cluster;
  private final AgentEntry agent;

  ResourcePages(Cluster cluster, AgentEntry agent) {
    this.cluster = cluster;
    this.agent = agent;
  }

  static ObjectNode summary(Resources resources) {
    ObjectNode summary =
        MasterPages.object()
            .put("disk", resources.scalar("disk"))
            .put("mem", resources.scalar("mem"))
            .put("gpus", resources.scalar("gpus"))
            .put("cpus", resources.scalar("cpus"));
    String ports = resources.ranges("ports");
    if (!ports.equals("[]")) {
      summary.put("ports", ports);
    }
    return summary;
  }

  void addSummaries(ObjectNode page) {
    page.set("resources", summary(agent.total()));
    page.set("used_resources", summary(used()));
    page.set("offered_resources", summary(offered()));
    ObjectNode reserved = page.putObject("reserved_resources");
    reservedByRole().forEach((role, resources) -> reserved.set(role, summary(resources)));
    page.set("unreserved_resources", summary(unreserved()));
  }

  ObjectNode addFull(ObjectNode page) {
    ObjectNode reserved = page.putObject("reserved_resources_full");
    reservedByRole().forEach((role, resources) -> reserved.set(role, full(resources.toProtos())));
    page.set("unreserved_resources_full", full(unreserved().toProtos()));
    ArrayNode used = page.putArray("used_resources_full");
    for (Framework framework : cluster.frameworks.values()) {
      Resources of = cluster.used(framework::equals, agent.id()::equals);
      used.addAll(full(of.allocatedTo(String.join(",", framework.roles()))));
    }
    ArrayNode offered = page.putArray("offered_resources_full");
    cluster.offers.values().stream()
        .filter(offer -> offer.agent().equals(agent.id()))
        .forEach(offer -> offered.addAll(full(offer.resources().allocatedTo(offer.role()))));
    return page;
  }

  /**
   * With {@code role} and {@code reservation} as before reservation refinement, beside {@code
   * reservations}.
   */
  @SuppressWarnings("deprecation") // tools still read it
  static Resource inBothFormats(Resource resource) {
    Resource.Builder both = resource.toBuilder().setRole(Resources.roleOf(resource));
    int count = resource.getReservationsCount();
    if (count > 0) {
      ReservationInfo reservation = resource.getReservations(count - 1);
      if (reservation.getType() == ReservationInfo.Type.DYNAMIC) {
        both.setReservation(reservation.toBuilder().clearType().clearRole());
      }
    }
    return both.build();
  }

  private static ArrayNode full(List<Resource> resources) {
    ArrayNode full = MasterPages.object().arrayNode();
    resources.forEach(resource -> full.add(MasterPages.node(inBothFormats(resource))));
    return full;
  }

  private Resources used() {
    return cluster.used(framework -> true, agent.id()::equals);
  }

  private Resources offered() {
    return cluster.offered(offer -> offer.agent().equals(agent.id()));
  }

  private Resources unreserved() {
    return agent.total().filter(resource -> Resources.roleOf(resource).equals("*"));
  }

  private Map<String, Resources> reservedByRole() {
    Map<String, Resources> byRole = new LinkedHashMap<>();
    for (Resource resource : agent.total().toProtos()) {
      String role = Resources.roleOf(resource);
      if (!role.equals("*")) {
        byRole.merge(role, Resources.of(List.of(resource)), Resources::plus);
      }
    }
    return byRole;
  }
}
