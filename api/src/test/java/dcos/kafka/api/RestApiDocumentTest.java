package dcos.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.api.outcome.Answers;
import dcos.kafka.api.testing.DocumentedService;
import dcos.kafka.api.testing.FakeService;
import dcos.kafka.api.testing.RunningApi;
import dcos.kafka.api.testing.RunningApi.Answer;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final java.nio.file.Path DOCUMENT =
      java.nio.file.Path.of("..", "docs", "rest-api.md");

  private static final Pattern EXAMPLE =
      Pattern.compile("```http\n([A-Z]+) (\\S+)\n\n(\\d+)\n(.*?)\n```\n", Pattern.DOTALL);

  @RegisterExtension static final RunningApi api = new RunningApi();

  /** A call and what the document says is answered. */
  record Example(String method, String path, int status, String body) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** A call that a resource has; the path is a pattern. */
  record Call(String method, String template) {
    boolean isShownBy(Example example) {
      String path = example.path().replaceAll("\\?.*", "");
      String pattern =
          template.replaceAll("\\{\\w+: ?([^}]*)}", "($1)").replaceAll("\\{\\w+}", "[^/]+");
      return example.method().equals(method) && path.matches(pattern);
    }
  }

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
  void theDocumentMissesNoCall() throws IOException {
    List<Example> examples = examples();

    assertThat(calls())
        .hasSizeGreaterThan(40)
        .allSatisfy(call -> assertThat(examples).as(call.toString()).anyMatch(call::isShownBy));
  }

  static List<Example> examples() throws IOException {
    Matcher matcher = EXAMPLE.matcher(Files.readString(DOCUMENT));
    return matcher
        .results()
        .map(
            found ->
                new Example(
                    found.group(1),
                    found.group(2),
                    Integer.parseInt(found.group(3)),
                    found.group(4)))
        .toList();
  }

  private static List<Call> calls() {
    Answers answers = new Answers(Runnable::run, Duration.ofSeconds(1), 1);
    return RestApi.components(new FakeService().services(), answers).stream()
        .map(Object::getClass)
        .filter(type -> type.isAnnotationPresent(Path.class))
        .flatMap(type -> calls(Resource.from(type), ""))
        .filter(call -> !Set.of("HEAD", "OPTIONS").contains(call.method()))
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
