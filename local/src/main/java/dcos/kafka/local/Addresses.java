package dcos.kafka.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.local.web.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the parts of a DC/OS are: chosen when it begins, and the same ever after, because they are
 * part of what the service keeps and compares.
 *
 * <p>Each agent has a loopback address of its own where the system has more than one, so that each
 * has its own port 9092. Otherwise they share the ports.
 */
final class Addresses {
  private static final String FILE = "addresses.json";
  private static final String NETWORK = "network";
  private static final int ZOOKEEPER_PORT = 2181;
  private static final int MASTER_PORT = 5050;
  private static final int FIRST_BROKER_PORT = 9092;
  private static final int LAST_BROKER_PORT = 10_092;
  private static final int SHARE_OF_PORTS = 40;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final ObjectNode content;

  private Addresses(Path file, ObjectNode content) {
    this.file = file;
    this.content = content;
  }

  /** Those of that folder, at {@link LocalDcosOptions#NETWORK} unless there are some. */
  static Addresses of(Path folder) throws IOException {
    return of(folder, LocalDcosOptions.NETWORK);
  }

  /**
   * Those of that folder.
   *
   * @param network where they are to be, when there are none yet
   * @throws IOException when there are some and they can't be read
   */
  static Addresses of(Path folder, String network) throws IOException {
    Path file = folder.resolve(FILE);
    if (Files.exists(file)) {
      return new Addresses(file, (ObjectNode) JSON.readTree(file.toFile()));
    }
    return new Addresses(file, JSON.createObjectNode().put(NETWORK, network));
  }

  /** Whether a folder is that of a local DC/OS. */
  static boolean exist(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  /** Where everything but the agents and the router listens. */
  String host() {
    return network() + ".1";
  }

  private String network() {
    return content.path(NETWORK).asText(LocalDcosOptions.NETWORK);
  }

  /** The port of ZooKeeper. */
  int zookeeper() throws IOException {
    return port("zookeeper", ZOOKEEPER_PORT);
  }

  /** The port of Mesos master {@code index}, counted from 0. */
  int master(int index) throws IOException {
    return port(index == 0 ? "master" : "master-" + index, MASTER_PORT + index);
  }

  /**
   * What an agent listens on, and offers.
   *
   * @param host its address
   * @param firstPort of those that it offers
   * @param lastPort of those that it offers
   */
  record Agent(String host, int firstPort, int lastPort) {}

  /** How many agents there have been. */
  int agents() {
    return content.path("agents").size();
  }

  /** That of agent {@code index}, counted from 0. */
  Agent agent(int index) throws IOException {
    ArrayNode agents = content.withArrayProperty("agents");
    while (agents.size() <= index) {
      agents.add(choose(agents.size()));
      write();
    }
    return JSON.treeToValue(agents.get(index), Agent.class);
  }

  private ObjectNode choose(int index) {
    String own = network() + "." + (index + 1);
    boolean hasOwn = index < 254 && FreePorts.isFree(own, 0);
    int first = hasOwn ? FIRST_BROKER_PORT : FIRST_BROKER_PORT + index * SHARE_OF_PORTS;
    int last = hasOwn ? LAST_BROKER_PORT : first + SHARE_OF_PORTS - 1;
    String host = hasOwn ? own : host();
    // Another Kafka on this machine may have it.
    while (first < last && !FreePorts.isFree(host, first)) {
      first++;
    }
    return JSON.valueToTree(new Agent(host, first, last));
  }

  private int port(String name, int preferred) throws IOException {
    if (!content.has(name)) {
      content.put(name, FreePorts.preferably(preferred, host()));
      write();
    }
    return content.get(name).intValue();
  }

  private void write() throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), content);
  }
}
