package dcos.kafka.api.errors;

import com.fasterxml.jackson.databind.ObjectMapper;
import dcos.kafka.api.json.ApiJson;
import dcos.kafka.api.security.SecurityHeaders;
import io.dropwizard.jersey.errors.ErrorMessage;
import java.io.IOException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers for what Jetty refuses before Jersey sees it (a path that can't be decoded, headers too
 * long), in the same shape as every other error; by itself Jetty sends HTML. To be set at the
 * server and at the application's context.
 */
public final class JettyErrors extends ErrorHandler {

  private static final ObjectMapper JSON = ApiJson.configure(new ObjectMapper());

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback)
      throws IOException {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    SecurityHeaders.ALL.forEach((name, value) -> response.getHeaders().put(name, value));
    if (HttpMethod.HEAD.is(request.getMethod())) {
      callback.succeeded();
      return;
    }
    byte[] body = JSON.writeValueAsBytes(new ErrorMessage(code, sentence(code, message)));
    response.write(true, BufferUtil.toBuffer(body), callback);
  }

  /** What to look at, where the server itself has only a word for it. */
  private static String hint(int code, String message, boolean noMore) {
    if (message.startsWith("Ambiguous")) {
      return "; a name in a path can't have slashes in it, nor be empty, . or ..";
    }
    return switch (code) {
      case 400 -> noMore ? "; look at the encoding of its path and at its headers" : "";
      case 405 -> "; this API has GET, HEAD, OPTIONS, POST, PUT and DELETE";
      case 414, 431 -> "; path, parameters and headers may have 8 KB together";
      default -> "";
    };
  }

  private static String sentence(int code, @Nullable String message) {
    String standard = HttpStatus.getMessage(code);
    if (code >= 500 || message == null || message.isBlank()) {
      return "This request can't be answered: " + standard + ".";
    }
    return "This request can't be understood: "
        + message
        + hint(code, message, message.equals(standard))
        + ".";
  }
}
