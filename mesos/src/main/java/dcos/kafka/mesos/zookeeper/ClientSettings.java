package dcos.kafka.mesos.zookeeper;

import java.util.List;
import org.apache.zookeeper.client.ZKClientConfig;

/**
 * ZooKeeper's own settings of a client, from the JVM's system properties, which operators may set.
 * Where none is set there is nothing to take over. ZooKeeper's code does it all the same, for which
 * it has the JVM read every certificate authority: a tenth of a second of processor time, while a
 * broker waits.
 */
final class ClientSettings extends ZKClientConfig {
  private static final List<String> PREFIXES = List.of("zookeeper.", "jute.", "sun.security.jgss.");

  @Override
  protected void handleBackwardCompatibility() {
    boolean anySet =
        System.getProperties().stringPropertyNames().stream()
            .anyMatch(name -> PREFIXES.stream().anyMatch(name::startsWith));
    if (anySet) {
      super.handleBackwardCompatibility();
    }
  }
}
