package dcos.kafka.mesos.executor;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.FrameworkID;

/**
 * What an agent tells an executor by its environment (mesos:docs/executor-http-api.md).
 *
 * @param agent base address of the agent
 * @param sandbox the executor's directory
 * @param checkpoint whether tasks outlive an agent that restarts
 * @param recoveryTimeout how long to wait for an agent that is away; matters with checkpointing
 * @param subscriptionBackoffMax longest wait between two attempts to subscribe
 * @param shutdownGracePeriod how long after SHUTDOWN the agent kills the executor
 * @param authenticationToken to show to the agent, where it authenticates executors
 */
public record ExecutorEnvironment(
    URI agent,
    FrameworkID frameworkId,
    ExecutorID executorId,
    Path sandbox,
    boolean checkpoint,
    Duration recoveryTimeout,
    Duration subscriptionBackoffMax,
    Duration shutdownGracePeriod,
    Optional<String> authenticationToken) {

  /**
   * Reads the environment, with Mesos' own defaults for what may be absent.
   *
   * @throws IllegalArgumentException when something is missing or unreadable; the message names the
   *     variable
   */
  public static ExecutorEnvironment from(Map<String, String> env) {
    return new ExecutorEnvironment(
        agent(env),
        FrameworkID.newBuilder().setValue(required(env, "MESOS_FRAMEWORK_ID")).build(),
        ExecutorID.newBuilder().setValue(required(env, "MESOS_EXECUTOR_ID")).build(),
        Path.of(required(env, "MESOS_SANDBOX")),
        flag(env, "MESOS_CHECKPOINT"),
        duration(env, "MESOS_RECOVERY_TIMEOUT", Duration.ofMinutes(15)),
        duration(env, "MESOS_SUBSCRIPTION_BACKOFF_MAX", Duration.ofSeconds(2)),
        duration(env, "MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD", Duration.ofSeconds(5)),
        Optional.ofNullable(env.get("MESOS_EXECUTOR_AUTHENTICATION_TOKEN")).map(String::strip));
  }

  private static URI agent(Map<String, String> env) {
    String endpoint = required(env, "MESOS_AGENT_ENDPOINT");
    // An agent with TLS sets up libprocess in its executors for the same.
    String scheme = flag(env, "LIBPROCESS_SSL_ENABLED") ? "https" : "http";
    try {
      URI uri = new URI(scheme + "://" + endpoint);
      if (uri.getHost() != null && uri.getPort() > 0) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below, in our own words.
    }
    throw new IllegalArgumentException(
        "MESOS_AGENT_ENDPOINT is \"" + endpoint + "\", which isn't host:port");
  }

  private static String required(Map<String, String> env, String name) {
    String value = env.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          name + " isn't set. An executor is started by a Mesos agent, which sets it.");
    }
    return value;
  }

  private static boolean flag(Map<String, String> env, String name) {
    String value = env.getOrDefault(name, "0");
    return value.equals("1") || value.equals("true");
  }

  private static Duration duration(Map<String, String> env, String name, Duration absent) {
    String value = env.get(name);
    if (value == null) {
      return absent;
    }
    return MesosDuration.parse(value)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name + " is \"" + value + "\"; expected a duration such as 15mins or 2secs"));
  }

  /** Hides the token. */
  @Override
  public String toString() {
    return "ExecutorEnvironment[" + executorId.getValue() + " at " + agent + "]";
  }
}
