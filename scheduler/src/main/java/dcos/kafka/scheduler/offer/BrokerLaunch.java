package dcos.kafka.scheduler.offer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dcos.kafka.scheduler.config.HealthCheckConfiguration;
import dcos.kafka.scheduler.config.ServiceNames;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.ledger.Reservation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.mesos.v1.Protos.DiscoveryInfo;
import org.apache.mesos.v1.Protos.DurationInfo;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.HealthCheck;
import org.apache.mesos.v1.Protos.KillPolicy;
import org.apache.mesos.v1.Protos.Label;
import org.apache.mesos.v1.Protos.Labels;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.Port;
import org.apache.mesos.v1.Protos.Ports;
import org.apache.mesos.v1.Protos.TaskID;
import org.apache.mesos.v1.Protos.TaskInfo;

/**
 * Writes the task that runs a broker: what Mesos has to know of it, and in its data what the
 * executor has to know (the format is described in {@code docs/architecture.md}).
 *
 * @param names the service's names
 * @param resources how its reservation is written for Mesos
 */
public record BrokerLaunch(ServiceNames names, Resources resources) {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, Integer> INTERNAL_TOPICS =
      Map.of(
          "offsets.topic.replication.factor", 3,
          "transaction.state.log.replication.factor", 3,
          "transaction.state.log.min.isr", 2);

  /**
   * Where a broker is reached.
   *
   * @param bind the address it listens on
   * @param advertised the address it tells clients
   */
  public record Address(String bind, String advertised) {

    /**
     * The address on the agent of an offer: its IP, which unlike its name is sure to be the agent's
     * own; the name is told to clients where they are to have names.
     */
    public static Address on(Offer offer, boolean advertiseIp) {
      String ip = offer.getUrl().getAddress().getIp();
      String bind = ip.isEmpty() ? offer.getHostname() : ip;
      return new Address(bind, advertiseIp ? bind : offer.getHostname());
    }
  }

  /**
   * The task of a broker.
   *
   * @param taskId its new id
   * @param executor what runs it
   * @param reservation what it lives on
   * @param configurationId the id of {@code configuration}
   * @param configuration what it runs with
   * @param address where it is reached
   */
  public TaskInfo task(
      String taskId,
      ExecutorInfo executor,
      Reservation reservation,
      String configurationId,
      TargetConfiguration configuration,
      Address address) {
    int broker = reservation.brokerId();
    Duration grace = Duration.ofSeconds(configuration.executor().killGraceSeconds());
    TaskInfo.Builder task =
        TaskInfo.newBuilder()
            .setName(names.taskName(broker))
            .setTaskId(TaskID.newBuilder().setValue(taskId))
            .setAgentId(
                org.apache.mesos.v1.Protos.AgentID.newBuilder().setValue(reservation.agentId()))
            .addAllResources(resources.of(reservation, false))
            .setExecutor(executor)
            .setData(data(reservation, configuration, address))
            .setDiscovery(discovery(broker, reservation.port()))
            .setKillPolicy(KillPolicy.newBuilder().setGracePeriod(nanos(grace)))
            .setLabels(
                Labels.newBuilder()
                    .addLabels(
                        Label.newBuilder()
                            .setKey("target_configuration")
                            .setValue(configurationId)));
    if (configuration.healthCheck().enabled()) {
      task.setHealthCheck(healthCheck(configuration.healthCheck(), reservation.port()));
    }
    return task.build();
  }

  static DurationInfo nanos(Duration duration) {
    return DurationInfo.newBuilder().setNanoseconds(duration.toNanos()).build();
  }

  private DiscoveryInfo discovery(int broker, int port) {
    return DiscoveryInfo.newBuilder()
        .setVisibility(DiscoveryInfo.Visibility.EXTERNAL)
        .setName(names.discoveryName(broker))
        .setPorts(
            Ports.newBuilder()
                .addPorts(
                    Port.newBuilder()
                        .setNumber(port)
                        .setName("broker")
                        .setProtocol("tcp")
                        .setLabels(
                            Labels.newBuilder()
                                .addLabels(
                                    Label.newBuilder()
                                        .setKey("VIP_0")
                                        .setValue(names.vipLabel())))))
        .build();
  }

  /**
   * How the executor is to check the broker. It sends a real Kafka request whatever the type says;
   * the type is there because masters refuse a task whose health check has none (Mesos'
   * src/common/validation.cpp).
   */
  private static HealthCheck healthCheck(HealthCheckConfiguration check, int port) {
    return HealthCheck.newBuilder()
        .setType(HealthCheck.Type.TCP)
        .setTcp(HealthCheck.TCPCheckInfo.newBuilder().setPort(port))
        .setDelaySeconds(check.delay().toSeconds())
        .setIntervalSeconds(check.interval().toSeconds())
        .setTimeoutSeconds(check.timeout().toSeconds())
        .setGracePeriodSeconds(check.grace().toSeconds())
        .setConsecutiveFailures(check.maxFailures())
        .build();
  }

  private static ByteString data(
      Reservation reservation, TargetConfiguration configuration, Address address) {
    int broker = reservation.brokerId();
    int port = reservation.port();
    SortedMap<String, String> properties = new TreeMap<>(configuration.kafka().overrides());
    fitInternalTopics(properties, configuration.service().count());
    properties.put("broker.id", Integer.toString(broker));
    properties.put("listeners", "PLAINTEXT://" + address.bind() + ":" + port);
    properties.put("advertised.listeners", "PLAINTEXT://" + address.advertised() + ":" + port);
    properties.put("log.dirs", Resources.VOLUME_PATH + "/broker-" + broker);
    properties.put("zookeeper.connect", configuration.kafka().zookeeper());
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("brokerId", broker);
    data.put("kafkaDirectory", configuration.kafka().versionName());
    data.put("heapMb", configuration.broker().heapMb());
    data.put("host", address.advertised());
    data.put("port", port);
    data.put("zookeeper", configuration.kafka().zookeeper());
    data.put("environment", BrokerEnvironment.of(configuration, address.advertised()));
    data.put("properties", properties);
    try {
      return ByteString.copyFrom(JSON.writeValueAsBytes(data));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers can't fail to be written as JSON", e);
    }
  }

  /**
   * Kafka makes its own topics only once there are as many brokers as they are to have replicas,
   * three by default; until then no consumer group works. So a smaller cluster gets fewer, and
   * where the user has said a number that counts. Kafka looks at it when it makes the topics, hence
   * it is no part of the configuration and a larger count restarts nobody.
   */
  private static void fitInternalTopics(SortedMap<String, String> properties, int brokers) {
    INTERNAL_TOPICS.forEach(
        (option, usual) -> {
          if (brokers < usual) {
            properties.putIfAbsent(option, Integer.toString(brokers));
          }
        });
  }
}
