package dcos.kafka.api.events;

import dcos.kafka.api.errors.Problem;
import dcos.kafka.api.requests.Shown;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The journal of what happened and why. */
@Path("/v1/events")
@Produces(MediaType.APPLICATION_JSON)
public final class EventResource {

  private final EventService events;

  /** For the service's journal. */
  public EventResource(EventService events) {
    this.events = events;
  }

  /**
   * The journal, oldest first.
   *
   * @param since only what came after this sequence number, or at or after this time (ISO 8601);
   *     everything when absent
   */
  @GET
  public List<EventView> events(@QueryParam("since") @Nullable String since) {
    return events.events().stream().filter(after(since)).toList();
  }

  private static Predicate<EventView> after(@Nullable String since) {
    if (since == null || since.isBlank()) {
      return event -> true;
    }
    String text = since.strip();
    if (text.matches("\\d{1,18}")) {
      long sequence = Long.parseLong(text);
      return event -> event.sequence() > sequence;
    }
    try {
      Instant time = Instant.parse(text);
      return event -> !event.time().isBefore(time);
    } catch (DateTimeParseException e) {
      throw Problem.badRequest(
          "The parameter \"since\" must be an event's sequence number or a time such as"
              + " 2026-01-31T12:00:00Z, not \""
              + Shown.of(text)
              + "\".");
    }
  }
}
