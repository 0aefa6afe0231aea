package dcos.kafka.executor.metrics;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Java agent that tells a StatsD receiver, again and again, what the JVM that it is in shows by
 * JMX. The executor gives it to the broker where a receiver is configured; else there is no trace
 * of it.
 *
 * <p>It can't hurt the broker: it is one daemon thread, reads only, and sends datagrams, which wait
 * for nobody. A receiver that is away or whose name is unknown is said once in the broker's output,
 * and tried again the next time.
 */
public final class StatsdAgent {
  /** Where to send to, as DC/OS' metrics module names it; that is why it works there unasked. */
  public static final String HOST_VARIABLE = "STATSD_UDP_HOST";

  /** The UDP port there. */
  public static final String PORT_VARIABLE = "STATSD_UDP_PORT";

  private static final long INTERVAL_MILLIS = 10_000;

  private final String host;
  private final int port;
  private final MetricBeans beans;
  private String problem = "";

  StatsdAgent(String host, int port, MetricBeans beans) {
    this.host = host;
    this.port = port;
    this.beans = beans;
  }

  /**
   * The option of a JVM that loads the agent; none where the JVM's environment names no receiver,
   * or where this class is not in an archive, as the option takes nothing else.
   *
   * @param environment of the JVM to be
   * @param directory in which it will be started; its archive is named from there, since start
   *     scripts break paths at spaces
   * @param prefix of all names, without a dot at its end
   */
  public static Optional<String> option(
      Map<String, String> environment, Path directory, String prefix) {
    boolean wanted =
        !environment.getOrDefault(HOST_VARIABLE, "").isBlank()
            && environment.getOrDefault(PORT_VARIABLE, "").matches("[1-9][0-9]{0,4}");
    return wanted
        ? archive().map(jar -> "-javaagent:" + from(directory, jar) + "=" + prefix)
        : Optional.empty();
  }

  private static Path from(Path directory, Path jar) {
    return jar.startsWith(directory) ? directory.relativize(jar) : jar;
  }

  private static Optional<Path> archive() {
    try {
      Path code =
          Path.of(StatsdAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isRegularFile(code) ? Optional.of(code.toAbsolutePath()) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /**
   * Called by the JVM before the broker's own {@code main}.
   *
   * @param prefix of all names
   */
  public static void premain(String prefix) {
    Thread thread = new Thread(() -> run(prefix, System.getenv()), "statsd");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
  }

  private static void run(String prefix, Map<String, String> environment) {
    try (DatagramSocket socket = new DatagramSocket()) {
      Thread.sleep(INTERVAL_MILLIS);
      StatsdAgent agent =
          new StatsdAgent(
              environment.getOrDefault(HOST_VARIABLE, "").strip(),
              Integer.parseInt(environment.getOrDefault(PORT_VARIABLE, "")),
              new MetricBeans(ManagementFactory.getPlatformMBeanServer(), prefix));
      while (true) {
        agent.tell(socket);
        Thread.sleep(INTERVAL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      System.err.println("No metrics are sent to StatsD any more: " + e);
    }
  }

  /** Sends all there is, once. */
  void tell(DatagramSocket socket) {
    String now;
    try {
      InetAddress address = InetAddress.getByName(host);
      List<String> packets = StatsdLines.packets(beans.read());
      for (String packet : packets) {
        byte[] bytes = packet.getBytes(StandardCharsets.US_ASCII);
        socket.send(new DatagramPacket(bytes, bytes.length, address, port));
      }
      now = "";
    } catch (IOException | RuntimeException e) {
      now = e.toString();
    }
    if (!now.equals(problem) && !now.isEmpty()) {
      System.err.println(
          "The broker's metrics can't be sent to StatsD at "
              + host
              + ":"
              + port
              + " ("
              + now
              + "). The broker goes on, and it is tried again every "
              + INTERVAL_MILLIS / 1000
              + " s.");
    }
    problem = now;
  }
}
