package dcos.kafka.local.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every request with JSON. */
public abstract class JsonHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(JsonHandler.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The answer to a request; failures of the one who asks are answers too. */
  protected abstract Answer answer(Request request);

  /**
   * What is answered.
   *
   * @param status the HTTP status
   * @param body the JSON
   */
  public record Answer(int status, JsonNode body) {
    /** 200. */
    public static Answer ok(JsonNode body) {
      return new Answer(200, body);
    }

    /** A failure, as Marathon words it. */
    public static Answer error(int status, String message) {
      return new Answer(status, newObject().put("message", message));
    }
  }

  /** A new JSON object. */
  public static ObjectNode newObject() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public final boolean handle(Request request, Response response, Callback callback) {
    write(answerAnyway(request), response, callback);
    return true;
  }

  /** Writes {@code answer} as the response. */
  public static void write(Answer answer, Response response, Callback callback) {
    response.setStatus(answer.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    Content.Sink.write(response, true, answer.body().toString(), callback);
  }

  /**
   * The JSON object in the body of a request.
   *
   * @throws BadJsonException when it isn't one
   */
  public static ObjectNode body(Request request) throws BadJsonException {
    try {
      String text = Content.Source.asString(request, StandardCharsets.UTF_8);
      if (MAPPER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
      throw new BadJsonException("A JSON object is needed");
    } catch (JsonProcessingException e) {
      throw new BadJsonException(e.getOriginalMessage());
    } catch (IOException e) {
      throw new BadJsonException(e.toString());
    }
  }

  private Answer answerAnyway(Request request) {
    try {
      return answer(request);
    } catch (RuntimeException e) {
      LOG.error("A bug: {} {} failed", request.getMethod(), request.getHttpURI(), e);
      return Answer.error(500, "Internal error; the log tells more.");
    }
  }

  /** The body of a request isn't what it should be. */
  public static final class BadJsonException extends Exception {
    private static final long serialVersionUID = 1;

    BadJsonException(String message) {
      super(message);
    }
  }
}
