package dcos.kafka.scheduler.config.setting;

import dcos.kafka.scheduler.config.ServiceNames;
import dcos.kafka.scheduler.config.Surroundings;
import dcos.kafka.scheduler.config.ValidationError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The settings of {@link Surroundings}. */
public final class SurroundingsSettings {

  /** Who has to show a token to the API. */
  private enum Authentication {
    NONE,
    TOKEN
  }

  static final String SECTION = "surroundings";

  /** The surroundings of a DC/OS of which nothing is said. */
  static final Surroundings DEFAULTS =
      new Surroundings(
          new Surroundings.Mesos(
              "zk://master.mesos:2181/mesos",
              Optional.empty(),
              Duration.ofDays(14),
              Duration.ofSeconds(1),
              Duration.ofSeconds(30)),
          "master.mesos:2181",
          new Surroundings.Api(8080, Optional.empty(), Surroundings.Open.HEALTH, Optional.empty()),
          ServiceNames.DEFAULT_SERVICE_TLD,
          ServiceNames.DEFAULT_VIP_TLD,
          false);

  static final Setting<Surroundings, String> MESOS_MASTER =
      setting(
          "mesosMaster",
          "MESOS_MASTER",
          ValueType.text(),
          surroundings -> surroundings.mesos().master(),
          "The Mesos masters: `zk://host:port[,…]/path`, `host:port`, a comma list of them, or"
              + " `http(s)://…`.");

  static final Setting<Surroundings, Optional<Path>> MESOS_SECRET_FILE =
      setting(
          "mesosSecretFile",
          "MESOS_SECRET_FILE",
          ValueType.file(),
          surroundings -> surroundings.mesos().secretFile(),
          "The file with the secret of `FRAMEWORK_PRINCIPAL`, where Mesos asks for one.");

  static final Setting<Surroundings, Duration> MESOS_FAILOVER_TIMEOUT =
      setting(
          "mesosFailoverTimeoutSecs",
          "MESOS_FAILOVER_TIMEOUT_SEC",
          ValueType.seconds(1),
          surroundings -> surroundings.mesos().failoverTimeout(),
          "How many seconds without a scheduler Mesos waits before it ends all brokers.");

  static final Setting<Surroundings, Duration> MESOS_INITIAL_BACKOFF =
      setting(
          "mesosInitialBackoffMs",
          "MESOS_INITIAL_BACKOFF_MS",
          ValueType.milliseconds(1),
          surroundings -> surroundings.mesos().initialBackoff(),
          "How many milliseconds pass before the second attempt to subscribe.");

  static final Setting<Surroundings, Duration> MESOS_MAX_BACKOFF =
      setting(
          "mesosMaxBackoffMs",
          "MESOS_MAX_BACKOFF_MS",
          ValueType.milliseconds(1),
          surroundings -> surroundings.mesos().maxBackoff(),
          "How many milliseconds pass at most between two attempts.");

  static final Setting<Surroundings, String> STATE_ZOOKEEPER =
      setting(
          "mesosZookeeperUri",
          "MESOS_ZOOKEEPER_URI",
          Ensemble.withoutPath(),
          Surroundings::stateZookeeper,
          "The ensemble that the service keeps its state in, below `/dcos-service-<name>`.");

  static final Setting<Surroundings, Integer> API_PORT =
      new Setting<>(
          SECTION + ".apiPort",
          List.of("PORT_API", "PORT0"),
          ValueType.integer(0, 65535),
          surroundings -> surroundings.api().port(),
          OnChange.SCHEDULER_ONLY,
          "The port of the API; Marathon sets it, as `PORT_API` or as `PORT0`.");

  static final Setting<Surroundings, Authentication> API_AUTH =
      setting(
          "apiAuth",
          "API_AUTH",
          ValueType.oneOf(Authentication.values(), each -> each.name().toLowerCase(Locale.ROOT)),
          surroundings ->
              surroundings.api().tokenFile().isPresent()
                  ? Authentication.TOKEN
                  : Authentication.NONE,
          "Whether the scheduler itself asks clients for a token, beside Admin Router.");

  static final Setting<Surroundings, Optional<Path>> API_AUTH_TOKENS_FILE =
      setting(
          "apiAuthTokensFile",
          "API_AUTH_TOKENS_FILE",
          ValueType.file(),
          surroundings -> surroundings.api().tokenFile(),
          "The file with the tokens; needed with `API_AUTH=token`.");

  static final Setting<Surroundings, Surroundings.Open> API_AUTH_OPEN =
      setting(
          "apiAuthOpen",
          "API_AUTH_OPEN",
          ValueType.oneOf(Surroundings.Open.values(), Surroundings.Open::text),
          surroundings -> surroundings.api().open(),
          "What needs no token: `/v1/health` and `/admin/healthcheck`, or `/admin/metrics` too."
              + " Marathon's health check has none.");

  static final Setting<Surroundings, Optional<Path>> API_TLS_CERTIFICATE_FILE =
      setting(
          "apiTlsCertificateFile",
          "API_TLS_CERTIFICATE_FILE",
          ValueType.file(),
          surroundings -> surroundings.api().tls().map(Surroundings.Tls::certificateFile),
          "The PEM file with the API's certificate and chain; with it the API speaks TLS.");

