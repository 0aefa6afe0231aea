package dcos.kafka.local.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.local.web.JsonHandler;
import java.time.Instant;
import java.util.Optional;

/**
 * What one health check has found so far.
 *
 * @param alive by the last check; empty before the first
 * @param consecutiveFailures that count
 * @param lastSuccess when
 * @param lastFailure when
 * @param cause of the last failure
 */
record Health(
    Optional<Boolean> alive,
    int consecutiveFailures,
    Optional<Instant> lastSuccess,
    Optional<Instant> lastFailure,
    Optional<String> cause) {
  static final Health UNKNOWN =
      new Health(Optional.empty(), 0, Optional.empty(), Optional.empty(), Optional.empty());

  Health succeeded(Instant at) {
    return new Health(Optional.of(true), 0, Optional.of(at), lastFailure, Optional.empty());
  }

  /**
   * @param counts false within the grace period
   */
  Health failed(Instant at, String why, boolean counts) {
    return new Health(
        Optional.of(false),
        counts ? consecutiveFailures + 1 : consecutiveFailures,
        lastSuccess,
        Optional.of(at),
        Optional.of(why));
  }

  /** As in {@code healthCheckResults} of Marathon. */
  ObjectNode json(String taskId) {
    ObjectNode json = JsonHandler.newObject();
    json.put("taskId", taskId);
    json.put("alive", alive.orElse(false));
    json.put("consecutiveFailures", consecutiveFailures);
    lastSuccess.ifPresent(at -> json.put("lastSuccess", at.toString()));
    lastFailure.ifPresent(at -> json.put("lastFailure", at.toString()));
    cause.ifPresent(why -> json.put("lastFailureCause", why));
    return json;
  }
}
