package dcos.kafka.local.agent;

import dcos.kafka.local.link.LeadingMaster;
import dcos.kafka.local.resource.Resources;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How an agent runs.
 *
 * @param link where it finds the leading master
 * @param address where it listens; each agent has an address of its own, which its tasks use as
 *     well. Port 0 takes a free one the first time, and the same one ever after
 * @param workDir sandboxes, volumes and checkpoints
 * @param resources what it has to offer, see {@link dcos.kafka.local.resource.MachineResources}
 * @param attributes such as {@code rack=r1}
 * @param executorEnvironment what every executor and command finds in its environment, such as
 *     {@code JAVA_HOME}
 * @param authenticateExecutors whether executors get a token and have to show it
 * @param timing how patient it is
 */
public record AgentOptions(
    LeadingMaster link,
    InetSocketAddress address,
    Path workDir,
    Resources resources,
    Map<String, String> attributes,
    Map<String, String> executorEnvironment,
    boolean authenticateExecutors,
    Timing timing) {
  /**
   * How patient an agent is.
   *
   * @param registrationDelay how long after it has found a master it registers
   * @param updateRetry after which time a status update that nobody has acknowledged is sent again,
   *     and then after twice that time and so on
   * @param executorRegistration how long an executor may take to subscribe
   * @param executorReregistration how long executors may take to subscribe again to an agent that
   *     was started again
   * @param executorShutdownGrace between SHUTDOWN and the kill, for executors that don't ask for
   *     another
   * @param recovery how long executors wait for an agent that is away
   */
  public record Timing(
      Duration registrationDelay,
      Duration updateRetry,
      Duration executorRegistration,
      Duration executorReregistration,
      Duration executorShutdownGrace,
      Duration recovery) {
    /**
     * Mesos' own defaults; only that executors have 5 s instead of 2 s to come back, and that it
     * registers at once.
     */
    public static Timing defaults() {
      return new Timing(
          Duration.ZERO,
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofMinutes(15));
    }
  }

  /** At a free port of {@code host}, with nothing special. */
  public static AgentOptions of(
      LeadingMaster link, String host, Path workDir, Resources resources) {
    return new AgentOptions(
        link,
        new InetSocketAddress(host, 0),
        workDir.toAbsolutePath(),
        resources,
        Map.of(),
        Map.of(),
        false,
        Timing.defaults());
  }

  /** At another port. */
  public AgentOptions withPort(int port) {
    return new AgentOptions(
        link,
        new InetSocketAddress(address.getAddress(), port),
        workDir,
        resources,
        attributes,
        executorEnvironment,
        authenticateExecutors,
        timing);
  }

  /** With attributes, in that order. */
  public AgentOptions withAttributes(Map<String, String> all) {
    return new AgentOptions(
        link,
        address,
        workDir,
        resources,
        Collections.unmodifiableMap(new LinkedHashMap<>(all)),
        executorEnvironment,
        authenticateExecutors,
        timing);
  }

  /** With something in every executor's environment. */
  public AgentOptions withExecutorEnvironment(Map<String, String> all) {
    return new AgentOptions(
        link,
        address,
        workDir,
        resources,
        attributes,
        Map.copyOf(all),
        authenticateExecutors,
        timing);
  }

  /** With tokens for executors. */
  public AgentOptions withExecutorAuthentication() {
    return new AgentOptions(
        link, address, workDir, resources, attributes, executorEnvironment, true, timing);
  }

  /** With other patience. */
  public AgentOptions withTiming(Timing other) {
    return new AgentOptions(
        link,
        address,
        workDir,
        resources,
        attributes,
        executorEnvironment,
        authenticateExecutors,
        other);
  }
}
