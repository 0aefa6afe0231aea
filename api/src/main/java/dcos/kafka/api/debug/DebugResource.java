package dcos.kafka.api.debug;

import dcos.kafka.api.outcome.Answers;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Why the service does what it does. */
@Path("/v1/debug")
@Produces(MediaType.APPLICATION_JSON)
public final class DebugResource {

  private final DebugService debug;
  private final Answers answers;

  /** For the service's own explanations. */
  public DebugResource(DebugService debug, Answers answers) {
    this.debug = debug;
    this.answers = answers;
  }

  /** What waits for offers, and why the last ones did not do. */
  @GET
  @Path("offers")
  public OffersView offers() {
    return debug.offers();
  }

  /** Whether the next broker may be touched, and what stands against it. */
  @GET
  @Path("gate")
  public GateView gate() {
    return debug.gate();
  }

  /** The reservation ledger. */
  @GET
  @Path("reservations")
  public List<ReservationView> reservations() {
    return debug.reservations();
  }

  /** Releases a stray, the volume on it destroyed. */
  @POST
  @Path("reservations/{id}/release")
  public CompletionStage<Response> release(@PathParam("id") String id) {
    return answers.answer(
        () -> debug.release(id),
        released ->
            Response.ok(
                    Map.of(
                        "message",
                        "Reservation "
                            + released
                            + " is released as soon as its agent offers it; what is on it is"
                            + " destroyed."))
                .build());
  }
}
