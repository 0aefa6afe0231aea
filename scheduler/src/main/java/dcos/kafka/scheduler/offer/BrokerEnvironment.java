package dcos.kafka.scheduler.offer;

import dcos.kafka.scheduler.config.JmxConfiguration;
import dcos.kafka.scheduler.config.StatsdConfiguration;
import dcos.kafka.scheduler.config.TargetConfiguration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the broker's process finds in its environment, beyond what its executor puts there by
 * itself: how it can be watched.
 */
final class BrokerEnvironment {

  private BrokerEnvironment() {}

  /**
   * The variables, ascending by name. The receiver of metrics has the names that DC/OS' own metrics
   * module gives it, so that the executor finds either; what is configured wins.
   *
   * @param host under which others reach the broker
   */
  static SortedMap<String, String> of(TargetConfiguration configuration, String host) {
    SortedMap<String, String> variables = new TreeMap<>();
    variables.put("FRAMEWORK_NAME", configuration.service().name());
    StatsdConfiguration statsd = configuration.broker().statsd();
    if (statsd.enabled()) {
      variables.put("STATSD_UDP_HOST", statsd.host());
      variables.put("STATSD_UDP_PORT", Integer.toString(statsd.port()));
    }
    JmxConfiguration jmx = configuration.broker().jmx();
    if (jmx.enabled()) {
      variables.put("KAFKA_JMX_OPTS", options(jmx, host));
    }
    return variables;
  }

  /**
   * The JVM opens the port whenever it is given one, whatever else it is told, so that without
   * remote JMX it must not be given. With it, connections go to that one port (the JVM would take a
   * second one at random) and to the address that the broker itself is reached at (the JVM would
   * take what the machine thinks is its name).
   */
  private static String options(JmxConfiguration jmx, String host) {
    StringBuilder options = new StringBuilder("-Dcom.sun.management.jmxremote");
    if (!jmx.remote()) {
      return options.toString();
    }
    option(options, ".port", Integer.toString(jmx.remotePort()));
    option(options, ".rmi.port", Integer.toString(jmx.remotePort()));
    option(options, ".registry.ssl", Boolean.toString(jmx.ssl().registry()));
    option(options, ".ssl", Boolean.toString(jmx.ssl().enabled()));
    option(options, ".ssl.enabled.protocols", jmx.ssl().enabledProtocols());
    option(options, ".ssl.enabled.cipher.suites", jmx.ssl().enabledCipherSuites());
    option(options, ".ssl.need.client.auth", Boolean.toString(jmx.ssl().needClientAuth()));
    option(options, ".authenticate", Boolean.toString(jmx.authentication().enabled()));
    option(options, ".password.file", jmx.authentication().passwordFile());
    option(options, ".access.file", jmx.authentication().accessFile());
    option(options, ".login.config", jmx.authentication().loginConfig());
    return options.append(" -Djava.rmi.server.hostname=").append(host).toString();
  }

  private static void option(StringBuilder options, String name, String value) {
    if (!value.isEmpty()) {
      options.append(" -Dcom.sun.management.jmxremote").append(name).append('=').append(value);
    }
  }
}
