package dcos.kafka.api.debug;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Why the service does what it does. */
@Path("/v1/debug")
@Produces(MediaType.APPLICATION_JSON)
public final class DebugResource {

  private final DebugService debug;

  /** For the service's own explanations. */
  public DebugResource(DebugService debug) {
    this.debug = debug;
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
}
