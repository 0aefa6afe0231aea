package dcos.kafka.mesos.connection;

import java.net.URI;
import java.util.Optional;

/**
 * The answer to an HTTP request.
 *
 * @param status HTTP status code
 * @param streamId the header Mesos-Stream-Id, which a master sends with a subscription
 * @param location where a 307 points, resolved against the request; empty when there is none or it
 *     isn't an address to follow
 * @param body the text, empty for the answer to a subscription
 */
public record Answer(int status, Optional<String> streamId, Optional<URI> location, String body) {
  /** A proxy's whole page would bury the line it is in. */
  private static final int SHOWN = 300;

  /** Status and the beginning of the text, for a log line or a listener. */
  public String describe() {
    String text = body.strip();
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return text.isEmpty() ? "HTTP status " + status : "HTTP status " + status + ": " + shown;
  }
}
