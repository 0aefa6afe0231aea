package dcos.kafka.local.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Plain HTTP, as curl speaks it. */
final class Http {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  private final URI base;
  private final Optional<String> authorization;

  private Http(URI base, Optional<String> authorization) {
    this.base = base;
    this.authorization = authorization;
  }

  /** To paths below {@code base}, which has no slash at its end. */
  static Http to(URI base) {
    return new Http(base, Optional.empty());
  }

  /** The same with the header {@code Authorization}. */
  Http as(String header) {
    return new Http(base, Optional.of(header));
  }

  /** What the header has after {@code token=}. */
  String token() {
    return authorization.orElseThrow().substring("token=".length());
  }

  /**
   * An answer.
   *
   * @param type of its content; empty when it doesn't say
   */
  record Answer(int status, String type, String text) {
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new AssertionError(status + " with something that isn't JSON: " + text, e);
      }
    }
  }

  Answer get(String path) {
    return send("GET", path);
  }

  Answer send(String method, String path) {
    return send(method, path, HttpRequest.BodyPublishers.noBody());
  }

  Answer send(String method, String path, JsonNode body) {
    return send(method, path, HttpRequest.BodyPublishers.ofString(body.toString()));
  }

  /** Posts a form's text, as {@code curl -d} does. */
  Answer post(String path, String form) {
    return send(
        "POST",
        path,
        "application/x-www-form-urlencoded",
        HttpRequest.BodyPublishers.ofString(form));
  }

  private Answer send(String method, String path, HttpRequest.BodyPublisher body) {
    return send(method, path, "application/json", body);
  }

  private Answer send(String method, String path, String type, HttpRequest.BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT).method(method, body);
    if (body.contentLength() > 0) {
      request.header("Content-Type", type);
    }
    authorization.ifPresent(header -> request.header("Authorization", header));
    try {
      HttpResponse<String> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
