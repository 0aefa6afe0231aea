package dcos.kafka.scheduler.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcos.kafka.scheduler.config.Surroundings;
import dcos.kafka.scheduler.config.setting.InvalidSurroundingsException;
import dcos.kafka.scheduler.config.setting.SchedulerConfiguration;
import io.dropwizard.core.Application;
import io.dropwizard.testing.DropwizardTestSupport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole scheduler with a real ZooKeeper and the configuration that is shipped; no Mesos. */
class SchedulerApplicationTest {

  private static final String FILE = "src/main/dist/conf/scheduler.yml";
  private static final String PASSWORD = "changeit";
  private static final Duration AT_MOST = Duration.ofSeconds(30);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static TestingServer zookeeper;

  private DropwizardTestSupport<SchedulerConfiguration> running = scheduler(Map.of());

  @BeforeAll
  static void startZooKeeper() throws Exception {
    zookeeper = new TestingServer();
  }

  @AfterAll
  static void stopZooKeeper() throws Exception {
    zookeeper.close();
  }

  @AfterEach
  void stop() {
    running.after();
  }

  private static DropwizardTestSupport<SchedulerConfiguration> scheduler(
      Map<String, String> variables) {
    return new DropwizardTestSupport<>(SchedulerApplication.class, FILE) {
      @Override
      public Application<SchedulerConfiguration> newApplication() {
        return new SchedulerApplication(variables);
      }
    };
  }

  /** Starts one; each test has a service of its own. */
  private void start(String name, Map<String, String> more) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("FRAMEWORK_NAME", name);
    environment.put("MESOS_MASTER", "127.0.0.1:1");
    environment.put("MESOS_ZOOKEEPER_URI", zookeeper.getConnectString());
    environment.put("KAFKA_URI", "http://127.0.0.1:1/kafka.tgz");
    environment.put("EXECUTOR_URI", "http://127.0.0.1:1/executor.tgz");
    environment.put("PORT_API", "0");
    environment.put("LOG_LEVEL", "OFF");
    environment.putAll(more);
    running = scheduler(environment);
    running.before();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + running.getLocalPort() + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode json(String path) throws Exception {
    return new ObjectMapper().readTree(get(path).body());
  }

  private void awaitPlan(String pointer, String expected) {
    await()
        .atMost(AT_MOST)
        .untilAsserted(() -> assertThat(json("/v1/plan").at(pointer).asText()).isEqualTo(expected));
  }

  @Test
  void answersWhileItHasNotFoundMesosYet() throws Exception {
    start("answers", Map.of());
    awaitPlan("/phases/1/steps/2/name", "broker-2");

    assertThat(get("/v1/plan").statusCode()).isEqualTo(503);
    assertThat(json("/v1/plan").at("/phases/0/status").asText()).isEqualTo("PENDING");
    assertThat(get("/v1/health").statusCode()).isEqualTo(503);
    assertThat(json("/v1/brokers").toString()).isEqualTo("{\"brokers\":[]}");
    assertThat(json("/v1/configurations/target").at("/serviceConfiguration/name").asText())
        .isEqualTo("answers");
    assertThat(get("/admin/healthcheck").statusCode()).isEqualTo(503);
  }

  @Test
  void showsWhatIsWrongWithItsEnvironmentInsteadOfEnding() throws Exception {
    start("invalid", Map.of("BROKER_COUNT", "many", "BROKER_MEM", "-1"));
    awaitPlan("/status", "ERROR");

    JsonNode errors = json("/v1/plan").get("errors");

    assertThat(errors).hasSize(2);
    assertThat(errors.toString()).contains("BROKER_COUNT").contains("BROKER_MEM");
    assertThat(json("/v1/configurations").toString()).isEqualTo("[]");
  }

  @Test
  void saysWhatKeepsItFromReadingItsSurroundings() {
    assertThatThrownBy(() -> start("unreadable", Map.of("PORT_API", "many")))
        .hasStackTraceContaining("scheduler.yml, filled in from the environment, can't be read")
        .hasStackTraceContaining("\"many\"");
  }

