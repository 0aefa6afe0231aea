package dcos.kafka.api.connection;

import java.util.List;

/**
 * Where clients find the brokers.
 *
 * @param address {@code host:port} of each registered broker
 * @param dns the DNS name and port of each registered broker, in the same order
 * @param vips names and ports of virtual addresses that lead to any broker
 */
public record BrokerEndpoints(List<String> address, List<String> dns, List<String> vips) {
  /** Copies, so that an answer never changes. */
  public BrokerEndpoints {
    address = List.copyOf(address);
    dns = List.copyOf(dns);
    vips = List.copyOf(vips);
  }
}
