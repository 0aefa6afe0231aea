package dcos.kafka.scheduler.config;

/**
 * JMX of the broker's JVM. The options are the JVM's own ({@code com.sun.management.jmxremote.*}).
 *
 * @param enabled whether any of the following is used
 * @param remote whether it can be used from other machines; all of the following counts only then
 * @param remotePort the port that JMX listens on, 1 to 65535; two brokers on one agent can't both
 *     have it
 * @param ssl how connections are encrypted
 * @param authentication who may connect
 */
public record JmxConfiguration(
    boolean enabled, boolean remote, int remotePort, Ssl ssl, Authentication authentication) {

  /**
   * Encryption of JMX connections.
   *
   * @param registry whether the RMI registry is encrypted too
   * @param enabled whether connections are encrypted
   * @param enabledProtocols comma list of protocols, empty for the JVM's own choice
   * @param enabledCipherSuites comma list of cipher suites, empty for the JVM's own choice
   * @param needClientAuth whether clients have to show a certificate
   */
  public record Ssl(
      boolean registry,
      boolean enabled,
      String enabledProtocols,
      String enabledCipherSuites,
      boolean needClientAuth) {}

  /**
   * Who may connect to JMX.
   *
   * @param enabled whether clients have to authenticate
   * @param passwordFile the JVM's password file on the agent, empty for its default
   * @param accessFile the JVM's access file on the agent, empty for its default
   * @param loginConfig the JAAS entry that authenticates instead of the password file, empty for
   *     none
   */
  public record Authentication(
      boolean enabled, String passwordFile, String accessFile, String loginConfig) {}

  /** No JMX. */
  public static JmxConfiguration defaults() {
    return new JmxConfiguration(
        false,
        false,
        9999,
        new Ssl(false, false, "", "", false),
        new Authentication(false, "", "", ""));
  }

  /** What of it makes a difference: nothing of what is switched off. */
  public JmxConfiguration used() {
    JmxConfiguration none = defaults();
    JmxConfiguration local =
        new JmxConfiguration(enabled, false, none.remotePort, none.ssl, none.authentication);
    return enabled && remote ? this : local;
  }
}
