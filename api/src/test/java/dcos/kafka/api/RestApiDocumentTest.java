package dcos.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.api.DocumentExamples.Example;
import dcos.kafka.api.outcome.Answers;
import dcos.kafka.api.testing.DocumentedService;
import dcos.kafka.api.testing.FakeService;
import dcos.kafka.api.testing.RunningApi;
import dcos.kafka.api.testing.RunningApi.Answer;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/rest-api.md is true and whole: its examples are run, and every call of the resources has
 * one.
 */
class RestApiDocumentTest {

  @RegisterExtension static final RunningApi api = new RunningApi();

  /** A call that a resource has; the path is a pattern. */
  record Call(String method, String template) {}

  @BeforeEach
  void asDocumented() {
    DocumentedService.setUp(api.service());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void answersAsTheDocumentSays(Example example) {
    Answer answer = api.send(example.method(), example.path());

    assertThat(answer.status()).isEqualTo(example.status());
    assertThat(answer.body()).isEqualTo(example.body());
  }

  @Test
  void theDocumentMissesNoCall() {
    List<Example> examples = examples();

    assertThat(calls())
        .hasSizeGreaterThan(40)
        .allSatisfy(
            call ->
                assertThat(examples)
                    .as(call.toString())
                    .anyMatch(example -> example.shows(call.method(), call.template())));
  }

  static List<Example> examples() {
    return DocumentExamples.all();
  }

  private static List<Call> calls() {
    Answers answers = new Answers(Runnable::run, Duration.ofSeconds(1), 1);
    return RestApi.components(new FakeService().services(), answers).stream()
        .map(Object::getClass)
        .filter(type -> type.isAnnotationPresent(Path.class))
        .flatMap(type -> calls(Resource.from(type), ""))
        .filter(call -> !Set.of("HEAD", "OPTIONS").contains(call.method()))
        .filter(call -> !call.template().equals("/v1/openapi.json"))
        .toList();
  }

  private static Stream<Call> calls(Resource resource, String above) {
    String path = above + (resource.getPath().startsWith("/") ? "" : "/") + resource.getPath();
    return Stream.concat(
        resource.getResourceMethods().stream()
            .map(ResourceMethod::getHttpMethod)
            .map(method -> new Call(method, path)),
        resource.getChildResources().stream().flatMap(child -> calls(child, path)));
  }
}
