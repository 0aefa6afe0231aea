package dcos.kafka.local.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The offers that have come and that the recorded client does not know of yet. Mesos collects for a
 * second what it offers; ours are offered at once, so one of the recording may be several here, for
 * the same agent one after the other.
 */
final class OfferPile {
  private final List<JsonNode> offers = new ArrayList<>();

  void add(JsonNode event) {
    event.get("offers").get("offers").forEach(offers::add);
  }

  void rescinded(String id) {
    offers.removeIf(offer -> id(offer).equals(id));
  }

  void clear() {
    offers.clear();
  }

  /** Takes those that together are the recorded one, and answers their ids. */
  Optional<List<String>> take(JsonNode recorded, Unifier unifier) {
    List<JsonNode> ofAgent =
        offers.stream()
            .filter(offer -> offer.get("hostname").equals(recorded.get("hostname")))
            .toList();
    for (int from = 0; from < ofAgent.size(); from++) {
      for (int to = from + 1; to <= ofAgent.size(); to++) {
        List<JsonNode> some = ofAgent.subList(from, to);
        if (unifier.matches(recorded, merged(some))) {
          offers.removeAll(some);
          return Optional.of(some.stream().map(OfferPile::id).toList());
        }
      }
    }
    return Optional.empty();
  }

  /** Takes all. */
  List<String> takeAll() {
    List<String> ids = offers.stream().map(OfferPile::id).toList();
    offers.clear();
    return ids;
  }

  @Override
  public String toString() {
    return offers.toString();
  }

  static String id(JsonNode offer) {
    return offer.get("id").get("value").asText();
  }

  private static JsonNode merged(List<JsonNode> offers) {
    if (offers.size() == 1) {
      return offers.get(0);
    }
    Map<JsonNode, List<JsonNode>> byKind = new LinkedHashMap<>();
    for (JsonNode offer : offers) {
      for (JsonNode resource : offer.get("resources")) {
        ObjectNode kind = resource.deepCopy();
        kind.remove(List.of("scalar", "ranges"));
        byKind.computeIfAbsent(kind, first -> new ArrayList<>()).add(resource);
      }
    }
    ObjectNode merged = offers.get(0).deepCopy();
    ArrayNode resources = merged.putArray("resources");
    byKind.forEach((kind, parts) -> resources.add(sum((ObjectNode) kind, parts)));
    return merged;
  }

  private static ObjectNode sum(ObjectNode kind, List<JsonNode> parts) {
    ObjectNode sum = kind.deepCopy();
    if (parts.get(0).has("scalar")) {
      double value =
          parts.stream().mapToDouble(part -> part.get("scalar").get("value").asDouble()).sum();
      sum.putObject("scalar").put("value", value);
      return sum;
    }
    TreeMap<Long, Long> ranges = new TreeMap<>();
    for (JsonNode part : parts) {
      for (JsonNode range : part.get("ranges").get("range")) {
        ranges.put(range.get("begin").asLong(), range.get("end").asLong());
      }
    }
    ArrayNode all = sum.putObject("ranges").putArray("range");
    while (!ranges.isEmpty()) {
      long begin = ranges.firstKey();
      long end = ranges.pollFirstEntry().getValue();
      while (!ranges.isEmpty() && ranges.firstKey() == end + 1) {
        end = ranges.pollFirstEntry().getValue();
      }
      all.addObject().put("begin", begin).put("end", end);
    }
    return sum;
  }
}
