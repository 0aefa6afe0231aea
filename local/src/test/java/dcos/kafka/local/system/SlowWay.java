package dcos.kafka.local.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A way to a server on which all that goes in either direction takes as long as one likes. */
final class SlowWay implements AutoCloseable {
  private static final int CHUNK = 16 * 1024;

  private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final InetSocketAddress server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "slow-way");
            thread.setDaemon(true);
            return thread;
          });
  private volatile long millis;

  /** To {@code host:port}, at first without delay. */
  SlowWay(String server) throws IOException {
    String[] parts = server.split(":");
    this.server = new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
    threads.execute(this::accept);
  }

  /** Where it begins, {@code host:port}. */
  String address() {
    return entrance.getInetAddress().getHostAddress() + ":" + entrance.getLocalPort();
  }

  /** From now on each chunk, of a request or an answer, takes so long. */
  void delay(long milliseconds) {
    millis = milliseconds;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = entrance.accept();
        open.add(client);
        Socket behind = new Socket();
        open.add(behind);
        threads.execute(() -> connect(client, behind));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void connect(Socket client, Socket behind) {
    try {
      behind.connect(server);
      threads.execute(() -> pass(behind, client));
      pass(client, behind);
    } catch (IOException refused) {
      end(client);
    }
  }

  private void pass(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] chunk = new byte[CHUNK];
      for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
        TimeUnit.MILLISECONDS.sleep(millis);
        out.write(chunk, 0, length);
      }
    } catch (IOException broken) {
      // Both ends learn of it below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end(from);
    end(to);
  }

  private void end(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // Gone anyway.
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    threads.shutdownNow();
    open.forEach(this::end);
  }
}
