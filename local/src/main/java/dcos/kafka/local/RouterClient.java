package dcos.kafka.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcos.kafka.local.router.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Talks to the local DC/OS through its one URL, as every other client does. */
final class RouterClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final URI router;
  private final Optional<String> authorization;

  private RouterClient(URI router, Optional<String> authorization) {
    this.router = router;
    this.authorization = authorization;
  }

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param body JSON; missing when it is something else
   */
  record Answer(int status, JsonNode body) {}

  /**
   * Logs in when there is a login.
   *
   * @throws IOException when the router doesn't answer
   */
  static RouterClient to(URI router, Optional<Credentials> user) throws IOException {
    RouterClient anonymous = new RouterClient(router, Optional.empty());
    if (user.isEmpty()) {
      return anonymous;
    }
    Answer login =
        anonymous.send(
            "POST",
            "/acs/api/v1/auth/login",
            JSON.createObjectNode()
                .put("uid", user.get().uid())
                .put("password", user.get().password())
                .toString());
    return new RouterClient(router, Optional.of("token=" + login.body().path("token").asText()));
  }

  /** The answer to a GET. */
  Answer get(String path) throws IOException {
    return send("GET", path, "");
  }

  /** The answer to a request with a JSON body, which may be empty. */
  Answer send(String method, String path, String body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(router + path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    authorization.ifPresent(value -> request.header("Authorization", value));
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), json(response.body()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException notJson) {
      return JSON.missingNode();
    }
  }
}
