package dcos.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.TextNode;
import dcos.kafka.api.DocumentExamples.Example;
import dcos.kafka.api.outcome.Answers;
import dcos.kafka.api.plans.PlanRequest;
import dcos.kafka.api.testing.FakeService;
import dcos.kafka.api.testing.RunningApi;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.jaxrs2.Reader;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The OpenAPI document is what the resources are: made of their annotations, the first sentences of
 * their documentation, and the examples of docs/rest-api.md. After a change of the API: {@code mvn
 * -o test -pl api -Dtest=OpenApiTest -Dopenapi.write=true}.
 */
class OpenApiTest {

  private static final java.nio.file.Path KEPT =
      java.nio.file.Path.of("src/main/resources/dcos/kafka/api/openapi/openapi.json");

  private static final java.nio.file.Path SOURCES = java.nio.file.Path.of("src/main/java");

  /** There to say which endpoints exist. */
  private static final String NEVER_SUCCEEDS = "/v1/endpoints/{name}";

  @RegisterExtension static final RunningApi api = new RunningApi();

  @Test
  void theKeptDocumentIsWhatTheResourcesAre() throws IOException {
    String made = document();
    if (Boolean.getBoolean("openapi.write")) {
      Files.writeString(KEPT, made);
    }

    assertThat(made)
        .as("run: mvn -o test -pl api -Dtest=OpenApiTest -Dopenapi.write=true")
        .isEqualTo(Files.readString(KEPT));
  }

  @Test
  void itIsServed() throws IOException {
    RunningApi.Answer answer = api.get("/v1/openapi.json");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(Files.readString(KEPT));
    assertThat(answer.json().get("openapi").asText()).startsWith("3.");
    assertThat(answer.json().at("/paths/~1v1~1topics/post/parameters")).hasSize(3);
  }

  private static String document() throws IOException {
    OpenAPI openApi =
        new OpenAPI()
            .info(
                new Info()
                    .title("The DC/OS Kafka service")
                    .version("v1")
                    .description("Runs Apache Kafka on Apache Mesos."));
    for (Object component :
        RestApi.components(
            new FakeService().services(), new Answers(Runnable::run, Duration.ofSeconds(1), 1))) {
      if (component.getClass().isAnnotationPresent(Path.class)) {
        String source = source(component.getClass());
        OpenAPI one = new Reader(new OpenAPI()).read(component.getClass());
        one.getPaths()
            .forEach(
                (path, item) -> {
                  item.setHead(null);
                  item.readOperationsMap().forEach((m, op) -> explain(path, m, op, source));
                  merge(openApi, path, item);
                });
        Optional.ofNullable(one.getComponents())
            .map(Components::getSchemas)
            .ifPresent(schemas -> schemas.forEach(openApi::schema));
      }
    }
    openApi.getPaths().remove(NEVER_SUCCEEDS);
    openApi.schema("JsonNode", new Schema<>().description("Any JSON value."));
    openApi.getComponents().getSchemas().remove(PlanRequest.class.getSimpleName());
    openApi.schema(
        "Error",
        new ObjectSchema()
            .addProperty("code", new IntegerSchema())
            .addProperty("message", new StringSchema()));
    return Json.mapper()
            .writer(
                SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .writeValueAsString(openApi)
        + "\n";
  }

  private static void merge(OpenAPI openApi, String path, PathItem item) {
    PathItem there = openApi.getPaths() == null ? null : openApi.getPaths().get(path);
    if (there == null) {
      openApi.path(path, item);
    } else {
      item.readOperationsMap().forEach(there::operation);
    }
  }

  private static void explain(
      String path, PathItem.HttpMethod method, Operation operation, String source) {
    // Jersey's name of a method that several spellings share ends with a number.
    operation.summary(summary(source, operation.getOperationId().replaceAll("_\\d+$", "")));
    operation.operationId(null);
    if (operation.getRequestBody() != null) {
      // No call has a body: what the generator takes for one are the parameters in a bean.
      operation.requestBody(null);
      Arrays.stream(PlanRequest.class.getDeclaredFields())
          .map(field -> field.getAnnotation(QueryParam.class).value())
          .map(name -> new Parameter().in("query").name(name).schema(new StringSchema()))
          .forEach(operation::addParametersItem);
    }
    ApiResponses responses = new ApiResponses();
    Content usual =
        Optional.ofNullable(operation.getResponses().getDefault())
            .map(ApiResponse::getContent)
            .orElseGet(Content::new);
    DocumentExamples.all().stream()
        .filter(example -> example.shows(method.name(), path))
        .filter(example -> example.status() < 400 || example.status() == 503)
        .findFirst()
        .ifPresent(
            example ->
                responses.addApiResponse(
                    String.valueOf(example.status()),
                    new ApiResponse()
                        .description("As in the example.")
                        .content(content(usual, example))));
    responses.setDefault(
        new ApiResponse()
            .description("What is wrong, and what to do.")
            .content(
                new Content()
                    .addMediaType(
                        "application/json",
                        new MediaType()
                            .schema(new Schema<>().$ref("#/components/schemas/Error")))));
    operation.setResponses(responses);
  }

  private static Content content(Content usual, Example example) {
    JsonNode value = value(example.body());
    String type = value instanceof TextNode ? "text/plain" : "application/json";
    Schema<?> schema =
        Optional.ofNullable(usual.get(type))
            .map(MediaType::getSchema)
            .filter(
                known ->
                    known.get$ref() != null
                        || known.getProperties() != null
                        || known.getItems() != null)
            .orElse(null);
    return new Content()
        .addMediaType(
            type, new MediaType().schema(schema == null ? like(value) : schema).example(value));
  }

  private static Schema<?> like(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> new ArraySchema().items(like(value.get(0)));
      case OBJECT -> new ObjectSchema();
      case BOOLEAN -> new BooleanSchema();
      default -> new StringSchema();
    };
  }

  private static JsonNode value(String body) {
    try {
      return new ObjectMapper().readTree(body);
    } catch (IOException e) {
      return new TextNode(body);
    }
  }

  /** The first sentence of a method's documentation. */
  private static String summary(String source, String method) {
    Matcher documentation =
        Pattern.compile(
                "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+(?:@[^\n]*\\s+)*public [^=;{(]*\\b"
                    + method
                    + "\\(",
                Pattern.DOTALL)
            .matcher(source);
    if (!documentation.find()) {
      return "";
    }
    String text =
        documentation
            .group(1)
            .replaceAll("\\s*\n\\s*\\*? ?", " ")
            .replaceAll("\\{@code ([^}]*)}", "$1")
            .strip();
    return List.of(text.split("(?<=[.])\\s")).get(0);
  }

  private static String source(Class<?> type) throws IOException {
    return Files.readString(SOURCES.resolve(type.getName().replace('.', '/') + ".java"));
  }
}
