package dcos.kafka.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Plays a recording, line by line: does what the recorded client did, and expects what it got. */
final class Replay {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Instead of the seconds for which nothing came in the recording. */
  private static final Duration QUIET = Duration.ofMillis(250);

  private static final Set<String> COMPARED_HEADERS =
      Set.of("Content-Type", "Allow", "WWW-Authenticate", "Location");

  private final Unifier unifier;
  private final Client client;
  private final Consumer<String> operator;
  private final OfferPile pile = new OfferPile();
  private final Map<String, List<String>> offerIds = new HashMap<>();
  private final List<JsonNode> taken = new ArrayList<>();
  private URI master;
  private Client.Reply reply;

  /** {@code operator} does what a note says. */
  Replay(Unifier unifier, Client client, URI master, Consumer<String> operator) {
    this.unifier = unifier;
    this.client = client;
    this.master = master;
    this.operator = operator;
  }

  void master(URI other) {
    master = other;
  }

  Unifier unifier() {
    return unifier;
  }

  void play(JsonNode line) throws Exception {
    try {
      switch (line.get("kind").asText()) {
        case "note" -> operator.accept(line.get("text").asText());
        case "call" -> call(line);
        case "answer" -> answer(line, reply);
        case "get" -> answer(line, client.get(master.resolve(line.get("path").asText())));
        case "event" -> event(line.get("event"));
        case "timeout" -> quiet();
        case "stream-closed" -> closed(line.get("why").asText());
        default -> fail("Nobody knows how to replay " + line);
      }
    } catch (AssertionError e) {
      throw new AssertionError("at " + line.get("t") + " s of the recording: " + e.getMessage(), e);
    }
  }

  private void call(JsonNode line) throws Exception {
    Map<String, String> headers = new LinkedHashMap<>();
    line.get("headers")
        .fields()
        .forEachRemaining(
            header -> headers.put(header.getKey(), unifier.ours(header.getValue().asText())));
    JsonNode body = line.get("body");
    unifier.keep(body.path("accept").path("operations"));
    JsonNode ours = unifier.ours(body);
    if (ours instanceof ObjectNode call
        && call.path("type").asText().equals("DECLINE")
        && call.has("decline")) {
      drain();
      call.with("decline").set("offer_ids", declined(body.get("decline").get("offer_ids")));
    } else if (ours instanceof ObjectNode call && call.path("type").asText().equals("ACCEPT")) {
      call.with("accept").set("offer_ids", mapped(body.get("accept").get("offer_ids")));
    } else if (ours.path("type").asText().equals("SUBSCRIBE")) {
      pile.clear();
    }
    reply =
        client.post(
            master.resolve(line.get("path").asText()),
            headers,
            ours.isTextual() ? ours.asText() : ours.toString());
  }

  private ArrayNode mapped(JsonNode recorded) {
    ArrayNode ids = Client.JSON.createArrayNode();
    for (JsonNode id : recorded) {
      String text = id.get("value").asText();
      offerIds
          .getOrDefault(text, List.of(text))
          .forEach(ours -> ids.addObject().put("value", ours));
    }
    return ids;
  }

  /** And those that the recorded client has never got: here they came as offers of their own. */
  private ArrayNode declined(JsonNode recorded) {
    ArrayNode ids = mapped(recorded);
    pile.takeAll().forEach(surplus -> ids.addObject().put("value", surplus));
    return ids;
  }

  private void answer(JsonNode line, Client.Reply ours) throws Exception {
    assertThat(ours.status())
        .as("status of the answer %s", ours)
        .isEqualTo(line.get("status").asInt());
    JsonNode headers = line.path("headers");
    for (String header : COMPARED_HEADERS) {
      if (headers.has(header)) {
        unifier.check(
            headers.get(header),
            Client.JSON.getNodeFactory().textNode(ours.header(header).orElse("no " + header)));
      }
    }
    if (headers.has("Mesos-Stream-Id")) {
      unifier.learn(
          headers.get("Mesos-Stream-Id").asText(), ours.header("Mesos-Stream-Id").orElseThrow());
    } else {
      JsonNode recorded = line.path("body");
      String body = ours.body().orElse("");
      boolean json = recorded.isObject() || recorded.asText().startsWith("{");
      unifier.check(
          json && recorded.isTextual() ? Client.JSON.readTree(recorded.asText()) : recorded,
          json ? Client.JSON.readTree(body) : Client.JSON.getNodeFactory().textNode(body));
    }
  }

  private void event(JsonNode recorded) throws Exception {
    if (recorded.get("type").asText().equals("OFFERS")) {
      for (JsonNode offer : recorded.get("offers").get("offers")) {
        List<String> ids =
            client
                .await(events -> drained(events).take(offer, unifier), PATIENCE)
                .orElseThrow(
                    () -> new AssertionError("no offer " + unifier.ours(offer) + "\n  in " + pile));
        offerIds.put(OfferPile.id(offer), ids);
      }
      return;
    }
    JsonNode ours =
        client
            .await(events -> next(events, recorded), PATIENCE)
            .orElseThrow(
                () ->
                    new AssertionError(
                        "no " + unifier.ours(recorded) + "\n  in " + client.events(e -> true)));
    taken.add(ours);
    if (ours.get("type").asText().equals("RESCIND")) {
      pile.rescinded(ours.get("rescind").get("offer_id").get("value").asText());
    }
  }

  /**
   * The next one of the same source: it must be as recorded, but what was sent again may come more
   * often.
   */
  private Optional<JsonNode> next(List<JsonNode> events, JsonNode recorded) {
    for (JsonNode event : List.copyOf(events)) {
      if (source(event).equals(source(recorded))) {
        if (unifier.matches(recorded, event)) {
          events.remove(event);
          return Optional.of(event);
        }
        if (!taken.contains(event)) {
          unifier.check(recorded, event);
        }
        events.remove(event);
      }
    }
    return Optional.empty();
  }

  private String source(JsonNode event) {
    String type = event.get("type").asText();
    return type
        + event.path("update").path("status").path("task_id")
        + event.path("update_operation_status").path("status").path("operation_id");
  }

  private void drain() throws InterruptedException {
    client.await(events -> Optional.of(drained(events)), Duration.ZERO);
  }

  private OfferPile drained(List<JsonNode> events) {
    for (JsonNode event : List.copyOf(events)) {
      if (event.get("type").asText().equals("OFFERS")) {
        pile.add(event);
        events.remove(event);
      }
    }
    return pile;
  }

  /** Nothing new comes: no status, and no offer. */
  private void quiet() throws Exception {
    Optional<JsonNode> unexpected =
        client.await(
            events ->
                events.stream()
                    .filter(event -> event.get("type").asText().matches("UPDATE.*|FAILURE|ERROR"))
                    .filter(event -> !taken.contains(event))
                    .findFirst(),
            QUIET);
    assertThat(unexpected).isEmpty();
  }

  private void closed(String why) throws Exception {
    assertThat(client.awaitEnd(PATIENCE)).contains(why);
  }
}
