package dcos.kafka.local.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminRouterTest {
  private static final Credentials USER = new Credentials("username", "password");

  private final HttpClient http = HttpClient.newHttpClient();
  private final CountDownLatch endOfStream = new CountDownLatch(1);
  private HttpServer backend;
  private AdminRouter router;

  @BeforeEach
  void start() throws IOException {
    backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    backend.setExecutor(Executors.newCachedThreadPool());
    backend.createContext("/", AdminRouterTest::echo);
    backend.createContext("/stream", this::stream);
    backend.start();
  }

  @AfterEach
  void stop() {
    endOfStream.countDown();
    router.close();
    backend.stop(0);
  }

  private void route(Optional<Credentials> user) throws IOException {
    router =
        AdminRouter.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new Backend(), user);
  }

  private final class Backend implements Upstreams {
    private final Optional<URI> uri =
        Optional.of(URI.create("http://127.0.0.1:" + backend.getAddress().getPort()));

    @Override
    public List<String> services() {
      return List.of("kafka", "team", "/team/kafka", "stopped");
    }

    @Override
    public Optional<URI> service(String name) {
      return Map.of(
              "kafka", uri,
              "team", uri.map(base -> base.resolve("/short")),
              "/team/kafka", uri.map(base -> base.resolve("/long")))
          .getOrDefault(name, Optional.empty());
    }

    @Override
    public Optional<URI> marathon() {
      return uri.map(base -> base.resolve("/m"));
    }

    @Override
    public Optional<URI> mesos() {
      return Optional.of(URI.create("http://127.0.0.1:1"));
    }
  }

  /** Answers with what it was asked. */
  private static void echo(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String answer =
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + body
            + Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("X-Backend", "yes");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(418, head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private void stream(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write("first\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
      endOfStream.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(router.uri() + path))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "PATCH"})
  void passesEveryMethodWithBodyStatusAndHeaders(String method) throws Exception {
    route(Optional.empty());

    HttpResponse<String> response =
        send(method, "/service/kafka/v1/topics?name=a%20b&x=1%2F2&y", "body");

    assertThat(response.body()).isEqualTo(method + " /v1/topics?name=a%20b&x=1%2F2&y body");
    assertThat(response.statusCode()).isEqualTo(418);
    assertThat(response.headers().firstValue("X-Backend")).contains("yes");
  }

  @Test
  void passesHead() throws Exception {
    route(Optional.empty());

    assertThat(send("HEAD", "/service/kafka/v1/plan", "").headers().firstValue("X-Backend"))
        .contains("yes");
  }

  @Test
  void leavesEncodedPathsAsTheyAre() throws Exception {
    route(Optional.empty());

    assertThat(send("GET", "/service/kafka/v1/topics/a%2Fb%20c;d", "").body())
        .isEqualTo("GET /v1/topics/a%2Fb%20c;d ");
  }

  @Test
  void encodesWhatNoUriCanHave() throws Exception {
    route(Optional.empty());
    try (Socket socket = new Socket("127.0.0.1", router.uri().getPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              "GET /service/kafka/v1/brokers/<id>?x=%zz&y=a%20b|c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.UTF_8));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("GET /v1/brokers/%3Cid%3E?x=%25zz&y=a%20b%7Cc ");
    }
  }

  @Test
  void findsServicesInFolders() throws Exception {
    route(Optional.empty());

    assertThat(send("GET", "/service/team/kafka/v1/plan", "").body())
        .isEqualTo("GET /long/v1/plan ");
    assertThat(send("GET", "/service/team/v1/plan", "").body()).isEqualTo("GET /short/v1/plan ");
    assertThat(send("GET", "/service/kafka", "").body()).isEqualTo("GET / ");
    assertThat(send("GET", "/marathon/v2/apps", "").body()).isEqualTo("GET /m/v2/apps ");
  }

  @Test
  void passesAStreamAsItComes() throws Exception {
    route(Optional.empty());
    try (Socket socket = new Socket("127.0.0.1", router.uri().getPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              "GET /service/kafka/stream HTTP/1.1\r\nHost: x\r\n\r\n"
                  .getBytes(StandardCharsets.UTF_8));
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

      String line;
      do {
        line = lines.readLine();
      } while (line != null && !line.equals("first"));

      assertThat(line).isEqualTo("first");
      assertThat(endOfStream.getCount()).isEqualTo(1);
    }
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    route(Optional.empty());

    assertThat(send("GET", "/service/other/v1/plan", "").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/services", "").statusCode()).isEqualTo(404);
    HttpResponse<String> stopped = send("GET", "/service/stopped/v1/plan", "");
    assertThat(stopped.statusCode()).isEqualTo(503);
    assertThat(stopped.body()).contains("Service stopped doesn't run at the moment");
    HttpResponse<String> deaf = send("GET", "/mesos/state", "");
    assertThat(deaf.statusCode()).isEqualTo(502);
    assertThat(deaf.body()).contains("127.0.0.1:1 doesn't answer");
  }

  @Test
  void indexLinksToTheServices() throws Exception {
    route(Optional.empty());

    assertThat(send("GET", "/", "").body())
        .contains("href=\"/service/kafka/v1/plan\"", "href=\"/service/team/kafka/v1/plan\"");
  }

  @Test
  void withoutATokenNobodyPasses() throws Exception {
    route(Optional.of(USER));

    for (String path :
        List.of("/", "/service/kafka/v1/plan", "/marathon/v2/apps", "/mesos/state")) {
      HttpResponse<String> response = send("GET", path, "");
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.headers().firstValue("WWW-Authenticate")).contains("acsjwt");
    }
    assertThat(send("GET", "/", "", "Authorization", "token=").statusCode()).isEqualTo(401);
    assertThat(send("GET", "/", "", "Authorization", "token=guess").statusCode()).isEqualTo(401);
  }

  @Test
  void documentedLoginGivesATokenThatPasses() throws Exception {
    route(Optional.of(USER));

    HttpResponse<String> login =
        send(
            "POST",
            "/acs/api/v1/auth/login",
            "{\"uid\":\"username\", \"password\":\"password\"}",
            "Content-Type",
            "application/json");
    String token = new ObjectMapper().readTree(login.body()).path("token").asText();

    assertThat(login.statusCode()).isEqualTo(200);
    assertThat(token).isNotEmpty();
    assertThat(send("GET", "/service/kafka/v1/plan", "", "Authorization", "token=" + token).body())
        .as("the token is handed on, as DC/OS does")
        .isEqualTo("GET /v1/plan token=" + token);
  }

  @Test
  void wrongLoginIsRefused() throws Exception {
    route(Optional.of(USER));

    assertThat(
            send("POST", "/acs/api/v1/auth/login", "{\"uid\":\"username\", \"password\":\"x\"}")
                .statusCode())
        .isEqualTo(401);
    assertThat(send("POST", "/acs/api/v1/auth/login", "{}").statusCode()).isEqualTo(401);
    assertThat(send("POST", "/acs/api/v1/auth/login", "nonsense").statusCode()).isEqualTo(400);
    assertThat(send("GET", "/acs/api/v1/auth/login", "").statusCode()).isEqualTo(405);
  }
}
