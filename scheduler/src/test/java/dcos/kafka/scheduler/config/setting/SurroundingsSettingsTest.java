package dcos.kafka.scheduler.config.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dcos.kafka.scheduler.config.Surroundings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SurroundingsSettingsTest {

  @Test
  void areThoseOfADcosWhereNothingIsSaid() {
    assertThat(read(Map.of()))
        .isEqualTo(
            new Surroundings(
                new Surroundings.Mesos(
                    "zk://master.mesos:2181/mesos",
                    Optional.empty(),
                    Duration.ofDays(14),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30)),
                "master.mesos:2181",
                new Surroundings.Api(
                    8080, Optional.empty(), Surroundings.Open.HEALTH, Optional.empty()),
                "autoip.dcos.thisdcos.directory",
                "l4lb.thisdcos.directory",
                false));
  }

  @Test
  void mapTheWholeEnvironment() {
    Map<String, String> environment =
        Map.ofEntries(
            Map.entry("MESOS_MASTER", "http://127.0.0.1:5050"),
            Map.entry("MESOS_SECRET_FILE", "/secrets/mesos"),
            Map.entry("MESOS_FAILOVER_TIMEOUT_SEC", "60"),
            Map.entry("MESOS_INITIAL_BACKOFF_MS", "100"),
            Map.entry("MESOS_MAX_BACKOFF_MS", "5000"),
            Map.entry("MESOS_ZOOKEEPER_URI", "a:1,b:2"),
            Map.entry("PORT_API", "1234"),
            Map.entry("PORT0", "4321"),
            Map.entry("API_AUTH", "token"),
            Map.entry("API_AUTH_TOKENS_FILE", "/secrets/tokens"),
            Map.entry("API_AUTH_OPEN", "health-and-metrics"),
            Map.entry("API_TLS_CERTIFICATE_FILE", "/tls/cert.pem"),
            Map.entry("API_TLS_KEY_FILE", "/tls/key.pem"),
            Map.entry("SERVICE_TLD", "example.org"),
            Map.entry("VIP_TLD", "vip.example.org"),
            Map.entry("UNINSTALL", "true"));

    assertThat(read(environment))
        .isEqualTo(
            new Surroundings(
                new Surroundings.Mesos(
                    "http://127.0.0.1:5050",
                    Optional.of(Path.of("/secrets/mesos")),
                    Duration.ofMinutes(1),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(5)),
                "a:1,b:2",
                new Surroundings.Api(
                    1234,
                    Optional.of(Path.of("/secrets/tokens")),
                    Surroundings.Open.HEALTH_AND_METRICS,
                    Optional.of(
                        new Surroundings.Tls(Path.of("/tls/cert.pem"), Path.of("/tls/key.pem")))),
                "example.org",
                "vip.example.org",
                true));
  }

  @Test
  void marathonsOlderPortAndDcosUninstallAreUnderstood() {
    Surroundings surroundings = read(Map.of("PORT0", "4321", "SDK_UNINSTALL", "true"));

    assertThat(surroundings.api().port()).isEqualTo(4321);
    assertThat(surroundings.uninstall()).isTrue();
  }

  @Test
  void sayInOneGoWhatKeepsTheSchedulerFromStarting() {
    assertThatExceptionOfType(InvalidSurroundingsException.class)
        .isThrownBy(
            () ->
                read(
                    Map.of(
                        "MESOS_ZOOKEEPER_URI", "zk://a:1/x",
                        "API_AUTH", "token",
                        "API_TLS_KEY_FILE", "/tls/key.pem",
                        "MESOS_MAX_BACKOFF_MS", "1")))
        .withMessage(
            "Validation error on field \"MESOS_ZOOKEEPER_URI\": \"zk://a:1/x\" does not have the form"
                + " host:port[,host:port…]. Validation error on field \"MESOS_MAX_BACKOFF_MS\": It is"
                + " less than MESOS_INITIAL_BACKOFF_MS. Validation error on field"
                + " \"API_AUTH_TOKENS_FILE\": It has to be set when API_AUTH is token. Validation"
                + " error on field \"API_TLS_CERTIFICATE_FILE\": API_TLS_CERTIFICATE_FILE and"
                + " API_TLS_KEY_FILE need each other.");
  }

  private static Surroundings read(Map<String, String> environment) {
    return SurroundingsSettings.read(Source.of(environment));
  }
}
