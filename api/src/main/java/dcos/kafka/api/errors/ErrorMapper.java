package dcos.kafka.api.errors;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns whatever goes wrong into an answer with one shape and a sentence. Also those that Jersey
 * finds before a resource is asked: unknown path, method or media type. A defect of ours is the
 * only way to a 500; the answer then names the place in the log.
 */
public final class ErrorMapper implements ExceptionMapper<Throwable> {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorMapper.class);

  @Context private @Nullable UriInfo uri;
  @Context private @Nullable Request request;

  @Override
  public Response toResponse(Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof WebApplicationException known) {
      return explain(known);
    }
    if (cause instanceof EofException) {
      return Problem.response(400, "The client went away before it was answered.");
    }
    String reference = UUID.randomUUID().toString();
    LOG.error("Defect {} while answering {}", reference, asked(), cause);
    return Problem.response(
        500,
        "The service has a defect that this request brought to light. Its log has the details under "
            + reference
            + ".");
  }

  private Response explain(WebApplicationException known) {
    Response response = known.getResponse();
    if (response.hasEntity() || response.getStatus() < 400) {
      return response;
    }
    Response explained = Problem.response(response.getStatus(), sentence(response));
    return allowed(response)
        .map(methods -> Response.fromResponse(explained).header(HttpHeaders.ALLOW, methods).build())
        .orElse(explained);
  }

  /** The methods that a path has, in an order that stays; Jersey leaves out HEAD. */
  private static Optional<String> allowed(Response response) {
    return Optional.ofNullable(response.getHeaderString(HttpHeaders.ALLOW))
        .map(
            methods -> {
              Set<String> all = new TreeSet<>(List.of(methods.split(",\\s*")));
              if (all.contains("GET")) {
                all.add("HEAD");
              }
              return String.join(", ", all);
            });
  }

  private String sentence(Response response) {
    return switch (response.getStatus()) {
      case 404 ->
          "There is nothing at "
              + path()
              + ". The calls that there are: GET /v1/openapi.json, or docs/rest-api.md.";
      case 405 ->
          asked()
              + " is not possible"
              + allowed(response).map(methods -> "; possible here: " + methods + ".").orElse(".");
      case 406 ->
          path() + " can't be answered in the media type of the Accept header; leave it out.";
      case 413 -> "The request is larger than this service takes; its calls need no body.";
      case 415 ->
          path() + " does not take a body of this Content-Type; this call needs no body at all.";
      default -> asked() + " can't be understood: " + response.getStatusInfo().getReasonPhrase();
    };
  }

  private String asked() {
    return (request == null ? "This" : request.getMethod()) + " " + path();
  }

  private String path() {
    return uri == null ? "this path" : "/" + uri.getPath(false);
  }
}
