package dcos.kafka.local.marathon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dcos.kafka.local.web.JsonHandler;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;

/**
 * The part of Marathon's REST API that users of the service meet: {@code /v2/apps} with its apps,
 * {@code /v2/deployments}, {@code /v2/info}, {@code /ping}.
 */
final class MarathonApi extends JsonHandler {
  private static final Pattern APPS =
      Pattern.compile("/v2/apps(?<id>/.*?)?(?<what>/restart|/tasks)?/?");

  private final Marathon marathon;

  MarathonApi(Marathon marathon) {
    this.marathon = marathon;
  }

  @Override
  protected Answer answer(Request request) {
    String path = Request.getPathInContext(request);
    Matcher apps = APPS.matcher(path);
    if (apps.matches()) {
      return Optional.ofNullable(apps.group("id"))
          .filter(id -> !id.matches("/+"))
          .map(AppDefinition::absoluteId)
          .map(id -> app(request, id, Optional.ofNullable(apps.group("what"))))
          .orElseGet(() -> apps(request));
    }
    return switch (path) {
      case "/v2/info" -> Answer.ok(info());
      case "/v2/deployments" -> Answer.ok(marathon.deployments());
      case "/ping" -> Answer.ok(TextNode.valueOf("pong"));
      default -> Answer.error(404, "There is nothing at " + path);
    };
  }

  private Answer apps(Request request) {
    return switch (request.getMethod()) {
      case "GET" -> {
        ObjectNode all = newObject();
        ArrayNode list = all.putArray("apps");
        marathon.list().forEach(list::add);
        yield Answer.ok(all);
      }
      case "POST" -> create(request);
      default -> notAllowed(request);
    };
  }

  private Answer app(Request request, String id, Optional<String> what) {
    return switch (request.getMethod() + what.orElse("")) {
      case "GET" -> found(id, marathon.get(id).map(app -> newObject().set("app", app)));
      case "GET/tasks" ->
          found(
              id,
              marathon.get(id).map(app -> newObject().<ObjectNode>set("tasks", app.get("tasks"))));
      case "PUT", "PATCH" -> update(request, id);
      case "DELETE" -> found(id, marathon.remove(id));
      case "POST/restart" -> marathon.definition(id).map(this::apply).orElseGet(() -> unknown(id));
      default -> notAllowed(request);
    };
  }

  private Answer create(Request request) {
    try {
      ObjectNode json = body(request);
      String id = AppDefinition.absoluteId(json.path("id").asText());
      if (marathon.definition(id).isPresent()) {
        return Answer.error(409, "An app with id [" + id + "] already exists.");
      }
      Answer answer = apply(json);
      return answer.status() != 200
          ? answer
          : new Answer(201, marathon.get(id).map(JsonNode.class::cast).orElse(answer.body()));
    } catch (BadJsonException e) {
      return badJson(e);
    }
  }

  /** Fields that are given replace the old ones as a whole, {@code env} too; the others stay. */
  private Answer update(Request request, String id) {
    try {
      ObjectNode change = body(request);
      Optional<ObjectNode> old = marathon.definition(id);
      ObjectNode json = old.orElseGet(JsonHandler::newObject);
      json.setAll(change);
      json.put("id", id);
      Answer answer = apply(json);
      return answer.status() == 200 && old.isEmpty() ? new Answer(201, answer.body()) : answer;
    } catch (BadJsonException e) {
      return badJson(e);
    }
  }

  private Answer apply(ObjectNode json) {
    try {
      return Answer.ok(marathon.apply(json));
    } catch (InvalidAppException e) {
      ObjectNode body = newObject().put("message", "Object is not valid");
      ObjectNode detail = body.putArray("details").addObject().put("path", e.path());
      detail.putArray("errors").add(e.getMessage());
      return new Answer(422, body);
    }
  }

  private static Answer found(String id, Optional<? extends JsonNode> json) {
    return json.map(body -> Answer.ok(body)).orElseGet(() -> unknown(id));
  }

  private static Answer unknown(String id) {
    return Answer.error(404, "App '" + id + "' does not exist");
  }

  private static Answer badJson(BadJsonException e) {
    return new Answer(
        400, newObject().put("message", "Invalid JSON").put("details", e.getMessage()));
  }

  private static Answer notAllowed(Request request) {
    return Answer.error(405, request.getMethod() + " is not allowed here");
  }

  private ObjectNode info() {
    ObjectNode info = newObject();
    info.put("name", "marathon");
    info.put("version", "1.5.0-local");
    info.put("elected", true);
    info.put("leader", marathon.uri().getAuthority());
    return info;
  }
}