  static final Setting<Surroundings, Optional<Path>> API_TLS_KEY_FILE =
      setting(
          "apiTlsKeyFile",
          "API_TLS_KEY_FILE",
          ValueType.file(),
          surroundings -> surroundings.api().tls().map(Surroundings.Tls::keyFile),
          "The PEM file with its private key.");

  static final Setting<Surroundings, String> SERVICE_TLD =
      setting(
          "serviceTld",
          "SERVICE_TLD",
          ValueType.text(),
          Surroundings::serviceTld,
          "What DNS names of brokers end with.");

  static final Setting<Surroundings, String> VIP_TLD =
      setting(
          "vipTld",
          "VIP_TLD",
          ValueType.text(),
          Surroundings::vipTld,
          "What the virtual address ends with.");

  static final Setting<Surroundings, Boolean> UNINSTALL =
      new Setting<>(
          SECTION + ".uninstall",
          List.of("UNINSTALL", "SDK_UNINSTALL"),
          ValueType.bool(),
          Surroundings::uninstall,
          OnChange.SCHEDULER_ONLY,
          "Whether to take the service down, with all its data, rather than run it; DC/OS sets"
              + " `SDK_UNINSTALL` when the package is uninstalled.");

  /** All of them, in the order of the documentation. */
  public static final List<Setting<Surroundings, ?>> ALL =
      List.of(
          MESOS_MASTER,
          MESOS_SECRET_FILE,
          MESOS_FAILOVER_TIMEOUT,
          MESOS_INITIAL_BACKOFF,
          MESOS_MAX_BACKOFF,
          STATE_ZOOKEEPER,
          API_PORT,
          API_AUTH,
          API_AUTH_TOKENS_FILE,
          API_AUTH_OPEN,
          API_TLS_CERTIFICATE_FILE,
          API_TLS_KEY_FILE,
          SERVICE_TLD,
          VIP_TLD,
          UNINSTALL);

  private SurroundingsSettings() {}

  /**
   * Reads what is around the scheduler.
   *
   * @throws InvalidSurroundingsException with one sentence for each thing that is wrong
   */
  public static Surroundings read(Source source) {
    SettingReader reader = new SettingReader(source);
    Surroundings surroundings =
        new Surroundings(
            mesos(reader, DEFAULTS.mesos()),
            reader.read(STATE_ZOOKEEPER, DEFAULTS.stateZookeeper()),
            api(reader, DEFAULTS.api()),
            reader.read(SERVICE_TLD, DEFAULTS.serviceTld()),
            reader.read(VIP_TLD, DEFAULTS.vipTld()),
            reader.read(UNINSTALL, DEFAULTS.uninstall()));
    if (!reader.errors().isEmpty()) {
      throw new InvalidSurroundingsException(
          reader.errors().stream().map(ValidationError::text).collect(Collectors.joining(" ")));
    }
    return surroundings;
  }

  private static Surroundings.Mesos mesos(SettingReader reader, Surroundings.Mesos defaults) {
    Surroundings.Mesos mesos =
        new Surroundings.Mesos(
            reader.read(MESOS_MASTER, defaults.master()),
            reader.read(MESOS_SECRET_FILE, defaults.secretFile()),
            reader.read(MESOS_FAILOVER_TIMEOUT, defaults.failoverTimeout()),
            reader.read(MESOS_INITIAL_BACKOFF, defaults.initialBackoff()),
            reader.read(MESOS_MAX_BACKOFF, defaults.maxBackoff()));
    if (mesos.initialBackoff().compareTo(mesos.maxBackoff()) > 0) {
      reader.refuse(MESOS_MAX_BACKOFF, "It is less than MESOS_INITIAL_BACKOFF_MS.");
    }
    return mesos;
  }

  private static Surroundings.Api api(SettingReader reader, Surroundings.Api defaults) {
    int port = reader.read(API_PORT, defaults.port());
    boolean withToken = reader.read(API_AUTH, Authentication.NONE) == Authentication.TOKEN;
    Optional<Path> tokens = reader.read(API_AUTH_TOKENS_FILE, Optional.empty());
    if (withToken && tokens.isEmpty()) {
      reader.refuse(API_AUTH_TOKENS_FILE, "It has to be set when API_AUTH is token.");
    }
    Optional<Path> certificate = reader.read(API_TLS_CERTIFICATE_FILE, Optional.empty());
    Optional<Path> key = reader.read(API_TLS_KEY_FILE, Optional.empty());
    if (certificate.isPresent() != key.isPresent()) {
      reader.refuse(
          API_TLS_CERTIFICATE_FILE,
          "API_TLS_CERTIFICATE_FILE and API_TLS_KEY_FILE need each other.");
    }
    return new Surroundings.Api(
        port,
        withToken ? tokens : Optional.empty(),
        reader.read(API_AUTH_OPEN, defaults.open()),
        certificate.flatMap(chain -> key.map(secret -> new Surroundings.Tls(chain, secret))));
  }

  private static <T> Setting<Surroundings, T> setting(
      String field,
      String variable,
      ValueType<T> type,
      Function<Surroundings, T> get,
      String description) {
    return Setting.of(
        SECTION + "." + field, variable, type, get, OnChange.SCHEDULER_ONLY, description);
  }
}
