package dcos.kafka.local.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares what was recorded with what we get. Ids that a server makes are different each time, so
 * it learns which stands for which, and holds on to that. Times and ports are not compared, nor the
 * order of what Mesos keeps in no order.
 */
final class Unifier {
  private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
  private static final String MADE_ID = UUID + "(?:-[SO]\\d+|-\\d{4}(?!\\d))?";
  private static final String BYTES_ID = "[A-Za-z0-9+/]{22}==";
  private static final Pattern IDS = Pattern.compile(MADE_ID + "|^" + BYTES_ID + "$");
  private static final Pattern PORTS = Pattern.compile("(127\\.0\\.0\\.\\d+):\\d+");
  private static final Pattern WORK_DIR = Pattern.compile("^/.*?/(?=slaves/)");

  private static final Set<String> NOT_COMPARED =
      Set.of(
          "timestamp",
          "heartbeat_interval_seconds",
          "nanoseconds",
          "port",
          "executor_pid",
          "registered_time",
          "reregistered_time",
          "unregistered_time",
          "start_time",
          "elected_time",
          "MESOS_EXECUTOR_AUTHENTICATION_TOKEN");

  /** Arrays that mean a set. */
  private static final Set<String> UNORDERED =
      Set.of(
          "resources",
          "capabilities",
          "slaves",
          "agents",
          "total_resources",
          "unreserved_resources_full",
          "offered_resources_full",
          "used_resources_full",
          "kafka-role",
          "children");

  private Map<String, String> known = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();
  private final Set<String> differences;

  /**
   * {@code differences} are the fields, as {@code parent.field}, that are known to be only in the
   * recording.
   */
  Unifier(Set<String> differences) {
    this.differences = differences;
  }

  static final class Mismatch extends AssertionError {
    private static final long serialVersionUID = 1;

    Mismatch(String message) {
      super(message);
    }
  }

  void learn(String recorded, String ours) {
    known.put(recorded, ours);
  }

  /** A text of the recording that stands for another one here, such as the place of a file. */
  void learnText(String recorded, String ours) {
    texts.put(recorded, ours);
  }

  /** All ids in there were made by the recorded client, so they stay what they are. */
  void keep(JsonNode ofClient) {
    Matcher ids = Pattern.compile(UUID).matcher(ofClient.toString());
    while (ids.find()) {
      known.putIfAbsent(ids.group(), ids.group());
    }
  }

  /** What the recorded client said, with our ids. */
  JsonNode ours(JsonNode recorded) {
    if (recorded instanceof ObjectNode object) {
      ObjectNode copy = object.objectNode();
      object.fields().forEachRemaining(field -> copy.set(field.getKey(), ours(field.getValue())));
      return copy;
    } else if (recorded instanceof ArrayNode array) {
      ArrayNode copy = array.arrayNode();
      array.forEach(element -> copy.add(ours(element)));
      return copy;
    }
    return recorded.isTextual() ? TextNode.valueOf(ours(recorded.asText())) : recorded;
  }

