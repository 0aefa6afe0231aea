package dcos.kafka.api.state;

import dcos.kafka.api.errors.Problem;
import dcos.kafka.api.requests.Shown;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** What the service remembers about itself. */
@Path("/v1/state")
@Produces(MediaType.APPLICATION_JSON)
public final class StateResource {

  private static final String SUPPRESSED = "suppressed";

  private final StateService state;

  /** For the service's state. */
  public StateResource(StateService state) {
    this.state = state;
  }

  /** The framework's id, in a list as clients expect it. */
  @GET
  @Path("frameworkId")
  public List<String> frameworkId() {
    return List.of(
        state
            .frameworkId()
            .orElseThrow(
                () ->
                    Problem.notFound(
                        "Mesos has not given the service a framework id yet."
                            + " GET /v1/health says what it waits for.")));
  }

  /** Names of the properties. */
  @GET
  @Path("properties")
  public List<String> properties() {
    return List.of(SUPPRESSED);
  }

  /** A property: bare JSON. */
  @GET
  @Path("properties/{name}")
  public boolean property(@PathParam("name") String name) {
    if (!name.equals(SUPPRESSED)) {
      throw Problem.notFound(
          "There is no property \"" + Shown.of(name) + "\"; there is " + SUPPRESSED + ".");
    }
    return state.suppressed();
  }
}
