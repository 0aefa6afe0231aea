package dcos.kafka.scheduler.config.setting;

import dcos.kafka.scheduler.config.JmxConfiguration;
import dcos.kafka.scheduler.config.TargetConfiguration;
import java.util.List;
import java.util.function.Function;

/**
 * The settings of {@link JmxConfiguration}: the JVM's {@code com.sun.management.jmxremote} options.
 */
final class JmxSettings {

  private static final Section<JmxConfiguration> SETTINGS =
      new Section<>(BrokerSettings.SECTION + ".jmx", configuration -> configuration.broker().jmx());

  static final Setting<TargetConfiguration, Boolean> ENABLE =
      flag("enable", "BROKER_JMX_ENABLE", JmxConfiguration::enabled, "Whether brokers offer JMX.");

  static final Setting<TargetConfiguration, Boolean> REMOTE =
      flag(
          "remote",
          "BROKER_JMX_REMOTE_ENABLE",
          JmxConfiguration::remote,
          "Whether from other machines too, on `BROKER_JMX_REMOTE_PORT`; all of the following counts"
              + " only then.");

  static final Setting<TargetConfiguration, Integer> REMOTE_PORT =
      SETTINGS.setting(
          "remotePort",
          "BROKER_JMX_REMOTE_PORT",
          ValueType.integer(1, 65535),
          JmxConfiguration::remotePort,
          OnChange.RESTART,
          "`com.sun.management.jmxremote.port`; two brokers on one agent can't both have it.");

  static final Setting<TargetConfiguration, Boolean> REGISTRY_SSL =
      flag(
          "remoteRegistrySsl",
          "BROKER_JMX_REMOTE_REGISTRY_SSL",
          jmx -> jmx.ssl().registry(),
          "`…jmxremote.registry.ssl`.");

  static final Setting<TargetConfiguration, Boolean> SSL =
      flag("remoteSsl", "BROKER_JMX_REMOTE_SSL", jmx -> jmx.ssl().enabled(), "`…jmxremote.ssl`.");

  static final Setting<TargetConfiguration, String> SSL_PROTOCOLS =
      line(
          "remoteSslEnabledProtocols",
          "BROKER_JMX_REMOTE_SSL_ENABLED_PROTOCOLS",
          jmx -> jmx.ssl().enabledProtocols(),
          "`…jmxremote.ssl.enabled.protocols`.");

  static final Setting<TargetConfiguration, String> SSL_CIPHER_SUITES =
      line(
          "remoteSslEnabledCipherSuites",
          "BROKER_JMX_REMOTE_SSL_ENABLED_CIPHER_SUITES",
          jmx -> jmx.ssl().enabledCipherSuites(),
          "`…jmxremote.ssl.enabled.cipher.suites`.");

  static final Setting<TargetConfiguration, Boolean> SSL_NEED_CLIENT_AUTH =
      flag(
          "remoteSslNeedClientAuth",
          "BROKER_JMX_REMOTE_SSL_NEED_CLIENT_AUTH",
          jmx -> jmx.ssl().needClientAuth(),
          "`…jmxremote.ssl.need.client.auth`.");

  static final Setting<TargetConfiguration, Boolean> AUTHENTICATE =
      flag(
          "remoteAuthenticate",
          "BROKER_JMX_REMOTE_AUTH",
          jmx -> jmx.authentication().enabled(),
          "`…jmxremote.authenticate`.");

  static final Setting<TargetConfiguration, String> PASSWORD_FILE =
      line(
          "remotePasswordFile",
          "BROKER_JMX_REMOTE_PASSWORD_FILE",
          jmx -> jmx.authentication().passwordFile(),
          "`…jmxremote.password.file`.");

  static final Setting<TargetConfiguration, String> ACCESS_FILE =
      line(
          "remoteAccessFile",
          "BROKER_JMX_REMOTE_ACCESS_FILE",
          jmx -> jmx.authentication().accessFile(),
          "`…jmxremote.access.file`.");

  static final Setting<TargetConfiguration, String> LOGIN_CONFIG =
      line(
          "remoteLoginConfig",
          "BROKER_JMX_REMOTE_LOGIN_CONFIG",
          jmx -> jmx.authentication().loginConfig(),
          "`…jmxremote.login.config`.");

  static final List<Setting<TargetConfiguration, ?>> ALL =
      List.of(
          ENABLE,
          REMOTE,
          REMOTE_PORT,
          REGISTRY_SSL,
          SSL,
          SSL_PROTOCOLS,
          SSL_CIPHER_SUITES,
          SSL_NEED_CLIENT_AUTH,
          AUTHENTICATE,
          PASSWORD_FILE,
          ACCESS_FILE,
          LOGIN_CONFIG);

  private JmxSettings() {}

  /** Reads the whole section. */
  static JmxConfiguration read(SettingReader reader, JmxConfiguration defaults) {
    JmxConfiguration.Ssl ssl = defaults.ssl();
    JmxConfiguration.Authentication authentication = defaults.authentication();
    return new JmxConfiguration(
        reader.read(ENABLE, defaults.enabled()),
        reader.read(REMOTE, defaults.remote()),
        reader.read(REMOTE_PORT, defaults.remotePort()),
        new JmxConfiguration.Ssl(
            reader.read(REGISTRY_SSL, ssl.registry()),
            reader.read(SSL, ssl.enabled()),
            reader.read(SSL_PROTOCOLS, ssl.enabledProtocols()),
            reader.read(SSL_CIPHER_SUITES, ssl.enabledCipherSuites()),
            reader.read(SSL_NEED_CLIENT_AUTH, ssl.needClientAuth())),
        new JmxConfiguration.Authentication(
            reader.read(AUTHENTICATE, authentication.enabled()),
            reader.read(PASSWORD_FILE, authentication.passwordFile()),
            reader.read(ACCESS_FILE, authentication.accessFile()),
            reader.read(LOGIN_CONFIG, authentication.loginConfig())));
  }

  private static Setting<TargetConfiguration, Boolean> flag(
      String field, String variable, Function<JmxConfiguration, Boolean> get, String what) {
    return SETTINGS.setting(field, variable, ValueType.bool(), get, OnChange.RESTART, what);
  }

  private static Setting<TargetConfiguration, String> line(
      String field, String variable, Function<JmxConfiguration, String> get, String what) {
    return SETTINGS.setting(field, variable, ValueType.text(), get, OnChange.RESTART, what);
  }
}
