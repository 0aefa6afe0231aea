package dcos.kafka.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The examples of docs/rest-api.md. */
final class DocumentExamples {

  private static final Path DOCUMENT = Path.of("..", "docs", "rest-api.md");

  private static final Pattern EXAMPLE =
      Pattern.compile("```http\n([A-Z]+) (\\S+)\n\n(\\d+)\n(.*?)\n```\n", Pattern.DOTALL);

  private DocumentExamples() {}

  /** A call and what the document says is answered. */
  record Example(String method, String path, int status, String body) {

    /** Whether it is of this call. */
    boolean shows(String callMethod, String template) {
      String pattern =
          template.replaceAll("\\{\\w+: ?([^}]*)}", "($1)").replaceAll("\\{\\w+}", "[^/]+");
      return method.equals(callMethod) && path.replaceAll("\\?.*", "").matches(pattern);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** All of them, in order. */
  static List<Example> all() {
    try {
      return EXAMPLE
          .matcher(Files.readString(DOCUMENT))
          .results()
          .map(
              found ->
                  new Example(
                      found.group(1),
                      found.group(2),
                      Integer.parseInt(found.group(3)),
                      found.group(4)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
