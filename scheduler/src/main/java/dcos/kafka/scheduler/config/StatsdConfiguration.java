package dcos.kafka.scheduler.config;

/**
 * Where a broker's metrics are sent by StatsD's protocol.
 *
 * @param host the receiver's host name or address, empty for none
 * @param port the receiver's UDP port, 0 for none
 */
public record StatsdConfiguration(String host, int port) {

  /** No metrics are sent. */
  public static StatsdConfiguration defaults() {
    return new StatsdConfiguration("", 0);
  }

  /** Whether metrics are sent at all: both host and port are given. */
  public boolean enabled() {
    return !host.isEmpty() && port != 0;
  }
}
