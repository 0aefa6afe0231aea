package dcos.kafka.local.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The original documentation of the product, which isn't part of the project: where a copy of it is
 * at hand, the project's own table of its calls is compared with it.
 */
final class ProductDocumentation {
  /** Names the file. */
  private static final String VARIABLE = "PRODUCT_DOCS";

  private static final Pattern CURL = Pattern.compile("(?m)^(?:\\$ )?(curl .*\\S)");
  private static final Pattern REQUEST =
      Pattern.compile("(?m)^((?:GET|PUT|POST|DELETE) )(?:<dcos_url>)?(/\\S*) HTTP/1.1");

  /** What may be between a call and its answer. */
  private static final Pattern ANSWER =
      Pattern.compile("\\s*(?:(?:GET|PUT|POST|DELETE) \\S+ HTTP/1.1\\s*)?([\\[{][\\s\\S]*)");

  /** Examples have remarks in them, and commas at the end of lists. */
  private static final ObjectMapper LENIENT =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();

  private final String text;

  private ProductDocumentation(String text) {
    this.text = text;
  }

  /** In a file that the environment names, or in a folder beside the checkout. */
  static Optional<ProductDocumentation> find() throws IOException {
    Optional<Path> file = Optional.ofNullable(System.getenv(VARIABLE)).map(Path::of);
    if (file.isEmpty()) {
      try (Stream<Path> folders = Files.list(Path.of("../..").toAbsolutePath().normalize())) {
        file =
            folders
                .map(folder -> folder.resolve("product-docs.txt"))
                .filter(Files::isReadable)
                .findFirst();
      }
    }
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(new ProductDocumentation(Files.readString(file.get())));
  }

  /**
   * A call.
   *
   * @param answer what is shown beneath it, where that can be read
   */
  record Call(String line, Optional<JsonNode> answer) {}

  /** Every {@code curl}, in order. */
  List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    Matcher line = CURL.matcher(text);
    while (line.find()) {
      calls.add(new Call(line.group(1), answer(text.substring(line.end()))));
    }
    return calls;
  }

  /** Every line of a request, as {@code PUT /service/kafka/v1/continue}. */
  List<String> requests() {
    return REQUEST.matcher(text).results().map(each -> each.group(1) + each.group(2)).toList();
  }

  private static Optional<JsonNode> answer(String after) {
    Matcher answer = ANSWER.matcher(after);
    if (!answer.lookingAt()) {
      return Optional.empty();
    }
    // An ellipsis stands for keys, and quotes and ends of lines have lost what they began with.
    String json =
        answer
            .group(1)
            .replace("[...]", "")
            .replaceAll("topic \"(\\w+)\"\\.n", "topic \\\\\"$1\\\\\".\\\\n")
            .replaceAll("(affected|succeeded!|deletion\\.|true\\.|99\\.9th\\.)n", "$1\\\\n");
    try {
      return Optional.of(LENIENT.readTree(json));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
