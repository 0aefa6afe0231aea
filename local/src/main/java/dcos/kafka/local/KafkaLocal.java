package dcos.kafka.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.local.process.FetchException;
import dcos.kafka.local.process.FetchUri;
import dcos.kafka.local.process.Fetcher;
import dcos.kafka.local.router.Credentials;
import dcos.kafka.local.universe.Options;
import dcos.kafka.local.universe.PackageDefinition;
import dcos.kafka.local.universe.PackageException;
import dcos.kafka.local.web.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code bin/kafka-local}: a DC/OS with a Kafka cluster on this machine, from one command until
 * Ctrl-C.
 */
@Command(
    name = "bin/kafka-local",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Brings up a Kafka cluster on a DC/OS for one machine, and keeps it up until Ctrl-C. Started"
            + " again, it comes back with its topics and data.%n")
public final class KafkaLocal implements Callable<Integer> {
  static final int DEFAULT_PORT = 8080;

  /** How long this process may take to hear of a Ctrl-C that has ended its child already. */
  private static final int CTRL_C_SECONDS = 1;

  /** As in the documentation of DC/OS' login. */
  private static final Credentials USER = new Credentials("username", "password");

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "The port of the one URL (default: ${DEFAULT-VALUE}).")
  private int port = DEFAULT_PORT;

  @Option(
      names = "--dir",
      paramLabel = "D",
      description = "The folder of all state (default: ${DEFAULT-VALUE}).")
  private Path dir = Path.of(".local");

  @Option(
      names = "--brokers",
      paramLabel = "N",
      description = "How many brokers (default: 3, or what the options file says).")
  private Optional<Integer> brokers = Optional.empty();

  @Option(
      names = "--agents",
      paramLabel = "N",
      description = "How many Mesos agents (default: 3, or as many as there have been).")
  private Optional<Integer> agents = Optional.empty();

  @Option(
      names = "--network",
      paramLabel = "N",
      description =
          "The first three numbers of its loopback addresses, when the folder is new (default: "
              + LocalDcosOptions.NETWORK
              + "). A second one on a machine takes others, as 127.0.1, and another --port and"
              + " --dir.")
  private Optional<String> network = Optional.empty();

  @Option(
      names = "--auth",
      description = "Ask for a login, as DC/OS does: user username, password password.")
  private boolean auth;

  @Option(names = "--fresh", description = "Forget what is in the folder, data and all.")
  private boolean fresh;

  @Mixin private final PackageChoice choice = new PackageChoice();

  private final Lines lines = Lines.to(System.out);
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  private KafkaLocal() {}

  /** Runs until it is ended by a signal; exits with 2 for wrong input and 1 for other trouble. */
  public static void main(String[] arguments) {
    int code =
        new CommandLine(new KafkaLocal())
            .setParameterExceptionHandler(
                (e, wrong) -> {
                  System.err.println(
                      e.getMessage() + "; bin/kafka-local --help lists the options.");
                  return KafkaLocalException.WRONG_INPUT;
                })
            .setExecutionExceptionHandler(
                (e, command, parsed) -> {
                  LoggerFactory.getLogger(KafkaLocal.class).error("Unexpected", e);
                  System.err.println(e.getMessage() + " (kafka-local.log tells more.)");
                  return KafkaLocalException.FAILED;
                })
            .execute(arguments);
    System.exit(code);
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      run();
      return 0;
    } catch (KafkaLocalException e) {
      System.err.println(e.getMessage());
      return e.exitCode();
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return KafkaLocalException.FAILED;
    } finally {
      ended.countDown();
    }
  }

  private void run() throws KafkaLocalException, IOException, InterruptedException {
    // Read by the configuration of the log, which is made when the first of its users is.
    System.setProperty("kafka.local.dir", dir.toAbsolutePath().normalize().toString());
    check(port >= 0 && port <= 65535, "--port has to be between 0 and 65535.");
    check(
        agents.orElse(1) >= 1 && agents.orElse(1) <= 100, "--agents has to be between 1 and 100.");
    check(brokers.orElse(1) >= 1, "--brokers has to be at least 1.");
    check(
        newNetwork().matches("127(\\.\\d{1,3}){2}") && FreePorts.isFree(newNetwork() + ".1", 0),
        "--network has to be the first three numbers of a loopback address of this machine, as"
            + " 127.0.1.");
    if (port != 0 && !FreePorts.isFree(InetAddress.getLoopbackAddress().getHostAddress(), port)) {
      throw new KafkaLocalException(
          KafkaLocalException.FAILED,
          "Port " + port + " is taken: end the program that has it, or take another --port.");
    }
    try (StateFolder folder = StateFolder.open(dir)) {
      Artifacts artifacts = new Artifacts(Path.of(System.getProperty("kafka.local.home", ".")));
      Installation installation = installation(artifacts);
      ObjectNode wishes = wishes();
      checkMemory(render(installation, Options.merge(Installation.smallOptions(), wishes)));
      if (fresh) {
        folder.empty();
      }
      serve(folder, artifacts, installation, wishes);
    }
  }

  private void serve(
      StateFolder folder, Artifacts artifacts, Installation installation, ObjectNode wishes)
      throws KafkaLocalException, IOException, InterruptedException {
    checkNetwork(folder);
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopWhenAsked));
    LocalDcosOptions setup =
        LocalDcosOptions.in(folder.path())
            .withNetwork(newNetwork())
            .withAgents(agentCount(folder))
            .withRouterPort(port);
    try (LocalDcos dcos = LocalDcos.start(auth ? setup.withUser(USER) : setup)) {
      lines.step("ZooKeeper", "up", dcos.zookeeper());
      lines.step("Mesos", "up", count(dcos.options().agents(), "agent"));
      lines.step("DC/OS", "up", dcos.uri().toString());
      RouterClient client = RouterClient.to(dcos.uri(), dcos.options().user());
      ObjectNode app = render(installation, Options.merge(Installation.localOptions(dcos), wishes));
      String service = app.path("labels").path("DCOS_SERVICE_NAME").asText();
      switch (installation.install(app, client)) {
        case INSTALLED -> lines.step("package", "installed", service);
        case UPDATED ->
            lines.step("package", "updated", service + ", because its options have changed");
        case UNCHANGED -> lines.step("package", "unchanged", service + " comes back as it was");
      }
      Path kafka = unpackKafka(folder.path(), artifacts);
      if (new DeploymentWatch(client, service, lines).await(asked)) {
        lines.text(ThingsToTry.text(client, dcos.uri(), service, kafka, auth));
        asked.await();
      }
      lines.text("Stopping: the scheduler, then the brokers.");
    }
  }

  private String newNetwork() {
    return network.orElse(LocalDcosOptions.NETWORK);
  }

  /** Brokers are known by their addresses, so these are for as long as the folder is. */
  private void checkNetwork(StateFolder folder) throws KafkaLocalException, IOException {
    String there = Addresses.of(folder.path(), newNetwork()).host();
    check(
        network.isEmpty() || there.equals(network.get() + ".1"),
        "What is in "
            + folder.path()
            + " has its addresses beside "
            + there
            + ": leave --network out, take another --dir, or start anew with --fresh.");
  }

  /** An agent that isn't started again would keep its brokers waiting for it. */
  private int agentCount(StateFolder folder) throws KafkaLocalException, IOException {
    int before = Addresses.of(folder.path()).agents();
    int now = agents.orElseGet(() -> Math.max(LocalDcosOptions.AGENTS, before));
    check(
        now >= before,
        "There are "
            + count(before, "agent")
            + " in "
            + folder.path()
            + ", and brokers may live on any of them: --agents can be more, or start anew with"
            + " --fresh.");
    return now;
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** In the JVM's own shutdown, which must not end before everything else has. */
  private void stopWhenAsked() {
    asked.countDown();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Installation installation(Artifacts artifacts) throws KafkaLocalException {
    try {
      Path memory = dir.resolve("installed.json");
      if (choice.url.isPresent()) {
        URI url = choice.url.get();
        return new Installation(PackageDefinition.load(url), url.toString(), memory);
      }
      Optional<Path> missing = artifacts.missing();
      if (missing.isPresent()) {
        throw new KafkaLocalException(
            KafkaLocalException.FAILED,
            missing.get() + " is missing: build it with `mvn -DskipTests package`.");
      }
      return new Installation(
          PackageDefinition.load(artifacts.universePackage()).withAssets(artifacts.assets()),
          artifacts.universePackage().toString(),
          memory);
    } catch (PackageException e) {
      throw KafkaLocalException.wrongInput(e);
    }
  }

  private ObjectNode wishes() throws KafkaLocalException {
    ObjectNode wishes = Options.none();
    if (choice.options.isPresent()) {
      try {
        wishes = Options.read(choice.options.get());
      } catch (PackageException e) {
        throw KafkaLocalException.wrongInput(e);
      }
    }
    if (brokers.isPresent()) {
      wishes.withObjectProperty("brokers").put("count", brokers.get());
    }
    return wishes;
  }

  private static ObjectNode render(Installation installation, ObjectNode options)
      throws KafkaLocalException {
    try {
      return installation.render(options);
    } catch (PackageException e) {
      throw KafkaLocalException.wrongInput(e);
    }
  }

  private static void checkMemory(ObjectNode app) throws KafkaLocalException {
    long needed = Memory.needed(app);
    OptionalLong available = Memory.available();
    check(
        available.isEmpty() || available.getAsLong() >= needed,
        "This needs about "
            + needed
            + " MB of memory, and "
            + available.orElse(0)
            + " MB are available: end other programs, or take fewer brokers (--brokers) or a smaller"
            + " heap (brokers.heap.size in --options).");
  }

  private static void check(boolean condition, String message) throws KafkaLocalException {
    if (!condition) {
      throw new KafkaLocalException(KafkaLocalException.WRONG_INPUT, message);
    }
  }

  /**
   * So that its command line tools are at hand. It is there as a whole or not at all: a Ctrl-C ends
   * {@code tar} too, and the next start must not take half of it for all.
   */
  private Path unpackKafka(Path folder, Artifacts artifacts)
      throws IOException, InterruptedException {
    Path kafka = folder.resolve(Artifacts.KAFKA);
    if (!Files.exists(kafka) && Files.exists(artifacts.kafka())) {
      Path unpacking = Files.createDirectories(folder.resolve("unpacking"));
      try {
        new Fetcher().fetch(List.of(FetchUri.of(artifacts.kafka().toString())), unpacking);
        Files.move(unpacking.resolve(Artifacts.KAFKA), kafka);
        Files.delete(unpacking);
      } catch (FetchException e) {
        if (!asked.await(CTRL_C_SECONDS, TimeUnit.SECONDS)) {
          throw new IOException(e.getMessage(), e);
        }
      }
    }
    Path here = Path.of("").toAbsolutePath();
    return kafka.startsWith(here) ? here.relativize(kafka) : kafka;
  }
}
