package dcos.kafka.api.plans;

import dcos.kafka.api.outcome.Answers;
import dcos.kafka.api.requests.Parameters;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The deploy plan, and every spelling in which the documents steer it. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class PlanResource {

  private static final String STEERING = "{command: continue|interrupt}";

  private final PlanService plans;
  private final Answers answers;

  /** For the service's plans. */
  public PlanResource(PlanService plans, Answers answers) {
    this.plans = plans;
    this.answers = answers;
  }

  /** The plan: 200 when it is complete, else 503 with the same body. */
  @GET
  @Path("plan")
  public Response plan() {
    PlanView view = PlanLookup.plan(plans, PlanService.DEPLOY);
    return Response.status(view.status() == PlanStatus.COMPLETE ? 200 : 503).entity(view).build();
  }

  /** {@code PUT /v1/plan?cmd=continue}. */
  @PUT
  @Path("plan")
  public CompletionStage<Response> put(
      @QueryParam("cmd") @Nullable String command, @BeanParam PlanRequest request) {
    return send(Parameters.required("cmd", command), request);
  }

  /** {@code POST /v1/plan/continue}. */
  @POST
  @Path("plan/{command}")
  public CompletionStage<Response> post(
      @PathParam("command") String command, @BeanParam PlanRequest request) {
    return send(command, request);
  }

  /** {@code PUT /v1/plan/continue}. */
  @PUT
  @Path("plan/{command}")
  public CompletionStage<Response> putCommand(
      @PathParam("command") String command, @BeanParam PlanRequest request) {
    return send(command, request);
  }

  /** {@code GET /v1/plan/continue}: documented as a plain curl. */
  @GET
  @Path("plan/" + STEERING)
  public CompletionStage<Response> get(
      @PathParam("command") String command, @BeanParam PlanRequest request) {
    return send(command, request);
  }

  /** Without this, HEAD would be answered by the GET above, and steer the plan. */
  @HEAD
  @Path("plan/" + STEERING)
  public Response head() {
    return Response.ok().type(MediaType.APPLICATION_JSON_TYPE).build();
  }

  /** {@code POST /v1/continue}. */
  @POST
  @Path(STEERING)
  public CompletionStage<Response> postShort(
      @PathParam("command") String command, @BeanParam PlanRequest request) {
    return send(command, request);
  }

  /** {@code PUT /v1/continue}. */
  @PUT
  @Path(STEERING)
  public CompletionStage<Response> putShort(
      @PathParam("command") String command, @BeanParam PlanRequest request) {
    return send(command, request);
  }

  private CompletionStage<Response> send(String command, PlanRequest request) {
    return request.send(plans, answers, PlanService.DEPLOY, command);
  }
}
