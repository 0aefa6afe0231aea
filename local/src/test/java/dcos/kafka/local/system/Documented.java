package dcos.kafka.local.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares an answer with the documented one. Values there are examples; keys and types are the
 * contract, and so is the wording of sentences, but for numbers and statuses in them. More keys,
 * and more words at the end of a sentence, are no difference.
 */
final class Documented {
  private Documented() {}

  /** Places at which {@code actual} is not what it should be, with what is wrong there. */
  static Map<String, String> differences(JsonNode documented, JsonNode actual) {
    Map<String, String> found = new TreeMap<>();
    compare("", documented, actual, found);
    return found;
  }

  private static void compare(
      String place, JsonNode documented, JsonNode actual, Map<String, String> found) {
    if (documented.getNodeType() != actual.getNodeType()) {
      found.put(place, "documented " + documented + ", is " + actual);
    } else if (documented.isObject()) {
      compareFields(place, documented, actual, found);
    } else if (documented.isArray()) {
      compareElements(place, documented, actual, found);
    } else if (documented.isTextual() && isSentence(documented.textValue())) {
      compareSentences(place, documented.textValue(), actual.textValue(), found);
    }
  }

  private static void compareFields(
      String place, JsonNode documented, JsonNode actual, Map<String, String> found) {
    if (isByNumber(documented)) {
      if (!isByNumber(actual)) {
        found.put(place, "documented by number, is by " + new TreeSet<>(keys(actual)));
      } else {
        compare(place + ".n", documented.iterator().next(), actual.iterator().next(), found);
      }
      return;
    }
    for (String key : keys(documented)) {
      String inner = place.isEmpty() ? key : place + "." + key;
      if (actual.has(key)) {
        compare(inner, documented.get(key), actual.get(key), found);
      } else {
        found.put(inner, "missing");
      }
    }
  }

  /**
   * Each like the documented one at its place, and where there are fewer of those, like the last.
   */
  private static void compareElements(
      String place, JsonNode documented, JsonNode actual, Map<String, String> found) {
    if (documented.isEmpty()) {
      return;
    }
    if (actual.isEmpty()) {
      found.put(place, "empty");
    }
    for (int i = 0; i < actual.size(); i++) {
      compare(
          place + "[]", documented.get(Math.min(i, documented.size() - 1)), actual.get(i), found);
    }
  }

  private static void compareSentences(
      String place, String documented, String actual, Map<String, String> found) {
    if (!bare(actual).startsWith(bare(documented))) {
      found.put(place, "documented \"" + documented + "\", is \"" + actual + "\"");
    }
  }

  private static boolean isSentence(String text) {
    return text.contains(" ") && !text.startsWith("Update to: ");
  }

  /** Without what is different each time: numbers, and the status of a step. */
  private static String bare(String sentence) {
    return sentence
        .replaceAll("\\d+(\\.\\d+)?", "0")
        .replaceAll("COMPLETE|IN_PROGRESS|PENDING|WAITING", "COMPLETE");
  }

  private static boolean isByNumber(JsonNode object) {
    return !object.isEmpty() && keys(object).stream().allMatch(key -> key.matches("\\d+"));
  }

  private static List<String> keys(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }
}
