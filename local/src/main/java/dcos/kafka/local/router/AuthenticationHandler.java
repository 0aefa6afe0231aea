package dcos.kafka.local.router;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.local.web.JsonHandler;
import dcos.kafka.local.web.JsonHandler.Answer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets those pass who have logged in, with the login and the header of DC/OS: {@code POST
 * /acs/api/v1/auth/login} answers with a token, and {@code Authorization: token=…} shows it.
 */
final class AuthenticationHandler extends Handler.Wrapper {
  private static final String LOGIN = "/acs/api/v1/auth/login";

  private final Logins logins;

  AuthenticationHandler(Logins logins, Handler next) {
    super(next);
    this.logins = logins;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (Request.getPathInContext(request).equals(LOGIN)) {
      JsonHandler.write(login(request), response, callback);
      return true;
    }
    String authorization =
        Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION)).orElse("");
    if (logins.accepts(authorization)) {
      return super.handle(request, response, callback);
    }
    response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "acsjwt");
    JsonHandler.write(
        unauthorized("Log in at " + LOGIN + ", then send the header Authorization: token=<token>."),
        response,
        callback);
    return true;
  }

  private Answer login(Request request) {
    if (!request.getMethod().equals("POST")) {
      return new Answer(405, problem("Method Not Allowed", "Log in with POST."));
    }
    try {
      ObjectNode body = JsonHandler.body(request);
      return logins
          .login(body.path("uid").asText(), body.path("password").asText())
          .map(token -> Answer.ok(JsonHandler.newObject().put("token", token)))
          .orElseGet(() -> unauthorized("Unknown user, or wrong password."));
    } catch (JsonHandler.BadJsonException e) {
      return new Answer(
          400,
          problem(
              "Bad Request",
              "Log in with {\"uid\": \"…\", \"password\": \"…\"}: " + e.getMessage()));
    }
  }

  private static Answer unauthorized(String description) {
    return new Answer(401, problem("Unauthorized", description));
  }

  private static ObjectNode problem(String title, String description) {
    return JsonHandler.newObject().put("title", title).put("description", description);
  }
}
