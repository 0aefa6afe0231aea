package dcos.kafka.local.marathon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Ports that nobody listens on, below those that the system gives to outgoing connections: one of
 * these could be taken in the moment before the app listens.
 */
final class FreePorts {
  private static final int FIRST = 20_000;
  private static final int LAST = 29_999;

  private FreePorts() {}

  /**
   * The ports that an app gets: the wanted ones as they are, and a free one for each 0.
   *
   * @throws IOException when there is no free one
   */
  static List<Integer> choose(List<AppDefinition.PortDefinition> wanted, String host)
      throws IOException {
    Set<Integer> chosen = new LinkedHashSet<>();
    for (AppDefinition.PortDefinition port : wanted) {
      chosen.add(port.port() == 0 ? free(host, chosen) : port.port());
    }
    return List.copyOf(chosen);
  }

  private static int free(String host, Set<Integer> taken) throws IOException {
    RandomGenerator random = RandomGenerator.getDefault();
    int span = LAST - FIRST + 1;
    int start = random.nextInt(span);
    for (int i = 0; i < span; i++) {
      int port = FIRST + (start + i) % span;
      if (!taken.contains(port) && isFree(host, port)) {
        return port;
      }
    }
    throw new IOException("No port between " + FIRST + " and " + LAST + " is free");
  }

  private static boolean isFree(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
