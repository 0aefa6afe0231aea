package dcos.kafka.api.topics;

import dcos.kafka.api.errors.Problem;
import dcos.kafka.api.outcome.Answers;
import dcos.kafka.api.requests.Parameters;
import dcos.kafka.api.requests.Shown;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Operations on a topic, in both dialects: growing it, and Kafka's producer benchmark. */
@Path("/v1/topics")
@Produces(MediaType.APPLICATION_JSON)
public final class TopicOperations {

  private static final String POSSIBLE = "possible are producer-test and partitions.";

  /** Bounds what a benchmark writes: 10 GB at the fixed record size of 1024 bytes. */
  private static final long MOST_MESSAGES = 10_000_000;

  private final TopicService topics;
  private final Answers answers;

  /** For the service's Kafka. */
  public TopicOperations(TopicService topics, Answers answers) {
    this.topics = topics;
    this.answers = answers;
  }

  /**
   * {@code PUT /v1/topics/topic1?operation=partitions&partitions=2}.
   *
   * @param operation {@code partitions} or {@code producer-test}
   * @param partitions how many there shall be
   * @param messages how many records the benchmark sends
   */
  @PUT
  @Path("{name}")
  public CompletionStage<Response> operate(
      @PathParam("name") String name,
      @QueryParam("operation") @Nullable String operation,
      @QueryParam("partitions") @Nullable String partitions,
      @QueryParam("messages") @Nullable String messages) {
    if (operation == null || operation.isBlank()) {
      throw Problem.badRequest("The parameter \"operation\" is missing; " + POSSIBLE);
    }
    return operateAt(name, operation, partitions, messages);
  }

  /** {@code PUT /v1/topics/topic1/operation/partitions?partitions=2}. */
  @PUT
  @Path("{name}/operation/{operation}")
  public CompletionStage<Response> operateAt(
      @PathParam("name") String name,
      @PathParam("operation") String operation,
      @QueryParam("partitions") @Nullable String partitions,
      @QueryParam("messages") @Nullable String messages) {
    String topic = TopicNames.legal(name);
    return switch (operation) {
      case "partitions" -> {
        Parameters.none(operation, "messages", messages);
        yield grow(
            topic,
            (int) Parameters.number("partitions", partitions, 1, TopicResource.MOST_PARTITIONS));
      }
      case "producer-test" -> {
        Parameters.none(operation, "partitions", partitions);
        yield ProducerTestAnswer.start(
            topics.producerTest(topic, Parameters.number("messages", messages, 1, MOST_MESSAGES)),
            answers.writers());
      }
      default ->
          throw Problem.badRequest(
              "There is no operation \"" + Shown.of(operation) + "\"; " + POSSIBLE);
    };
  }

  private CompletionStage<Response> grow(String topic, int partitions) {
    return answers.answer(
        () -> topics.partitions(topic, partitions),
        warning -> Response.ok(new TopicMessage("Output: " + warning)).build());
  }
}
