package dcos.kafka.local;

import dcos.kafka.local.router.Credentials;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a local DC/OS is set up.
 *
 * @param folder of all state; made when it isn't there
 * @param routerPort of the one URL; 0 is one that the system chooses
 * @param agents how many, at least 1
 * @param machine what each of them has to offer
 * @param user who may log in; when empty, nobody needs to
 * @param pings after how much silence an agent is lost to the master
 * @param network the loopback addresses that everything but the router has, as {@code 127.0.0} for
 *     those from {@code 127.0.0.1} on; of a folder that has been used before, it stays what it was
 */
public record LocalDcosOptions(
    Path folder,
    int routerPort,
    int agents,
    Machine machine,
    Optional<Credentials> user,
    Pings pings,
    String network) {

  /** How many agents there are where nobody says another number. */
  static final int AGENTS = 3;

  /** The addresses where nobody says others. */
  static final String NETWORK = "127.0.0";

  /** With an absolute folder. */
  public LocalDcosOptions {
    folder = folder.toAbsolutePath().normalize();
  }

  /**
   * What an agent offers. It is a figure only: nothing keeps tasks from taking more.
   *
   * @param cpus cores
   * @param memMb memory
   * @param diskMb for volumes of type ROOT
   * @param mountDiskMb of a disk of its own, for a volume of type MOUNT
   */
  public record Machine(double cpus, int memMb, int diskMb, int mountDiskMb) {
    /** Enough for two brokers of the package's own defaults, or for many small ones. */
    public static final Machine DEFAULT = new Machine(4, 8192, 20_000, 10_000);
  }

  /**
   * How the master watches its agents.
   *
   * @param interval how often it asks each whether it is alive
   * @param most how many times in a row one may not answer before it is unreachable
   */
  public record Pings(Duration interval, int most) {
    /** Mesos' own: unreachable after 75 s. */
    public static final Pings DEFAULT = new Pings(Duration.ofSeconds(15), 5);
  }

  /** Three agents at any free port, without login. */
  public static LocalDcosOptions in(Path folder) {
    return new LocalDcosOptions(
        folder, 0, AGENTS, Machine.DEFAULT, Optional.empty(), Pings.DEFAULT, NETWORK);
  }

  /** With the one URL at that port. */
  public LocalDcosOptions withRouterPort(int port) {
    return new LocalDcosOptions(folder, port, agents, machine, user, pings, network);
  }

  /** With that many agents. */
  public LocalDcosOptions withAgents(int count) {
    return new LocalDcosOptions(folder, routerPort, count, machine, user, pings, network);
  }

  /** With other machines. */
  public LocalDcosOptions withMachine(Machine each) {
    return new LocalDcosOptions(folder, routerPort, agents, each, user, pings, network);
  }

  /** With a login. */
  public LocalDcosOptions withUser(Credentials who) {
    return new LocalDcosOptions(
        folder, routerPort, agents, machine, Optional.of(who), pings, network);
  }

  /** With a master of other patience. */
  public LocalDcosOptions withPings(Pings other) {
    return new LocalDcosOptions(folder, routerPort, agents, machine, user, other, network);
  }

  /** With other addresses, for one beside another. */
  public LocalDcosOptions withNetwork(String other) {
    return new LocalDcosOptions(folder, routerPort, agents, machine, user, pings, other);
  }
}
