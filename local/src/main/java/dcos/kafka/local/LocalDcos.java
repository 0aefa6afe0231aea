package dcos.kafka.local;

import dcos.kafka.local.agent.AgentOptions;
import dcos.kafka.local.agent.MesosAgent;
import dcos.kafka.local.link.LeadingMaster;
import dcos.kafka.local.marathon.Marathon;
import dcos.kafka.local.master.MasterOptions;
import dcos.kafka.local.master.MesosMaster;
import dcos.kafka.local.resource.MachineResources;
import dcos.kafka.local.router.AdminRouter;
import dcos.kafka.local.router.Upstreams;
import dcos.kafka.local.zookeeper.LocalZooKeeper;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A DC/OS for one machine: ZooKeeper, a Mesos master, agents, Marathon, and the Admin Router in
 * front of them. All of it is in this JVM, and what runs on it are real processes.
 *
 * <p>Each part can be stopped and started by itself, for tests of what happens then. Not safe for
 * use by several threads, but for the parts themselves.
 */
public final class LocalDcos implements AutoCloseable {
  private static final String MESOS_PATH = "/mesos";
  private static final Duration MASTER_SESSION = Duration.ofSeconds(6);

  /** The second is how somebody gives brokers another collector than Kafka's own scripts do. */
  private static final List<String> PASSED_ON = List.of("PATH", "KAFKA_JVM_PERFORMANCE_OPTS");

  private static final String ROUTED_LABEL = "DCOS_SERVICE_NAME";

  private final LocalDcosOptions options;
  private final Addresses addresses;
  private final InetAddress host;
  private final InetSocketAddress zookeeperAddress;
  private final Map<String, String> environment;
  private final LeadingMaster leader = new LeadingMaster();
  private final Map<Integer, MesosAgent> agents = new TreeMap<>();
  private @Nullable LocalZooKeeper zookeeper;
  private final Map<Integer, MesosMaster> masters = new ConcurrentSkipListMap<>();
  private volatile @Nullable Marathon marathon;
  private @Nullable AdminRouter router;

  private LocalDcos(LocalDcosOptions options) throws IOException {
    this.options = options;
    Files.createDirectories(options.folder());
    this.addresses = Addresses.of(options.folder(), options.network());
    this.host = InetAddress.getByName(addresses.host());
    this.zookeeperAddress = new InetSocketAddress(host, addresses.zookeeper());
    this.environment = environment();
  }

