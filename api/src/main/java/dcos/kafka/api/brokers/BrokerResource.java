package dcos.kafka.api.brokers;

import dcos.kafka.api.errors.Problem;
import dcos.kafka.api.outcome.Answers;
import dcos.kafka.api.requests.BrokerIds;
import dcos.kafka.api.requests.Parameters;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lists, shows, restarts and replaces brokers. */
@Path("/v1/brokers")
@Produces(MediaType.APPLICATION_JSON)
public final class BrokerResource {

  private final BrokerService brokers;
  private final Answers answers;

  /** For the service's brokers. */
  public BrokerResource(BrokerService brokers, Answers answers) {
    this.brokers = brokers;
    this.answers = answers;
  }

  /** Every broker that the service has launched, alive or not. */
  @GET
  public BrokerList list() {
    return new BrokerList(brokers.ids().stream().sorted().map(String::valueOf).toList());
  }

  /** What is known of one broker. */
  @GET
  @Path("{id}")
  public BrokerView broker(@PathParam("id") String id) {
    int number = BrokerIds.parse(id);
    return brokers.broker(number).orElseThrow(() -> Problem.notFound(BrokerIds.unknown(number)));
  }

  /**
   * Restarts a broker in place or replaces it.
   *
   * @param replace give up its volume and place it anew
   * @param force although the gate or data at risk speak against it
   * @param dryRun only say what would happen
   */
  @PUT
  @Path("{id}")
  public CompletionStage<Response> restart(
      @PathParam("id") String id,
      @QueryParam("replace") @Nullable String replace,
      @QueryParam("force") @Nullable String force,
      @QueryParam("dryRun") @Nullable String dryRun) {
    int number = BrokerIds.parse(id);
    boolean replacing = Parameters.flag("replace", replace);
    RestartOptions options =
        new RestartOptions(Parameters.flag("force", force), Parameters.flag("dryRun", dryRun));
    return answers.json(
        () -> replacing ? brokers.replace(number, options) : brokers.restart(number, options));
  }
}
