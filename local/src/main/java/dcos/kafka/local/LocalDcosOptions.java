package dcos.kafka.local;

import dcos.kafka.local.router.Credentials;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a local DC/OS is set up.
 *
 * @param folder of all state; made when it isn't there
 * @param routerPort of the one URL; 0 is one that the system chooses
 * @param agents how many, at least 1
 * @param machine what each of them has to offer
 * @param user who may log in; when empty, nobody needs to
 */
public record LocalDcosOptions(
    Path folder, int routerPort, int agents, Machine machine, Optional<Credentials> user) {

  /** How many agents there are where nobody says another number. */
  static final int AGENTS = 3;

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

  /** Three agents at any free port, without login. */
  public static LocalDcosOptions in(Path folder) {
    return new LocalDcosOptions(folder, 0, AGENTS, Machine.DEFAULT, Optional.empty());
  }

  /** With the one URL at that port. */
  public LocalDcosOptions withRouterPort(int port) {
    return new LocalDcosOptions(folder, port, agents, machine, user);
  }

  /** With that many agents. */
  public LocalDcosOptions withAgents(int count) {
    return new LocalDcosOptions(folder, routerPort, count, machine, user);
  }

  /** With other machines. */
  public LocalDcosOptions withMachine(Machine each) {
    return new LocalDcosOptions(folder, routerPort, agents, each, user);
  }

  /** With a login. */
  public LocalDcosOptions withUser(Credentials who) {
    return new LocalDcosOptions(folder, routerPort, agents, machine, Optional.of(who));
  }
}
