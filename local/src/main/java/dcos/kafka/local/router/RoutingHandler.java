package dcos.kafka.local.router;

import dcos.kafka.local.web.JsonHandler;
import dcos.kafka.local.web.JsonHandler.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Passes requests on, bodies and answers as streams, whatever the method. */
final class RoutingHandler extends ProxyHandler {
  private static final long CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int MAX_CONNECTIONS_TO_ONE = 1_000;
  private static final String ROUTE = RoutingHandler.class.getName() + ".route";

  private static final Pattern NOT_IN_A_URI =
      Pattern.compile("%(?![0-9A-Fa-f]{2})|[^%!$&-;=?-Z_a-z~]");

  private final Upstreams upstreams;

  RoutingHandler(Upstreams upstreams) {
    this.upstreams = upstreams;
  }

  @Override
  protected void configureHttpClient(HttpClient client) {
    super.configureHttpClient(client);
    client.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
    client.setMaxConnectionsPerDestination(MAX_CONNECTIONS_TO_ONE);
    // An event stream may be silent for long.
    client.setIdleTimeout(0);
    client.setFollowRedirects(false);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Route route = Route.of(request.getHttpURI().getPath(), upstreams);
    if (route instanceof Route.To) {
      request.setAttribute(ROUTE, route);
      return super.handle(request, response, callback);
    }
    JsonHandler.write(
        route instanceof Route.Down down
            ? Answer.error(
                503, down.name() + " doesn't run at the moment; try again in a few seconds.")
            : Answer.error(
                404,
                "There is nothing at "
                    + request.getHttpURI().getPath()
                    + "; / lists what there is."),
        response,
        callback);
    return true;
  }

  @Override
  protected HttpURI rewriteHttpURI(Request request) {
    if (!(request.getAttribute(ROUTE) instanceof Route.To to)) {
      throw new IllegalStateException("Only requests with a route come here");
    }
    String query = request.getHttpURI().getQuery();
    return HttpURI.from(
        to.target() + encoded(to.path()) + (query == null ? "" : "?" + encoded(query)));
  }

  /**
   * What a URI can't have, encoded, so that whoever it is for can say what is wrong with it: {@code
   * %zz}, or a {@code <} as in the documentation's {@code <id>}.
   */
  private static String encoded(String part) {
    return NOT_IN_A_URI
        .matcher(part)
        .replaceAll(wrong -> URLEncoder.encode(wrong.group(), StandardCharsets.UTF_8));
  }

  @Override
  protected void onServerToProxyResponseFailure(
      Request clientToProxyRequest,
      org.eclipse.jetty.client.Request proxyToServerRequest,
      org.eclipse.jetty.client.Response serverToProxyResponse,
      Response proxyToClientResponse,
      Callback proxyToClientCallback,
      Throwable failure) {
    if (proxyToClientResponse.isCommitted()) {
      proxyToClientCallback.failed(failure);
    } else {
      proxyToClientResponse.reset();
      JsonHandler.write(
          Answer.error(
              502,
              proxyToServerRequest.getURI().getAuthority()
                  + " doesn't answer; it may be about to start: try again in a few seconds."),
          proxyToClientResponse,
          proxyToClientCallback);
    }
  }
}
