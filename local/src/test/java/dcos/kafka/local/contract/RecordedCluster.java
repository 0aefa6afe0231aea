package dcos.kafka.local.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dcos.kafka.local.agent.AgentOptions;
import dcos.kafka.local.agent.MesosAgent;
import dcos.kafka.local.link.LeadingMaster;
import dcos.kafka.local.master.MasterOptions;
import dcos.kafka.local.master.MesosMaster;
import dcos.kafka.local.resource.Resources;
import dcos.kafka.mesos.wire.MessageFormat;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.mesos.v1.Protos.Resource;

/** A master and agents that have what those of a recording had when it began. */
final class RecordedCluster implements AutoCloseable {
  private final LeadingMaster link = new LeadingMaster();
  private final Map<String, AgentOptions> agentOptions = new LinkedHashMap<>();
  private final Map<String, MesosAgent> agents = new LinkedHashMap<>();
  private MasterOptions masterOptions;
  private MesosMaster master;

  /**
   * {@code firstOffers} are all that its agents had; {@code configured} what some had besides that
   * nobody was offered.
   */
  static RecordedCluster start(
      Path folder,
      List<JsonNode> firstOffers,
      Map<String, JsonNode> configured,
      UnaryOperator<MasterOptions> forMaster,
      UnaryOperator<AgentOptions> forAgents)
      throws Exception {
    RecordedCluster cluster = new RecordedCluster();
    cluster.masterOptions =
        forMaster.apply(
            MasterOptions.defaults(cluster.link)
                .withWorkDir(folder.resolve("master"))
                .withHeartbeat(Duration.ofMillis(300)));
    cluster.master = MesosMaster.start(cluster.masterOptions);
    for (JsonNode offer : firstOffers) {
      String host = offer.get("hostname").asText();
      List<Resource> resources = new ArrayList<>();
      for (JsonNode resource : configured.getOrDefault(host, offer.get("resources"))) {
        resources.add(
            MessageFormat.JSON
                .decode(Client.JSON.writeValueAsBytes(resource), Resource.newBuilder())
                .build());
      }
      Map<String, String> attributes = new LinkedHashMap<>();
      offer
          .get("attributes")
          .forEach(
              one ->
                  attributes.put(one.get("name").asText(), one.get("text").get("value").asText()));
      cluster.agentOptions.put(
          host,
          forAgents.apply(
              AgentOptions.of(cluster.link, host, folder.resolve(host), Resources.of(resources))
                  .withAttributes(attributes)));
      cluster.startAgent(host);
    }
    return cluster;
  }

  MesosMaster master() {
    return master;
  }

  MesosAgent agent(String host) {
    return agents.get(host);
  }

  void startAgent(String host) throws Exception {
    agents.put(host, MesosAgent.start(agentOptions.get(host)));
  }

  /** Another one with the same registry, at the same address. */
  void startMaster() throws Exception {
    InetSocketAddress same = new InetSocketAddress(master.url().getHost(), master.url().getPort());
    master = MesosMaster.start(masterOptions.withAddress(same));
  }

  @Override
  public void close() {
    agents.values().forEach(MesosAgent::destroy);
    master.close();
  }
}
