package dcos.kafka.api.plans;

import dcos.kafka.api.outcome.Answers;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** All plans, in the newer dialect. */
@Path("/v1/plans")
@Produces(MediaType.APPLICATION_JSON)
public final class PlansResource {

  private final PlanService plans;
  private final Answers answers;

  /** For the service's plans. */
  public PlansResource(PlanService plans, Answers answers) {
    this.plans = plans;
    this.answers = answers;
  }

  /** Names of the plans. */
  @GET
  public List<String> names() {
    return plans.names();
  }

  /** A plan: 200 when it is complete, else 202 with the same body. */
  @GET
  @Path("{plan}")
  public Response plan(@PathParam("plan") String plan) {
    PlanView view = PlanLookup.plan(plans, plan);
    return Response.status(view.status() == PlanStatus.COMPLETE ? 200 : 202).entity(view).build();
  }

  /** Steers a plan: continue, interrupt, restart, forceComplete. */
  @POST
  @Path("{plan}/{command}")
  public CompletionStage<Response> post(
      @PathParam("plan") String plan,
      @PathParam("command") String command,
      @BeanParam PlanRequest request) {
    return request.send(plans, answers, plan, command);
  }

  /** The same with PUT. */
  @PUT
  @Path("{plan}/{command}")
  public CompletionStage<Response> put(
      @PathParam("plan") String plan,
      @PathParam("command") String command,
      @BeanParam PlanRequest request) {
    return request.send(plans, answers, plan, command);
  }
}
