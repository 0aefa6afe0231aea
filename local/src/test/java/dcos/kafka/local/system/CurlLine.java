package dcos.kafka.local.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code curl} line of the documentation, understood as curl understands it, so that no curl is
 * needed to run it.
 *
 * @param authorization the header of that name, with the name of the token's variable in it
 * @param data what is posted
 */
record CurlLine(
    String method, String path, Optional<String> authorization, Optional<JsonNode> data) {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
  private static final Pattern PLACE = Pattern.compile("(?:<dcos_url>|\\$DCOS_URI)(/.*)");
  private static final String AUTHORIZATION = "Authorization: ";

  static CurlLine parse(String line) {
    List<String> words = words(line);
    Optional<String> method = Optional.empty();
    Optional<String> path = Optional.empty();
    Optional<String> authorization = Optional.empty();
    Optional<JsonNode> data = Optional.empty();
    for (int i = 1; i < words.size(); i++) {
      switch (words.get(i)) {
        case "-X" -> method = Optional.of(words.get(++i));
        case "--data" -> data = Optional.of(json(words.get(++i)));
        case "-H" -> {
          String header = words.get(++i);
          if (header.startsWith(AUTHORIZATION)) {
            authorization = Optional.of(header.substring(AUTHORIZATION.length()));
          }
        }
        default -> {
          Matcher place = PLACE.matcher(words.get(i));
          if (!place.matches()) {
            throw new IllegalArgumentException(words.get(i) + " of " + line);
          }
          path = Optional.of(place.group(1));
        }
      }
    }
    return new CurlLine(
        method.orElse(data.isPresent() ? "POST" : "GET"), path.orElseThrow(), authorization, data);
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      words.add(
          Optional.ofNullable(word.group(1))
              .or(() -> Optional.ofNullable(word.group(2)))
              .orElseGet(() -> word.group(3)));
    }
    return words;
  }

  private static JsonNode json(String text) {
    try {
      return Http.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