  @Test
  void keepsItsTargetOverARestartAndRefusesWhatMayNotChange() throws Exception {
    start("restarted", Map.of());
    awaitPlan("/phases/1/steps/2/name", "broker-2");
    String target = json("/v1/configurations/targetId").toString();
    running.after();

    start("restarted", Map.of("BROKER_COUNT", "2"));
    awaitPlan("/status", "ERROR");

    assertThat(json("/v1/plan").at("/errors/0").asText())
        .isEqualTo(
            "Validation error on field \"BROKER_COUNT\":"
                + " Decreasing this value (from 3 to 2) is not supported.");
    assertThat(json("/v1/configurations/targetId").toString()).isEqualTo(target);
  }

  @Test
  void keepsItsNameForAsLongAsItIsTheSameApp() throws Exception {
    start("named", Map.of("MARATHON_APP_ID", "/an-app"));
    awaitPlan("/phases/1/steps/2/name", "broker-2");
    running.after();

    assertThatThrownBy(() -> start("renamed", Map.of("MARATHON_APP_ID", "/an-app")))
        .hasStackTraceContaining("/dcos-service-named")
        .hasStackTraceContaining("a service keeps its name");
    start("beside-it", Map.of("MARATHON_APP_ID", "/another-app"));
    awaitPlan("/phases/1/steps/2/name", "broker-2");
    running.after();
    start("named", Map.of("MARATHON_APP_ID", "/an-app"));
    awaitPlan("/phases/1/steps/2/name", "broker-2");
  }

  @Test
  void wantsATokenForEverythingButHealth(@TempDir Path folder) throws Exception {
    Path tokens = Files.writeString(folder.resolve("tokens"), "let-me-in\n");
    start("guarded", Map.of("API_AUTH", "token", "API_AUTH_TOKENS_FILE", tokens.toString()));

    for (String path :
        List.of(
            "/v1/brokers", "/v1/no/such", "/admin/metrics", "/admin/threads", "/admin/x", "/")) {
      HttpResponse<String> stranger = get(path);
      assertThat(stranger.statusCode()).as(path).isEqualTo(401);
      assertThat(stranger.body()).as(path).contains("\"code\": 401").contains("valid token");
    }
    assertThat(get("/v1/health").statusCode()).isEqualTo(503);
    assertThat(get("/admin/healthcheck").statusCode()).isEqualTo(503);
    assertThat(get("/v1/brokers", "Authorization", "token=let-me-in").statusCode()).isEqualTo(200);
    assertThat(get("/admin/metrics", "Authorization", "Bearer let-me-in").statusCode())
        .isEqualTo(200);
    assertThat(get("/admin/threads", "Authorization", "token=let-me-in").statusCode())
        .isEqualTo(200);
    HttpResponse<String> nothing = get("/admin/x", "Authorization", "token=let-me-in");
    assertThat(nothing.statusCode()).isEqualTo(404);
    assertThat(nothing.body()).contains("\"code\": 404");
  }

