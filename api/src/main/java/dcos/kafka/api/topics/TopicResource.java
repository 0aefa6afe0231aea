package dcos.kafka.api.topics;

import dcos.kafka.api.outcome.Answers;
import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.requests.Parameters;
import dcos.kafka.api.requests.TakesMore;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Lists, describes, creates and deletes topics, and tells what is wrong with their replicas. */
@Path("/v1/topics")
@Produces(MediaType.APPLICATION_JSON)
public final class TopicResource {

  /** More partitions than any broker can hold: what is above is a typing error. */
  static final int MOST_PARTITIONS = 200_000;

  static final String UNDER_REPLICATED = "under_replicated_partitions";
  static final String UNAVAILABLE = "unavailable_partitions";

  private static final String CONFIG = "config.";

  private final TopicService topics;
  private final Answers answers;

  /** For the service's Kafka. */
  public TopicResource(TopicService topics, Answers answers) {
    this.topics = topics;
    this.answers = answers;
  }

  /** Names of all topics. */
  @GET
  public CompletionStage<Response> list() {
    return answers.json(topics::names);
  }

  /**
   * Creates a topic.
   *
   * @param uri for parameters {@code config.<name>}: Kafka's topic settings
   */
  @POST
  @TakesMore(prefix = CONFIG)
  public CompletionStage<Response> create(
      @QueryParam("name") @Nullable String name,
      @QueryParam("partitions") @Nullable String partitions,
      @QueryParam("replication") @Nullable String replication,
      @Context UriInfo uri) {
    TopicRequest request =
        new TopicRequest(
            TopicNames.creatable(Parameters.required("name", name)),
            (int) Parameters.number("partitions", partitions, 1, MOST_PARTITIONS),
            (short) Parameters.number("replication", replication, 1, Short.MAX_VALUE),
            settings(uri.getQueryParameters()));
    return message(
        () -> topics.create(request), created -> "Output: Created topic \"" + created + "\".\n");
  }

  /** The state of each partition of a topic. */
  @GET
  @Path("{name}")
  public CompletionStage<Response> describe(@PathParam("name") String name) {
    String topic = TopicNames.legal(name);
    return answers.answer(
        () -> topics.describe(topic), states -> Response.ok(TopicDescription.of(states)).build());
  }

  /** The same; the documents show the call with this method. */
  @POST
  @Path("{name}")
  public CompletionStage<Response> describeByPost(@PathParam("name") String name) {
    return describe(name);
  }

  /** Deletes a topic: 200, or 202 where the brokers do not allow it and nothing happens. */
  @DELETE
  @Path("{name}")
  public CompletionStage<Response> delete(@PathParam("name") String name) {
    String topic = TopicNames.legal(name);
    String message =
        "Topic "
            + topic
            + " is marked for deletion.\n"
            + "Note: This will have no impact if delete.topic.enable is not set to true.\n";
    return answers.answer(
        () -> topics.delete(topic),
        deletion ->
            Response.status(deletion == TopicService.Deletion.MARKED ? 200 : 202)
                .entity(new TopicMessage(message))
                .build());
  }

  /** The offsets of a topic at a time, by partition. */
  @GET
  @Path("{name}/offsets")
  public CompletionStage<Response> offsets(
      @PathParam("name") String name, @QueryParam("time") @Nullable String time) {
    String topic = TopicNames.legal(name);
    OffsetTime at = OffsetTimes.parse(time);
    return answers.answer(
        () -> topics.offsets(topic, at),
        offsets -> {
          List<Map<String, String>> each =
              offsets.entrySet().stream()
                  .map(one -> Map.of(String.valueOf(one.getKey()), one.getValue()))
                  .toList();
          return Response.ok(each).build();
        });
  }

  /** Partitions with fewer in-sync replicas than replicas. */
  @GET
  @Path(UNDER_REPLICATED)
  public CompletionStage<Response> underReplicated() {
    return message(topics::underReplicated, TopicResource::output);
  }

  /** Partitions without an available leader. */
  @GET
  @Path(UNAVAILABLE)
  public CompletionStage<Response> unavailable() {
    return message(topics::unavailable, TopicResource::output);
  }

  private CompletionStage<Response> message(
      Supplier<CompletionStage<Outcome<String>>> call, UnaryOperator<String> words) {
    return answers.answer(call, value -> Response.ok(new TopicMessage(words.apply(value))).build());
  }

  private static String output(String lines) {
    return lines.isEmpty() ? "" : "Output: " + lines;
  }

  private static Map<String, String> settings(MultivaluedMap<String, String> parameters) {
    Map<String, String> settings = new TreeMap<>();
    parameters.forEach(
        (name, values) -> {
          if (name.startsWith(CONFIG)) {
            settings.put(name.substring(CONFIG.length()), values.get(0));
          }
        });
    return settings;
  }
}
