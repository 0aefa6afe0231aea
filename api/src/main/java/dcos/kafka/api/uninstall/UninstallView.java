package dcos.kafka.api.uninstall;

import java.util.List;

/**
 * What an uninstall destroys.
 *
 * @param message a sentence for people
 * @param brokers the names of the brokers that there are
 * @param volumes how many volumes with data there are
 * @param agents the host names of the agents that hold anything of the service
 * @param zookeeper the nodes that are removed, {@code host:port/path}
 */
public record UninstallView(
    String message,
    List<String> brokers,
    int volumes,
    List<String> agents,
    List<String> zookeeper) {

  /** Copies, so that a view never changes. */
  public UninstallView {
    brokers = List.copyOf(brokers);
    agents = List.copyOf(agents);
    zookeeper = List.copyOf(zookeeper);
  }
}
