package dcos.kafka.local.master;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import dcos.kafka.local.http.Answer;
import dcos.kafka.local.link.MesosVersion;
import dcos.kafka.mesos.wire.MessageFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.mesos.v1.Protos.MasterInfo;
import org.apache.mesos.v1.Protos.OfferID;
import org.apache.mesos.v1.Protos.TaskStatus;

/** The master's JSON pages: {@code /state}, {@code /slaves}, {@code /frameworks}. */
final class MasterPages {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cluster cluster;

  MasterPages(Cluster cluster) {
    this.cluster = cluster;
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static Answer json(JsonNode page) {
    try {
      return Answer.document("application/json", JSON.writeValueAsBytes(page));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Answer jsonOf(Message message) {
    return Answer.document("application/json", MessageFormat.JSON.encode(message));
  }

  static JsonNode node(Message message) {
    try {
      return JSON.readTree(MessageFormat.JSON.encode(message));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ObjectNode state(ObjectNode flags, double started) {
    MasterInfo info = cluster.master();
    ObjectNode page = MesosVersion.page();
    page.put("start_time", started)
        .put("elected_time", started)
        .put("id", info.getId())
        .put("pid", info.getPid())
        .put("hostname", info.getHostname());
    ArrayNode capabilities = page.putArray("capabilities");
    info.getCapabilitiesList().forEach(capability -> capabilities.add(capability.getType().name()));
    long active = cluster.agents.values().stream().filter(AgentEntry::isConnected).count();
    page.put("activated_slaves", (double) active)
        .put("deactivated_slaves", (double) (cluster.agents.size() - active))
        .put("unreachable_slaves", (double) cluster.unreachableAgents.size())
        .put("leader", info.getPid());
    page.putObject("leader_info")
        .put("id", info.getId())
        .put("pid", info.getPid())
        .put("port", info.getPort())
        .put("hostname", info.getHostname());
    page.set("flags", flags);
    ArrayNode slaves = page.putArray("slaves");
    cluster.agents.values().forEach(agent -> slaves.add(slave(agent)));
    page.set("recovered_slaves", recoveredSlaves());
    page.setAll(frameworks());
    page.putArray("orphan_tasks");
    return page;
  }

  ObjectNode slaves() {
    ObjectNode page = object();
    ArrayNode slaves = page.putArray("slaves");
    for (AgentEntry agent : cluster.agents.values()) {
      slaves.add(new ResourcePages(cluster, agent).addFull(slave(agent)));
    }
    page.set("recovered_slaves", recoveredSlaves());
    return page;
  }

  ObjectNode frameworks() {
    ObjectNode page = object();
    ArrayNode active = page.putArray("frameworks");
    cluster.frameworks.values().forEach(framework -> active.add(framework(framework)));
    ArrayNode completed = page.putArray("completed_frameworks");
    cluster.completedFrameworks().forEach(framework -> completed.add(framework(framework)));
    page.putArray("unregistered_frameworks");
    return page;
  }

  private ArrayNode recoveredSlaves() {
    ArrayNode recovered = JSON.createArrayNode();
    cluster.recoveredAgents.forEach(id -> recovered.addObject().put("id", id));
    return recovered;
  }

  private ObjectNode slave(AgentEntry agent) {
    ObjectNode page = object();
    page.put("id", agent.id())
        .put("hostname", agent.info().getHostname())
        .put("port", agent.info().getPort());
    ObjectNode attributes = page.putObject("attributes");
    agent
        .info()
        .getAttributesList()
        .forEach(
            attribute -> {
              switch (attribute.getType()) {
                case SCALAR ->
                    attributes.put(attribute.getName(), attribute.getScalar().getValue());
                default -> attributes.put(attribute.getName(), attribute.getText().getValue());
              }
            });
    page.put("pid", agent.pid()).put("registered_time", agent.registeredTime());
    new ResourcePages(cluster, agent).addSummaries(page);
    page.put("active", agent.isConnected())
        .put("deactivated", false)
        .put("version", MesosVersion.VERSION);
    ArrayNode capabilities = page.putArray("capabilities");
    OperatorApi.AGENT_CAPABILITIES.forEach(capability -> capabilities.add(capability.name()));
    return page;
  }

  private ObjectNode framework(Framework framework) {
    ObjectNode page = object();
    page.put("id", framework.id()).put("name", framework.info().getName());
    var used = cluster.used(framework::equals, agent -> true);
    var offered = cluster.offered(offer -> offer.framework().equals(framework.id()));
    page.set("used_resources", ResourcePages.summary(used));
    page.set("offered_resources", ResourcePages.summary(offered));
    ArrayNode capabilities = page.putArray("capabilities");
    framework
        .info()
        .getCapabilitiesList()
        .forEach(capability -> capabilities.add(capability.getType().name()));
    page.put("hostname", framework.info().getHostname())
        .put("webui_url", framework.info().getWebuiUrl())
        .put("active", framework.isConnected())
        .put("connected", framework.isConnected())
        .put("recovered", framework.registeredTime() == 0)
        .put("user", framework.info().getUser())
        .put("failover_timeout", framework.info().getFailoverTimeout())
        .put("checkpoint", framework.info().getCheckpoint())
        .put("registered_time", framework.registeredTime());
    framework.unregisteredTime().ifPresent(time -> page.put("unregistered_time", time));
    if (framework.info().hasPrincipal()) {
      page.put("principal", framework.info().getPrincipal());
    }
    page.set("resources", ResourcePages.summary(used.plus(offered)));
    framework.reregisteredTime().ifPresent(time -> page.put("reregistered_time", time));
    ArrayNode roles = page.putArray("roles");
    framework.roles().forEach(roles::add);
    ArrayNode tasks = page.putArray("tasks");
    framework.tasks.values().forEach(task -> tasks.add(task(framework, task)));
    ArrayNode unreachable = page.putArray("unreachable_tasks");
    framework
        .unreachableTasks
        .values()
        .forEach(
            task -> unreachable.add(task(framework, task.task()).put("state", "TASK_UNREACHABLE")));
    ArrayNode completed = page.putArray("completed_tasks");
    framework.completedTasks().forEach(task -> completed.add(task(framework, task)));
    ArrayNode offers = page.putArray("offers");
    cluster.offers.values().stream()
        .filter(offer -> offer.framework().equals(framework.id()))
        .forEach(offer -> offers.add(offer(offer)));
    ArrayNode executors = page.putArray("executors");
    framework.executors.forEach(
        (agent, there) ->
            there.forEach(
                (id, executor) ->
                    executors
                        .addObject()
                        .put("executor_id", id)
                        .put("name", executor.getName())
                        .put("framework_id", framework.id())
                        .put("slave_id", agent)
                        .set(
                            "resources",
                            ResourcePages.summary(
                                dcos.kafka.local.resource.Resources.of(
                                    executor.getResourcesList())))));
    page.putObject("offer_constraints");
    return page;
  }

  private static ObjectNode offer(HeldOffer offer) {
    OfferID id = offer.id();
    ObjectNode page =
        object()
            .put("id", id.getValue())
            .put("framework_id", offer.framework())
            .put("slave_id", offer.agent());
    page.putObject("allocation_info").put("role", offer.role());
    page.set("resources", ResourcePages.summary(offer.resources()));
    return page;
  }

  private static ObjectNode task(Framework framework, MasterTask task) {
    ObjectNode page = object();
    page.put("id", task.id())
        .put("name", task.info().getName())
        .put("framework_id", framework.id())
        .put("executor_id", task.info().getExecutor().getExecutorId().getValue())
        .put("slave_id", task.agent())
        .put("state", task.latest().name());
    page.set(
        "resources",
        ResourcePages.summary(
            dcos.kafka.local.resource.Resources.of(task.info().getResourcesList())));
    page.put("role", task.role());
    ArrayNode statuses = page.putArray("statuses");
    for (TaskStatus status : task.statuses()) {
      ObjectNode one = statuses.addObject();
      one.put("state", status.getState().name()).put("timestamp", status.getTimestamp());
      if (status.hasContainerStatus()) {
        one.set(
            "container_status",
            node(status.getContainerStatus().toBuilder().clearExecutorPid().build()));
      }
      if (status.hasHealthy()) {
        one.put("healthy", status.getHealthy());
      }
    }
    if (task.info().hasLabels()) {
      page.set("labels", node(task.info().getLabels()).get("labels"));
    }
    if (task.info().hasDiscovery()) {
      page.set("discovery", node(task.info().getDiscovery()));
    }
    return page;
  }
}
