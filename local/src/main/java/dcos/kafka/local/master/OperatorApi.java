package dcos.kafka.local.master;

import static java.nio.charset.StandardCharsets.UTF_8;

import dcos.kafka.local.http.Answer;
import dcos.kafka.local.http.Calls;
import dcos.kafka.local.http.RefusedException;
import dcos.kafka.local.http.Request;
import dcos.kafka.local.link.MesosVersion;
import dcos.kafka.local.resource.Resources;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.mesos.v1.Protos.AgentInfo;
import org.apache.mesos.v1.Protos.Resource;
import org.apache.mesos.v1.Protos.Role;
import org.apache.mesos.v1.Protos.TimeInfo;
import org.apache.mesos.v1.master.Protos.Call;
import org.apache.mesos.v1.master.Protos.Response;

/** The operators' calls: those of {@code POST /api/v1} that read, and {@code /teardown}. */
final class OperatorApi {
  /** What the agents of this cluster can do. */
  static final List<AgentInfo.Capability.Type> AGENT_CAPABILITIES =
      List.of(
          AgentInfo.Capability.Type.MULTI_ROLE,
          AgentInfo.Capability.Type.HIERARCHICAL_ROLE,
          AgentInfo.Capability.Type.RESERVATION_REFINEMENT,
          AgentInfo.Capability.Type.RESOURCE_PROVIDER,
          AgentInfo.Capability.Type.RESIZE_VOLUME,
          AgentInfo.Capability.Type.AGENT_OPERATION_FEEDBACK,
          AgentInfo.Capability.Type.AGENT_DRAINING,
          AgentInfo.Capability.Type.TASK_RESOURCE_LIMITS);

  private OperatorApi() {}

  static Answer answer(Request request, Master master) throws RefusedException {
    if (!request.method().equals("POST")) {
      return Answer.methodNotAllowed("POST", request.method());
    }
    Call call = Calls.read(request, Call.newBuilder()).build();
    if (!call.hasType() || call.getType() == Call.Type.UNKNOWN) {
      throw new RefusedException(
          400, "Failed to validate master::Call: Expecting 'type' to be present");
    }
    var format = Calls.accepted(request);
    Response.Builder response =
        Response.newBuilder().setType(Response.Type.valueOf(supported(call.getType())));
    switch (call.getType()) {
      case GET_VERSION ->
          response.setGetVersion(
              Response.GetVersion.newBuilder().setVersionInfo(MesosVersion.info()));
      case GET_AGENTS -> response.setGetAgents(master.read(OperatorApi::agents));
      case GET_ROLES -> response.setGetRoles(master.read(OperatorApi::roles));
      default -> response.setGetHealth(Response.GetHealth.newBuilder().setHealthy(true));
    }
    return Answer.document(format.mediaType(), format.encode(response.build()));
  }

  /** {@code POST /teardown} with {@code frameworkId=…} as a form: ends the framework for good. */
  static Answer tearDown(Request request, Master master) {
    if (!request.method().equals("POST")) {
      return Answer.methodNotAllowed("POST", request.method());
    }
    String parameter = "frameworkId=";
    Optional<String> id =
        Arrays.stream(request.text().split("&"))
            .filter(field -> field.startsWith(parameter))
            .map(field -> URLDecoder.decode(field.substring(parameter.length()), UTF_8))
            .findFirst();
    if (id.isEmpty()) {
      return Answer.text(400, "Missing 'frameworkId' query parameter");
    }
    return master.tearDown(id.get())
        ? Answer.empty(200)
        : Answer.text(400, "No framework found with specified ID");
  }

  private static String supported(Call.Type type) throws RefusedException {
    return switch (type) {
      case GET_HEALTH, GET_VERSION, GET_AGENTS, GET_ROLES -> type.name();
      default ->
          throw new RefusedException(
              501, type + " is not supported by the local cluster; read /state instead.");
    };
  }

  private static Response.GetAgents agents(Cluster cluster) {
    Response.GetAgents.Builder agents = Response.GetAgents.newBuilder();
    for (AgentEntry entry : cluster.agents.values()) {
      Response.GetAgents.Agent.Builder agent =
          Response.GetAgents.Agent.newBuilder()
              .setAgentInfo(entry.info())
              .setActive(entry.isConnected())
              .setDeactivated(false)
              .setVersion(MesosVersion.VERSION)
              .setPid(entry.pid())
              .setRegisteredTime(
                  TimeInfo.newBuilder().setNanoseconds((long) (entry.registeredTime() * 1e9)))
              .addAllTotalResources(both(entry.total()))
              .addAllAllocatedResources(both(cluster.used(framework -> true, entry.id()::equals)))
              .addAllOfferedResources(
                  both(cluster.offered(offer -> offer.agent().equals(entry.id()))));
      AGENT_CAPABILITIES.forEach(
          type -> agent.addCapabilities(AgentInfo.Capability.newBuilder().setType(type)));
      agents.addAgents(agent);
    }
    return agents.build();
  }

  private static List<Resource> both(Resources resources) {
    return resources.toProtos().stream().map(ResourcePages::inBothFormats).toList();
  }

  /** Those that a framework has, or that something is reserved for. */
  private static Response.GetRoles roles(Cluster cluster) {
    Set<String> names = new LinkedHashSet<>();
    cluster.frameworks.values().forEach(framework -> names.addAll(framework.roles()));
    for (AgentEntry agent : cluster.agents.values()) {
      agent.total().toProtos().forEach(resource -> names.add(Resources.roleOf(resource)));
    }
    names.remove("*");
    Response.GetRoles.Builder roles = Response.GetRoles.newBuilder();
    names.forEach(name -> roles.addRoles(Role.newBuilder().setName(name).setWeight(1)));
    return roles.build();
  }
}
