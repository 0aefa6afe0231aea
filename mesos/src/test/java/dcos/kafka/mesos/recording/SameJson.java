package dcos.kafka.mesos.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;

/**
 * Whether two JSON trees say the same to Mesos: numbers by value (Python wrote 64 where Mesos
 * writes 64.0), and an empty list as if it weren't there.
 */
public final class SameJson {
  private static final Comparator<JsonNode> BY_VALUE =
      (a, b) -> {
        boolean same =
            a.isNumber() && b.isNumber()
                ? a.decimalValue().compareTo(b.decimalValue()) == 0
                : a.equals(b);
        return same ? 0 : 1;
      };

  private SameJson() {}

  public static boolean same(JsonNode a, JsonNode b) {
    return withoutEmptyLists(a).equals(BY_VALUE, withoutEmptyLists(b));
  }

  private static JsonNode withoutEmptyLists(JsonNode tree) {
    JsonNode copy = tree.deepCopy();
    removeEmptyLists(copy);
    return copy;
  }

  private static void removeEmptyLists(JsonNode node) {
    node.forEach(SameJson::removeEmptyLists);
    if (node instanceof ObjectNode object) {
      object.properties().removeIf(it -> it.getValue().isArray() && it.getValue().isEmpty());
    }
  }
}
