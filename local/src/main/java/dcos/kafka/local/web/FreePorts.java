package dcos.kafka.local.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Ports that nobody listens on, below those that the system gives to outgoing connections: one of
 * these could be taken in the moment before it is used.
 */
public final class FreePorts {
  private static final int FIRST = 20_000;
  private static final int LAST = 29_999;

  private FreePorts() {}

  /**
   * Any free port.
   *
   * @param host the address that it is to be free on
   * @param except what it must not be
   * @throws IOException when there is no free one
   */
  public static int any(String host, Set<Integer> except) throws IOException {
    RandomGenerator random = RandomGenerator.getDefault();
    int span = LAST - FIRST + 1;
    int start = random.nextInt(span);
    for (int i = 0; i < span; i++) {
      int port = FIRST + (start + i) % span;
      if (!except.contains(port) && isFree(host, port)) {
        return port;
      }
    }
    throw new IOException("No port between " + FIRST + " and " + LAST + " is free.");
  }

  /** That port when it is free, and any other one otherwise. */
  public static int preferably(int port, String host) throws IOException {
    return isFree(host, port) ? port : any(host, Set.of());
  }

  /** Whether nobody listens there, and we may. */
  public static boolean isFree(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
