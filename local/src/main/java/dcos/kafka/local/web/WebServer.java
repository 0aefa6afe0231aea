package dcos.kafka.local.web;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** An HTTP server on one address. Safe for use by several threads. */
public final class WebServer implements AutoCloseable {
  private static final int MAX_THREADS = 40;
  private static final int MIN_THREADS = 4;

  private final Server server;
  private final ServerConnector connector;

  private WebServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Starts to serve.
   *
   * @param name what its threads are called
   * @param address where it listens; port 0 is one that the system chooses
   * @param handler what answers; URIs reach it as they came, whatever is encoded in them
   * @throws PortTakenException when another program listens there
   * @throws IOException when it can't listen for another reason
   */
  public static WebServer start(String name, InetSocketAddress address, Handler handler)
      throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    threads.setName(name);
    threads.setDaemon(true);
    Server server = new Server(threads);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    ServerConnector connector =
        new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
    connector.setHost(address.getAddress().getHostAddress());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(0);
    server.addConnector(connector);
    server.setHandler(handler);
    try {
      server.start();
    } catch (Exception e) {
      stop(server);
      throw refused(address, e);
    }
    return new WebServer(server, connector);
  }

  /** The port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Its address, without a slash at the end. */
  public URI uri() {
    return URI.create("http://" + connector.getHost() + ":" + port());
  }

  @Override
  public void close() {
    stop(server);
  }

  private static IOException refused(InetSocketAddress address, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return new PortTakenException(address, cause);
      }
    }
    return new IOException("Can't listen on " + address + ": " + e.getMessage(), e);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The HTTP server doesn't stop", e);
    }
  }

  /** Another program listens where we want to. */
  public static final class PortTakenException extends IOException {
    private static final long serialVersionUID = 1;

    PortTakenException(InetSocketAddress address, Throwable cause) {
      super(
          "Port "
              + address.getPort()
              + " of "
              + address.getAddress().getHostAddress()
              + " can't be had ("
              + cause.getMessage()
              + ")",
          cause);
    }
  }
}
