package dcos.kafka.api.pods;

import dcos.kafka.api.brokers.BrokerService;
import dcos.kafka.api.brokers.BrokerView;
import dcos.kafka.api.brokers.RestartOptions;
import dcos.kafka.api.errors.Problem;
import dcos.kafka.api.outcome.Answers;
import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.pods.PodStatus.Commanded;
import dcos.kafka.api.pods.PodStatus.Instance;
import dcos.kafka.api.pods.PodStatus.PodType;
import dcos.kafka.api.pods.PodStatus.ServiceStatus;
import dcos.kafka.api.pods.PodStatus.Task;
import dcos.kafka.api.requests.Parameters;
import dcos.kafka.api.requests.Shown;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brokers as pods, so that tools written for the newer dialect keep working. */
@Path("/v1/pod")
@Produces(MediaType.APPLICATION_JSON)
public final class PodResource {

  private static final String TYPE = "kafka";
  private static final Pattern NAME = Pattern.compile(TYPE + "-(\\d{1,9})");

  private final String service;
  private final BrokerService brokers;
  private final Answers answers;

  /**
   * For the service's brokers.
   *
   * @param service the service's name
   */
  public PodResource(String service, BrokerService brokers, Answers answers) {
    this.service = service;
    this.brokers = brokers;
    this.answers = answers;
  }

  /** Names of all pods. */
  @GET
  public List<String> list() {
    return brokers.ids().stream().sorted().map(PodResource::name).toList();
  }

  /** The state of all pods. */
  @GET
  @Path("status")
  public ServiceStatus status() {
    List<Instance> instances =
        brokers.ids().stream()
            .sorted()
            .flatMap(id -> brokers.broker(id).stream())
            .map(PodResource::instance)
            .toList();
    return new ServiceStatus(service, List.of(new PodType(TYPE, instances)));
  }

  /** The state of a pod. */
  @GET
  @Path("{pod}/status")
  public Instance podStatus(@PathParam("pod") String pod) {
    return instance(broker(pod));
  }

  /** Restarts a pod in place. */
  @POST
  @Path("{pod}/restart")
  public CompletionStage<Response> restart(
      @PathParam("pod") String pod,
      @QueryParam("force") @Nullable String force,
      @QueryParam("dryRun") @Nullable String dryRun) {
    return command(pod, force, dryRun, brokers::restart);
  }

  /** Gives up a pod's volume and places it anew. */
  @POST
  @Path("{pod}/replace")
  public CompletionStage<Response> replace(
      @PathParam("pod") String pod,
      @QueryParam("force") @Nullable String force,
      @QueryParam("dryRun") @Nullable String dryRun) {
    return command(pod, force, dryRun, brokers::replace);
  }

  private CompletionStage<Response> command(
      String pod,
      @Nullable String force,
      @Nullable String dryRun,
      BiFunction<Integer, RestartOptions, CompletionStage<Outcome<List<String>>>> command) {
    BrokerView broker = broker(pod);
    RestartOptions options =
        new RestartOptions(Parameters.flag("force", force), Parameters.flag("dryRun", dryRun));
    return answers.answer(
        () -> command.apply(broker.id(), options),
        stopped -> Response.ok(new Commanded(pod, List.of(broker.name()))).build());
  }

  private BrokerView broker(String pod) {
    Matcher name = NAME.matcher(pod);
    return (name.matches()
            ? brokers.broker(Integer.parseInt(name.group(1)))
            : Optional.<BrokerView>empty())
        .orElseThrow(
            () ->
                Problem.notFound(
                    "There is no pod \""
                        + Shown.of(pod)
                        + "\". GET /v1/pod lists those there are."));
  }

  private static Instance instance(BrokerView broker) {
    return new Instance(
        name(broker.id()),
        broker
            .taskId()
            .map(id -> new Task(id, broker.name(), broker.taskState().orElse(broker.state())))
            .stream()
            .toList());
  }

  private static String name(int id) {
    return TYPE + "-" + id;
  }
}
