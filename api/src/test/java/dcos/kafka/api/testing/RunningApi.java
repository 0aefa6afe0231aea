package dcos.kafka.api.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcos.kafka.api.RestApi;
import dcos.kafka.api.errors.JettyErrors;
import dcos.kafka.api.json.ApiJson;
import dcos.kafka.api.outcome.Answers;
import dcos.kafka.api.security.TokenFilter;
import dcos.kafka.api.security.Tokens;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.logging.common.DefaultLoggingFactory;
import io.dropwizard.request.logging.LogbackAccessRequestLogFactory;
import io.dropwizard.testing.DropwizardTestSupport;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The API as it is served, by Dropwizard on a port of the loopback, over a {@link FakeService} that
 * each test finds empty.
 */
public final class RunningApi implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback {

  /** An answer, with its body as text and as JSON. */
  public record Answer(HttpResponse<String> response) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The status. */
    public int status() {
      return response.statusCode();
    }

    /** The body as text. */
    public String body() {
      return response.body();
    }

    /** The body as JSON; fails when it isn't. */
    public JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(response.body(), e);
      }
    }

    /** A header, or empty text. */
    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** The sentence of an error. */
    public String message() {
      return json().path("message").asText();
    }
  }

  private static final Duration LIMIT = Duration.ofMillis(500);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService writers = Executors.newFixedThreadPool(4);
  private final Set<String> tokens;
  private final DropwizardTestSupport<Configuration> server;
  private final FakeService service = new FakeService();

  /** Open to everybody. */
  public RunningApi() {
    this(Set.of());
  }

  /** Open to those who have one of these tokens, or to everybody when there are none. */
  public RunningApi(Set<String> tokens) {
    this.tokens = tokens;
    this.server =
        new DropwizardTestSupport<>(Served.class, configuration()) {
          @Override
          public Application<Configuration> newApplication() {
            return new Served(RunningApi.this::serve);
          }
        };
  }

  private static final class Served extends Application<Configuration> {
    private final Consumer<Environment> serve;

    Served(Consumer<Environment> serve) {
      this.serve = serve;
    }

    @Override
    public void run(Configuration configuration, Environment environment) {
      serve.accept(environment);
    }
  }

  private static Configuration configuration() {
    HttpConnectorFactory api = (HttpConnectorFactory) HttpConnectorFactory.application();
    HttpConnectorFactory admin = (HttpConnectorFactory) HttpConnectorFactory.admin();
    for (HttpConnectorFactory connector : List.of(api, admin)) {
      connector.setPort(0);
      connector.setBindHost("127.0.0.1");
    }
    DefaultServerFactory server = new DefaultServerFactory();
    server.setApplicationConnectors(List.of(api));
    server.setAdminConnectors(List.of(admin));
    server.setRegisterDefaultExceptionMappers(false);
    LogbackAccessRequestLogFactory silent = new LogbackAccessRequestLogFactory();
    silent.setAppenders(List.of());
    server.setRequestLogFactory(silent);
    DefaultLoggingFactory logging = new DefaultLoggingFactory();
    logging.setLevel("ERROR");
    Configuration configuration = new Configuration();
    configuration.setLoggingFactory(logging);
    configuration.setServerFactory(server);
    return configuration;
  }

  private void serve(Environment environment) {
    ApiJson.configure(environment.getObjectMapper());
    environment
        .lifecycle()
        .addServerLifecycleListener(started -> started.setErrorHandler(new JettyErrors()));
    environment.getApplicationContext().setErrorHandler(new JettyErrors());
    RestApi.components(service.services(), new Answers(writers, LIMIT, 20))
        .forEach(environment.jersey()::register);
    if (!tokens.isEmpty()) {
      environment
          .servlets()
          .addFilter(
              "tokens", new TokenFilter(Tokens.of(List.copyOf(tokens)), Set.of("/v1/health")))
          .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    }
  }

  /** The service of this test. */
  public FakeService service() {
    return service;
  }

  /** Where it is served. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
  }

  /** Sends a request without body. */
  public Answer send(String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Answer(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** GET. */
  public Answer get(String path) {
    return send("GET", path);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    server.before();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    service.reset();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    server.after();
    service.reset();
    writers.shutdownNow();
  }
}
