import dcos.kafka.local.LocalDcos;
import dcos.kafka.local.LocalDcosOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * A local DC/OS without Marathon and without any service on it, for the measurements: what a
 * scheduler finds on a cluster that is idle. Run from source by lab/dcos.py:
 *
 * <pre>java -cp 'kafka-local.jar:lib/*' DcosHost.java FOLDER AGENTS</pre>
 *
 * <p>Says on its standard output {@code <master> <zookeeper>} when all runs. On its standard input
 * it takes {@code end-tasks}, which ends all agents with what they run and is answered by {@code
 * done}; at the end of that input it ends all else.
 */
final class DcosHost {
  private DcosHost() {}

  public static void main(String[] arguments) throws Exception {
    int agents = Integer.parseInt(arguments[1]);
    LocalDcosOptions.Machine machine = new LocalDcosOptions.Machine(4, 16_384, 100_000, 10_000);
    LocalDcosOptions options =
        LocalDcosOptions.in(Path.of(arguments[0])).withAgents(agents).withMachine(machine);
    try (LocalDcos dcos = LocalDcos.prepare(options);
        BufferedReader commands =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      dcos.startZooKeeper();
      dcos.startMaster(0);
      for (int i = 0; i < agents; i++) {
        dcos.startAgent(i);
      }
      System.out.println(dcos.masterUri() + " " + dcos.zookeeper());
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        if (line.equals("end-tasks")) {
          endTasks(dcos, agents);
          System.out.println("done");
        }
      }
    }
    System.exit(0);
  }

  private static void endTasks(LocalDcos dcos, int agents) {
    CompletableFuture.allOf(
            IntStream.range(0, agents)
                .mapToObj(dcos::agent)
                .flatMap(Optional::stream)
                .map(agent -> CompletableFuture.runAsync(agent::destroy))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    IntStream.range(0, agents).forEach(dcos::stopAgent);
  }
}
