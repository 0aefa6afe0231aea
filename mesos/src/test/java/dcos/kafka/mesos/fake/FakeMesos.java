package dcos.kafka.mesos.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocketFactory;

/**
 * An HTTP server that does nothing by itself: the test takes each request as it comes and decides
 * what becomes of it, down to the bytes and the end of the connection.
 */
public final class FakeMesos implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;

  private final ServerSocket server;
  private final String scheme;
  private final LinkedBlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final List<Socket> sockets = new ArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  public FakeMesos() {
    this(ServerSocketFactory.getDefault(), 0);
  }

  public FakeMesos(ServerSocketFactory factory, int port) {
    try {
      server = factory.createServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    scheme = factory instanceof SSLServerSocketFactory ? "https" : "http";
    start(this::accept);
  }

  public URI uri() {
    return URI.create(scheme + "://127.0.0.1:" + port());
  }

  public int port() {
    return server.getLocalPort();
  }

  /** The next request of any connection; waits for it. */
  public Request next() throws InterruptedException {
    Request request = requests.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(request).as("a request").isNotNull();
    return request;
  }

  /** How many requests came that the test hasn't taken. */
  public int untaken() {
    return requests.size();
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = server.accept();
        synchronized (sockets) {
          sockets.add(socket);
        }
        int connection = connections.incrementAndGet();
        start(() -> serve(socket, connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket, int connection) {
    try {
      while (true) {
        requests.add(Request.read(socket, connection));
      }
    } catch (IOException e) {
      // The client closed the connection, or the test did.
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "fake-mesos");
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends every connection, as a process that dies. */
  @Override
  public void close() {
    try {
      server.close();
      synchronized (sockets) {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