  @Test
  void hasNoPageThatDoesSomethingWhereNobodyIsAskedForAToken() throws Exception {
    start("unguarded", Map.of());

    for (String page : List.of("/", "/threads", "/pprof", "/tasks", "/tasks/gc")) {
      HttpResponse<String> answer = get("/admin" + page);
      assertThat(answer.statusCode()).as(page).isEqualTo(404);
      assertThat(answer.body()).as(page).contains("/admin/healthcheck, /admin/metrics");
    }
    assertThat(get("/admin/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void leavesOpenWhatItIsTold(@TempDir Path folder) throws Exception {
    Path tokens = Files.writeString(folder.resolve("tokens"), "let-me-in\n");
    start(
        "opened",
        Map.of(
            "API_AUTH", "token",
            "API_AUTH_TOKENS_FILE", tokens.toString(),
            "API_AUTH_OPEN", "health-and-metrics"));

    assertThat(get("/admin/metrics").statusCode()).isEqualTo(200);
    assertThat(get("/admin/threads").statusCode()).isEqualTo(401);
  }

  @Test
  void speaksTlsWithPemFiles(@TempDir Path folder) throws Exception {
    KeyStore pair = selfSigned(folder.resolve("pair.p12"));
    Path certificate = pem(folder, "CERTIFICATE", pair.getCertificate("api").getEncoded());
    Path key = pem(folder, "PRIVATE KEY", pair.getKey("api", PASSWORD.toCharArray()).getEncoded());
    start(
        "secure",
        Map.of(
            "API_TLS_CERTIFICATE_FILE", certificate.toString(),
            "API_TLS_KEY_FILE", key.toString()));

    HttpClient trusting = HttpClient.newBuilder().sslContext(trusting(pair)).build();
    HttpRequest brokers =
        HttpRequest.newBuilder(
                URI.create("https://localhost:" + running.getLocalPort() + "/v1/brokers"))
            .build();
    assertThat(trusting.send(brokers, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void doesNotServeACertificateWithTheKeyOfAnother(@TempDir Path folder, @TempDir Path other)
      throws Exception {
    Path certificate =
        pem(
            folder,
            "CERTIFICATE",
            selfSigned(folder.resolve("pair.p12")).getCertificate("api").getEncoded());
    Path key =
        pem(
            other,
            "PRIVATE KEY",
            selfSigned(other.resolve("pair.p12"))
                .getKey("api", PASSWORD.toCharArray())
                .getEncoded());

    assertThatThrownBy(() -> new PemConnector(0, new Surroundings.Tls(certificate, key)))
        .isInstanceOf(InvalidSurroundingsException.class)
        .hasMessageContaining(key.toString())
        .hasMessageContaining("is not that of");
  }

  @Test
  void tellsNobodyAPassword() throws Exception {
    start("secretive", Map.of("KAFKA_OVERRIDE_SSL_KEYSTORE_PASSWORD", "hunter2"));
    awaitPlan("/phases/1/steps/2/name", "broker-2");

    assertThat(get("/v1/configurations/target").body())
        .contains("ssl.keystore.password")
        .doesNotContain("hunter2");
    String target = json("/v1/configurations/targetId").toString();
    assertThat(stored("/dcos-service-secretive")).contains("[sealed]").doesNotContain("hunter2");
    running.after();

    start("secretive", Map.of("KAFKA_OVERRIDE_SSL_KEYSTORE_PASSWORD", "hunter2"));
    awaitPlan("/phases/1/steps/2/name", "broker-2");
    assertThat(json("/v1/configurations/targetId").toString()).isEqualTo(target);
    running.after();

    start("secretive", Map.of("KAFKA_OVERRIDE_SSL_KEYSTORE_PASSWORD", "hunter3"));
    await()
        .atMost(AT_MOST)
        .until(() -> !json("/v1/configurations/targetId").toString().equals(target));
    String newer = json("/v1/configurations/targetId").path(0).asText();
    assertThat(get("/v1/configurations/target/diff/" + newer).body()).doesNotContain("hunter");
  }

  /** All that is in ZooKeeper below a path. */
  private static String stored(String root) throws Exception {
    try (CuratorFramework curator =
        CuratorFrameworkFactory.newClient(zookeeper.getConnectString(), new RetryOneTime(100))) {
      curator.start();
      return stored(curator, root);
    }
  }

  private static String stored(CuratorFramework curator, String path) throws Exception {
    byte[] data = curator.getData().forPath(path);
    StringBuilder all = new StringBuilder();
    all.append(data == null ? "" : new String(data, StandardCharsets.UTF_8)).append('\n');
    for (String child : curator.getChildren().forPath(path)) {
      all.append(stored(curator, path + "/" + child));
    }
    return all.toString();
  }

  private static KeyStore selfSigned(Path file) throws Exception {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process made =
        new ProcessBuilder(
                List.of(
                    keytool.toString(),
                    "-genkeypair",
                    "-alias",
                    "api",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "SAN=dns:localhost",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    PASSWORD))
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
  }

  private static Path pem(Path folder, String kind, byte[] content) throws Exception {
    return Files.writeString(
        folder.resolve(kind.replace(' ', '-') + ".pem"),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(content), kind));
  }

  private static SSLContext trusting(KeyStore pair) throws Exception {
    KeyStore certificates = KeyStore.getInstance("PKCS12");
    certificates.load(null, null);
    certificates.setCertificateEntry("api", pair.getCertificate("api"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(certificates);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
