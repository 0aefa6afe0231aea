package dcos.kafka.api.configurations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What differs between two configurations, value by value. */
final class ConfigurationDifference {

  private ConfigurationDifference() {}

  /** The values that differ, by path. Lists count as one value. */
  static List<ConfigurationChange> between(JsonNode from, JsonNode to) {
    SortedMap<String, JsonNode> before = flatten(from);
    SortedMap<String, JsonNode> after = flatten(to);
    SortedSet<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    return paths.stream()
        .map(path -> new ConfigurationChange(path, at(before, path), at(after, path)))
        .filter(change -> !change.from().equals(change.to()))
        .toList();
  }

  private static JsonNode at(Map<String, JsonNode> values, String path) {
    return values.getOrDefault(path, NullNode.getInstance());
  }

  private static SortedMap<String, JsonNode> flatten(JsonNode root) {
    SortedMap<String, JsonNode> values = new TreeMap<>();
    flatten("", root, values);
    return values;
  }

  private static void flatten(String path, JsonNode node, Map<String, JsonNode> into) {
    if (!node.isObject()) {
      into.put(path, node);
      return;
    }
    node.properties()
        .forEach(
            field ->
                flatten(
                    path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                    field.getValue(),
                    into));
  }
}
