package dcos.kafka.executor.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcos.kafka.executor.task.BrokerTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a broker wrote about itself into ZooKeeper: where it is reached. JSON in all versions of
 * Kafka; the endpoints came with 0.9, the single host and port are older.
 *
 * @param endpoints host:port of each listener, IPv6 addresses in brackets
 */
record Registration(List<String> endpoints) {
  Registration {
    endpoints = List.copyOf(endpoints);
  }

  /** Reads a node's content; what can't be read names no endpoint. */
  static Registration read(byte[] content) {
    List<String> endpoints = new ArrayList<>();
    try {
      for (JsonNode endpoint : new ObjectMapper().readTree(content).path("endpoints")) {
        endpoints.add(hostAndPort(endpoint.asText()));
      }
    } catch (IOException e) {
      endpoints.clear();
    }
    return new Registration(endpoints);
  }

  /** Whether this is where the task's broker says that it is reached. */
  boolean isOf(BrokerTask task) {
    String listeners = task.properties().getOrDefault("listeners", "");
    String advertised = task.properties().getOrDefault("advertised.listeners", listeners);
    String first = advertised.split(",")[0].strip();
    String expected = first.isEmpty() ? task.host() + ":" + task.port() : hostAndPort(first);
    // A listener without a host is registered with the machine's name, which only Kafka finds out.
    return expected.startsWith(":")
        ? endpoints.stream().anyMatch(endpoint -> endpoint.endsWith(expected))
        : endpoints.stream().anyMatch(expected::equalsIgnoreCase);
  }

  private static String hostAndPort(String listener) {
    return listener.substring(listener.indexOf("://") < 0 ? 0 : listener.indexOf("://") + 3);
  }
}
