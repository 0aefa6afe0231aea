package dcos.kafka.local.router;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A page at {@code /} with links to what there is; everything else goes to the next handler. */
final class IndexHandler extends Handler.Wrapper {
  private static final List<String> SERVICE_PAGES =
      List.of("v1/plan", "v1/brokers", "v1/topics", "v1/endpoints/broker", "v1/debug/offers");
  private static final List<String> OTHER_PAGES = List.of("marathon/v2/apps", "mesos/state");

  private final Upstreams upstreams;

  IndexHandler(Upstreams upstreams, Handler next) {
    super(next);
    this.upstreams = upstreams;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!Request.getPathInContext(request).equals("/") || !request.getMethod().equals("GET")) {
      return super.handle(request, response, callback);
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");
    Content.Sink.write(response, true, page(), callback);
    return true;
  }

  private String page() {
    Stream<String> services =
        upstreams.services().stream()
            .map(name -> name.replaceFirst("^/", ""))
            .flatMap(name -> SERVICE_PAGES.stream().map(page -> "service/" + name + "/" + page));
    String links =
        Stream.concat(services, OTHER_PAGES.stream())
            .map(path -> "<li><a href=\"/" + path + "\">/" + path + "</a></li>\n")
            .collect(Collectors.joining());
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Local DC/OS</title></head>
        <body>
        <h1>Local DC/OS</h1>
        <ul>
        %s</ul>
        </body>
        </html>
        """
        .formatted(links);
  }
}
