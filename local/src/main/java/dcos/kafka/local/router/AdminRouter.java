package dcos.kafka.local.router;

import dcos.kafka.local.web.WebServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;

/**
 * The one URL: {@code /service/<name>/…} is the service of that name, {@code /marathon/…} and
 * {@code /mesos/…} are Marathon and the leading master.
 */
public final class AdminRouter implements AutoCloseable {
  private final WebServer server;

  private AdminRouter(WebServer server) {
    this.server = server;
  }

  /**
   * Starts to serve.
   *
   * @param address where it listens; port 0 is one that the system chooses
   * @param user who may log in; when empty, everybody may do everything without
   * @throws IOException when it can't listen there
   */
  public static AdminRouter start(
      InetSocketAddress address, Upstreams upstreams, Optional<Credentials> user)
      throws IOException {
    Handler open = new IndexHandler(upstreams, new RoutingHandler(upstreams));
    Handler handler =
        user.<Handler>map(who -> new AuthenticationHandler(new Logins(who), open)).orElse(open);
    return new AdminRouter(WebServer.start("router", address, handler));
  }

  /** Its address, without a slash at the end. */
  public URI uri() {
    return server.uri();
  }

  @Override
  public void close() {
    server.close();
  }
}
