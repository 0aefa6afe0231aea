package dcos.kafka.local.master;

import dcos.kafka.local.link.LeadingMaster;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a master runs.
 *
 * @param link where agents find it while it leads
 * @param address where it listens; port 0 takes any free one
 * @param workDir where it keeps its registry; empty: in memory only
 * @param heartbeat how often each subscription gets a HEARTBEAT
 * @param pingInterval how often each agent is asked whether it is alive
 * @param maxPings after how many unanswered pings an agent is unreachable
 * @param agentReregisterTimeout how long a new master waits for the agents of the one before
 * @param credentials secret by principal; when there are any, frameworks have to authenticate
 *     themselves
 * @param election takes part in an election in ZooKeeper; empty: it leads at once
 */
public record MasterOptions(
    LeadingMaster link,
    InetSocketAddress address,
    Optional<Path> workDir,
    Duration heartbeat,
    Duration pingInterval,
    int maxPings,
    Duration agentReregisterTimeout,
    Map<String, String> credentials,
    Optional<Election> election) {
  /**
   * Where masters elect their leader.
   *
   * @param zookeeper {@code host:port,…}
   * @param path such as {@code /mesos}
   * @param sessionTimeout how long after a leader's death another one leads
   */
  public record Election(String zookeeper, String path, Duration sessionTimeout) {}

  /** Mesos' own defaults: at a free port of 127.0.0.1, alone, without authentication. */
  public static MasterOptions defaults(LeadingMaster link) {
    return new MasterOptions(
        link,
        new InetSocketAddress("127.0.0.1", 0),
        Optional.empty(),
        Duration.ofSeconds(15),
        Duration.ofSeconds(15),
        5,
        Duration.ofMinutes(10),
        Map.of(),
        Optional.empty());
  }

  /** At another address. */
  public MasterOptions withAddress(InetSocketAddress other) {
    return new MasterOptions(
        link,
        other,
        workDir,
        heartbeat,
        pingInterval,
        maxPings,
        agentReregisterTimeout,
        credentials,
        election);
  }

  /** With a registry in that folder. */
  public MasterOptions withWorkDir(Path folder) {
    return new MasterOptions(
        link,
        address,
        Optional.of(folder),
        heartbeat,
        pingInterval,
        maxPings,
        agentReregisterTimeout,
        credentials,
        election);
  }

  /** With another heartbeat. */
  public MasterOptions withHeartbeat(Duration interval) {
    return new MasterOptions(
        link,
        address,
        workDir,
        interval,
        pingInterval,
        maxPings,
        agentReregisterTimeout,
        credentials,
        election);
  }

  /** With other patience for agents. */
  public MasterOptions withPings(Duration interval, int max) {
    return new MasterOptions(
        link,
        address,
        workDir,
        heartbeat,
        interval,
        max,
        agentReregisterTimeout,
        credentials,
        election);
  }

  /** With authentication of frameworks by these secrets. */
  public MasterOptions withCredentials(Map<String, String> secretByPrincipal) {
    return new MasterOptions(
        link,
        address,
        workDir,
        heartbeat,
        pingInterval,
        maxPings,
        agentReregisterTimeout,
        Map.copyOf(secretByPrincipal),
        election);
  }

  /** With an election. */
  public MasterOptions withElection(Election by) {
    return new MasterOptions(
        link,
        address,
        workDir,
        heartbeat,
        pingInterval,
        maxPings,
        agentReregisterTimeout,
        credentials,
        Optional.of(by));
  }

  /** Hides the secrets. */
  @Override
  public String toString() {
    return "MasterOptions[" + address + ", " + workDir + ", " + election + "]";
  }
}
