package dcos.kafka.scheduler.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcos.kafka.api.topics.PartitionState;
import dcos.kafka.scheduler.kafka.observation.Registration;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Where Kafka keeps what in ZooKeeper, and how it writes it. Fields that are missing or unknown are
 * not an error: versions differ.
 */
final class ZookeeperNodes {

  static final String BROKERS = "/brokers/ids";
  static final String TOPICS = "/brokers/topics";
  static final String DELETIONS = "/admin/delete_topics";
  static final String CONTROLLER = "/controller";

  /** A sequential node is added here with each change of a topic's or broker's dynamic settings. */
  static final String CONFIG_CHANGES = "/config/changes";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern BROKER = Pattern.compile(BROKERS + "/(\\d+)");
  private static final Pattern TOPIC = Pattern.compile(TOPICS + "/([^/]+)");
  private static final Pattern STATE = Pattern.compile(TOPICS + "/([^/]+)/partitions/(\\d+)/state");
  private static final Pattern ENDPOINT = Pattern.compile("[^:]+://(.*):(\\d+)");

  private ZookeeperNodes() {}

  static String broker(int id) {
    return BROKERS + "/" + id;
  }

  static String topic(String topic) {
    return TOPICS + "/" + topic;
  }

  static String deletion(String topic) {
    return DELETIONS + "/" + topic;
  }

  static String state(PartitionId id) {
    return topic(id.topic()) + "/partitions/" + id.number() + "/state";
  }

  static Optional<Integer> brokerOf(String path) {
    Matcher matcher = BROKER.matcher(path);
    return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
  }

  static Optional<String> topicOf(String path) {
    Matcher matcher = TOPIC.matcher(path);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  static Optional<PartitionId> partitionOf(String statePath) {
    Matcher matcher = STATE.matcher(statePath);
    return matcher.matches()
        ? Optional.of(new PartitionId(matcher.group(1), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /**
   * A broker's registration; a broker without plain listener has its address only among the
   * endpoints.
   */
  static Optional<Registration> registration(int id, KafkaZookeeper.Node node) {
    JsonNode json = parse(node.data());
    String host = json.path("host").asText("");
    int port = json.path("port").asInt(-1);
    if (host.isEmpty() || host.equals("null") || port < 0) {
      Matcher endpoint = ENDPOINT.matcher(json.path("endpoints").path(0).asText(""));
      if (!endpoint.matches()) {
        return Optional.empty();
      }
      host = endpoint.group(1);
      port = Integer.parseInt(endpoint.group(2));
    }
    return Optional.of(
        new Registration(
            id, host, port, Instant.ofEpochMilli(node.stat().getCtime()), node.stat().getCzxid()));
  }

  static OptionalInt controller(KafkaZookeeper.Node node) {
    int id = parse(node.data()).path("brokerid").asInt(-1);
    return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** Which brokers each partition of a topic is assigned to. */
  static SortedMap<Integer, List<Integer>> assignment(KafkaZookeeper.Node topic) {
    SortedMap<Integer, List<Integer>> assignment = new TreeMap<>();
    parse(topic.data())
        .path("partitions")
        .properties()
        .forEach(entry -> assignment.put(Integer.valueOf(entry.getKey()), ints(entry.getValue())));
    return assignment;
  }

  static PartitionState state(int partition, KafkaZookeeper.Node node) {
    JsonNode json = parse(node.data());
    return new PartitionState(
        partition,
        json.path("controller_epoch").asInt(),
        ints(json.path("isr")),
        json.path("leader").asInt(PartitionReplicas.NO_LEADER),
        json.path("leader_epoch").asInt(),
        json.path("version").asInt(1));
  }

  /** Of a partition that no controller has written anything about yet. */
  static PartitionState noState(int partition) {
    return new PartitionState(partition, 0, List.of(), PartitionReplicas.NO_LEADER, 0, 1);
  }

  private static List<Integer> ints(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asInt).toList();
  }

  private static JsonNode parse(byte[] data) {
    try {
      JsonNode json = JSON.readTree(data);
      return json == null ? JSON.missingNode() : json;
    } catch (IOException e) {
      // Something else wrote here; what depends on it is then unknown, not fatal.
      return JSON.missingNode();
    }
  }
}