  String ours(String recorded) {
    String text = recorded;
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      text = text.replace(entry.getKey(), entry.getValue());
    }
    return IDS.matcher(text)
        .replaceAll(id -> Matcher.quoteReplacement(known.getOrDefault(id.group(), id.group())));
  }

  /** Whether they are the same; only then what was learned is kept. */
  boolean matches(JsonNode recorded, JsonNode ours) {
    Map<String, String> before = new HashMap<>(known);
    try {
      check(recorded, ours);
      return true;
    } catch (Mismatch e) {
      known = before;
      return false;
    }
  }

  void check(JsonNode recorded, JsonNode ours) {
    check(recorded, ours, "", "");
  }

  private void check(JsonNode recorded, JsonNode ours, String field, String path) {
    if (NOT_COMPARED.contains(field)) {
      return;
    }
    if (recorded.isObject() && ours.isObject()) {
      checkObject(recorded, ours, field, path);
    } else if (recorded.isArray() && ours.isArray()) {
      if (UNORDERED.contains(field)) {
        checkSet(recorded, ours, path);
      } else {
        same(recorded.size() == ours.size(), recorded, ours, path);
        for (int i = 0; i < recorded.size(); i++) {
          check(recorded.get(i), ours.get(i), field, path + "[" + i + "]");
        }
      }
    } else if (recorded.isTextual() && ours.isTextual()) {
      same(sameText(recorded.asText(), ours.asText()), recorded, ours, path);
    } else if (recorded.isNumber() && ours.isNumber()) {
      same(Math.abs(recorded.asDouble() - ours.asDouble()) < 1e-6, recorded, ours, path);
    } else {
      same(recorded.equals(ours), recorded, ours, path);
    }
  }

  private void checkObject(JsonNode recorded, JsonNode ours, String field, String path) {
    Set<String> expected = fields(recorded, field);
    Set<String> actual = fields(ours, field);
    if (!expected.equals(actual)) {
      throw new Mismatch(
          path + ": fields " + expected + " were recorded, here are " + actual + " in " + ours);
    }
    for (String name : expected) {
      check(recorded.get(name), ours.get(name), name, path + "." + name);
    }
  }

  private Set<String> fields(JsonNode object, String field) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    names.removeIf(name -> differences.contains(field + "." + name));
    return names;
  }

  private void checkSet(JsonNode recorded, JsonNode ours, String path) {
    List<JsonNode> rest = new ArrayList<>();
    ours.forEach(rest::add);
    for (JsonNode element : recorded) {
      if (element.isObject()
          && differences.contains(path.replaceFirst(".*\\.", "") + "=" + element)) {
        continue;
      }
      if (element.isTextual()
          && differences.contains(path.replaceFirst(".*\\.", "") + "=" + element.asText())) {
        continue;
      }
      JsonNode found =
          rest.stream()
              .filter(candidate -> matches(element, candidate))
              .findFirst()
              .orElseThrow(() -> new Mismatch(path + ": no " + ours(element) + "\n  in " + rest));
      rest.remove(found);
    }
    same(rest.isEmpty(), recorded, ours, path);
  }

  private static void same(boolean same, JsonNode recorded, JsonNode ours, String path) {
    if (!same) {
      throw new Mismatch(path + ": recorded " + recorded + "\n  here " + ours);
    }
  }

  private static String plain(String text) {
    return WORK_DIR.matcher(PORTS.matcher(text).replaceAll("$1:PORT")).replaceFirst("/");
  }

  private boolean sameText(String recordedText, String oursText) {
    String ours = plain(oursText);
    String recorded = plain(recordedText);
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      recorded = recorded.replace(entry.getKey(), entry.getValue());
    }
    StringBuilder pattern = new StringBuilder();
    List<String> unknown = new ArrayList<>();
    Matcher ids = IDS.matcher(recorded);
    int end = 0;
    while (ids.find()) {
      pattern.append(Pattern.quote(recorded.substring(end, ids.start())));
      end = ids.end();
      String id = ids.group();
      if (known.containsKey(id)) {
        pattern.append(Pattern.quote(known.get(id)));
      } else if (unknown.contains(id)) {
        pattern.append("\\").append(unknown.indexOf(id) + 1);
      } else {
        unknown.add(id);
        pattern.append("(").append(id.endsWith("==") ? BYTES_ID : MADE_ID).append(")");
      }
    }
    pattern.append(Pattern.quote(recorded.substring(end)));
    Matcher matcher = Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(ours);
    if (!matcher.matches()) {
      return false;
    }
    for (int i = 0; i < unknown.size(); i++) {
      String made = matcher.group(i + 1);
      if (known.containsValue(made)) {
        return false;
      }
      known.put(unknown.get(i), made);
    }
    return true;
  }
}
