package dcos.kafka.api.errors;

import io.dropwizard.jersey.errors.ErrorMessage;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Answers that say what is wrong, in Dropwizard's shape: {@code {"code": 404, "message": "…"}}. */
public final class Problem {

  private Problem() {}

  /**
   * The answer as a response.
   *
   * @param status an HTTP status, 400 to 599
   * @param message a sentence for the one who asked: what is wrong with what, and what to do
   */
  public static Response response(int status, String message) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(new ErrorMessage(status, message))
        .build();
  }

  /** The same, to throw out of a resource. */
  public static WebApplicationException of(int status, String message) {
    return new WebApplicationException(message, response(status, message));
  }

  /** The request can't be meant like this. */
  public static WebApplicationException badRequest(String message) {
    return of(400, message);
  }

  /** What is asked for does not exist. */
  public static WebApplicationException notFound(String message) {
    return of(404, message);
  }
}
