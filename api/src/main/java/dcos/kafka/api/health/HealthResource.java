package dcos.kafka.api.health;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Whether the service is well: 200 when it is, else 503, and why. */
@Path("/v1/health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {

  private final HealthService health;

  /** For the service's health. */
  public HealthResource(HealthService health) {
    this.health = health;
  }

  /** How the service is now. */
  @GET
  public Response health() {
    HealthView view = health.health();
    return Response.status(view.healthy() ? 200 : 503).entity(view).build();
  }
}