  /** Programs run with the Java that runs us, and find what we would find. */
  private static Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    PASSED_ON.forEach(
        name ->
            Optional.ofNullable(System.getenv(name))
                .ifPresent(value -> environment.put(name, value)));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("LANG", "C.UTF-8");
    return environment;
  }

  /** One of which nothing runs yet. */
  public static LocalDcos prepare(LocalDcosOptions options) throws IOException {
    return new LocalDcos(options);
  }

  /**
   * One of which all parts run.
   *
   * @throws IOException when a part can't start, as when its port is taken; nothing runs then
   */
  public static LocalDcos start(LocalDcosOptions options) throws IOException {
    LocalDcos dcos = prepare(options);
    try {
      dcos.startZooKeeper();
      dcos.startMaster(0);
      for (int i = 0; i < options.agents(); i++) {
        dcos.startAgent(i);
      }
      dcos.startMarathon();
      dcos.startRouter();
      return dcos;
    } catch (IOException | RuntimeException e) {
      dcos.close();
      throw e;
    }
  }

  /** How it is set up. */
  public LocalDcosOptions options() {
    return options;
  }

  /** Starts ZooKeeper, at the port that it had before. */
  public void startZooKeeper() throws IOException {
    try {
      zookeeper = LocalZooKeeper.start(folder("zookeeper"), zookeeperAddress);
    } catch (BindException e) {
      throw new IOException(
          "ZooKeeper has to be at "
              + zookeeper()
              + " again, where brokers look for it, but another program listens there: end that"
              + " program, or take another folder.",
          e);
    }
  }

  /** Ends ZooKeeper; clients lose their connections, and their sessions after a while. */
  public void stopZooKeeper() throws IOException {
    LocalZooKeeper running = zookeeper;
    zookeeper = null;
    if (running != null) {
      running.close();
    }
  }

  /**
   * Ends all sessions that there are, as after a silence longer than their time-outs; clients learn
   * of it at once.
   *
   * @return how to ask whether one of them is still there
   */
  public BooleanSupplier expireZooKeeperSessions() {
    LocalZooKeeper running = zookeeper;
    if (running == null) {
      throw new IllegalStateException("ZooKeeper doesn't run");
    }
    return running.expireSessions();
  }

  /** Where ZooKeeper is, running or not: {@code host:port}. */
  public String zookeeper() {
    return host.getHostAddress() + ":" + zookeeperAddress.getPort();
  }

  /**
   * Starts a master, counted from 0; it leads when it has won its election. All share the registry,
   * which real ones replicate.
   */
  public void startMaster(int index) throws IOException {
    masters.put(
        index,
        MesosMaster.start(
            MasterOptions.defaults(leader)
                .withAddress(new InetSocketAddress(host, addresses.master(index)))
                .withWorkDir(folder("master"))
                .withPings(options.pings().interval(), options.pings().most())
                .withElection(
                    new MasterOptions.Election(zookeeper(), MESOS_PATH, MASTER_SESSION))));
  }

  /** The master that leads, or one that runs while none leads. */
  public Optional<MesosMaster> master() {
    return masters.values().stream().max(Comparator.comparing(MesosMaster::isLeading));
  }

  /** Ends a master as an operator does; agents and tasks run on. */
  public void stopMaster(int index) {
    Optional.ofNullable(masters.remove(index)).ifPresent(MesosMaster::close);
  }

  /** Ends a master as {@code kill -9} does: its session in ZooKeeper lasts for a while yet. */
  public void killMaster(int index) {
    Optional.ofNullable(masters.remove(index)).ifPresent(MesosMaster::kill);
  }

  /** How schedulers find the master: {@code zk://…/mesos}. */
  public String masterUri() {
    return "zk://" + zookeeper() + MESOS_PATH;
  }

  /** Starts an agent, counted from 0, with what it had before. */
  public void startAgent(int index) throws IOException {
    Addresses.Agent address = addresses.agent(index);
    Path folder = folder("agents/" + index);
    LocalDcosOptions.Machine machine = options.machine();
    agents.put(
        index,
        MesosAgent.start(
            AgentOptions.of(
                    leader,
                    address.host(),
                    folder.resolve("work"),
                    new MachineResources()
                        .cpus(machine.cpus())
                        .mem(machine.memMb())
                        .disk(machine.diskMb())
                        .mountDisk(machine.mountDiskMb(), folder.resolve("mount").toString())
                        .ports(address.firstPort(), address.lastPort())
                        .build())
                .withExecutorEnvironment(environment)));
  }

  /** An agent, while it runs. */
  public Optional<MesosAgent> agent(int index) {
    return Optional.ofNullable(agents.get(index));
  }

  /** Ends an agent, and not what runs on it, as when the agent's own process dies. */
  public void stopAgent(int index) {
    MesosAgent running = agents.remove(index);
    if (running != null) {
      running.close();
    }
  }

  /** Starts Marathon, and the apps that it had before. */
  public void startMarathon() throws IOException {
    marathon =
        Marathon.start(
            new Marathon.Settings(folder("marathon"), new InetSocketAddress(host, 0), environment));
  }

  /** Marathon, while it runs. */
  public Optional<Marathon> marathon() {
    return Optional.ofNullable(marathon);
  }

  /** Ends Marathon and the apps that it runs. */
  public void stopMarathon() {
    Marathon running = marathon;
    marathon = null;
    if (running != null) {
      running.close();
    }
  }

  /** Starts the router. */
  public void startRouter() throws IOException {
    router =
        AdminRouter.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), options.routerPort()),
            new Parts(),
            options.user());
  }

  /** The one URL, without a slash at the end. */
  public URI uri() {
    AdminRouter running = router;
    if (running == null) {
      throw new IllegalStateException("The router doesn't run");
    }
    return running.uri();
  }

  /** Ends the router. */
  public void stopRouter() {
    AdminRouter running = router;
    router = null;
    if (running != null) {
      running.close();
    }
  }

  /**
   * Ends everything: first what Marathon runs, so that no scheduler takes what follows for
   * failures, then all executors with their tasks, each within its own grace period, then the rest.
   */
  @Override
  public void close() throws IOException {
    stopMarathon();
    List<MesosAgent> running = List.copyOf(agents.values());
    agents.clear();
    CompletableFuture.allOf(
            running.stream()
                .map(agent -> CompletableFuture.runAsync(agent::destroy))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    stopRouter();
    List.copyOf(masters.keySet()).forEach(this::stopMaster);
    stopZooKeeper();
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(options.folder().resolve(name));
  }

  private final class Parts implements Upstreams {
    @Override
    public List<String> services() {
      return LocalDcos.this
          .marathon()
          .map(running -> running.labels(ROUTED_LABEL))
          .orElse(List.of());
    }

    @Override
    public Optional<URI> service(String name) {
      return LocalDcos.this.marathon().flatMap(running -> running.find(ROUTED_LABEL, name, 0));
    }

    @Override
    public Optional<URI> marathon() {
      return LocalDcos.this.marathon().map(Marathon::uri);
    }

    @Override
    public Optional<URI> mesos() {
      return LocalDcos.this.master().filter(MesosMaster::isLeading).map(MesosMaster::url);
    }
  }
}
