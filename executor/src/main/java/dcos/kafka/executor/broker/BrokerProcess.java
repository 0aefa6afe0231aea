package dcos.kafka.executor.broker;

import dcos.kafka.executor.metrics.StatsdAgent;
import dcos.kafka.executor.task.BrokerTask;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A broker's process. It does not outlive the executor: a watchdog beside it holds the other end of
 * a pipe that only the executor's end keeps open, so that even {@code kill -9} of the executor ends
 * the broker, before another is started on the same volume.
 *
 * <p>Its output goes to the executor's own, which Mesos writes to the sandbox and rotates where it
 * is configured to; the end of it is kept for the message of a failure.
 */
public final class BrokerProcess {
  /**
   * Becomes the command, after starting the watchdog. Its read ends when the pipe is closed: by the
   * executor's end, or after the broker's by the JVM. It kills only what is its parent still, as
   * after the broker's end the number may be another process's. Where there is no /proc, there is
   * nothing to ask.
   */
  private static final String WATCHDOG =
      """
      exec 3<&0 </dev/null
      (
        exec >/dev/null 2>&1
        read -r _ <&3
        parent=$$
        [ ! -r /proc/self/stat ] || read -r _ _ _ parent _ </proc/self/stat
        [ "$parent" != $$ ] || kill -KILL $$
      ) &
      exec "$@" 3<&-
      """;

  /** What holds the pipes of a dead broker open, a grandchild, is not waited for longer. */
  private static final long DRAIN_MILLIS = 500;

  /** For the executor alone. */
  private static final String AGENT_TOKEN = "MESOS_EXECUTOR_AUTHENTICATION_TOKEN";

  private final Process process;
  private final LastWords lastWords = new LastWords();

  private BrokerProcess(Process process) {
    this.process = process;
  }

  /** How a broker ended. */
  public record Exit(int code, String lastWords) {}

  /**
   * Starts a broker in a prepared sandbox.
   *
   * @throws IOException when there is no process
   */
  public static BrokerProcess start(Sandbox sandbox, BrokerTask task) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh",
                "-c",
                WATCHDOG,
                "broker-watchdog",
                sandbox.startScript(task).toString(),
                sandbox.serverProperties().toString())
            .directory(sandbox.directory().toFile());
    environment(builder.environment(), sandbox, task);
    return new BrokerProcess(builder.start());
  }

  /**
   * The executor's own environment; its Java, which its start script found the way that is promised
   * for the broker's too; the heap with equal bounds, since the memory is the broker's anyway and
   * growing costs pauses; where a receiver of metrics is known, what sends them.
   */
  private static void environment(
      Map<String, String> environment, Sandbox sandbox, BrokerTask task) {
    environment.remove(AGENT_TOKEN);
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("KAFKA_HEAP_OPTS", "-Xms%dM -Xmx%dM".formatted(task.heapMb(), task.heapMb()));
    environment.putAll(task.environment());
    StatsdAgent.option(environment, sandbox.directory(), metricsPrefix(environment, task))
        .ifPresent(
            option -> environment.merge("KAFKA_OPTS", option, (given, ours) -> given + " " + ours));
  }

  /** Service and broker, such as {@code team_kafka.broker-0}. */
  private static String metricsPrefix(Map<String, String> environment, BrokerTask task) {
    String service =
        environment.getOrDefault("FRAMEWORK_NAME", "kafka").replaceAll("^/|[^A-Za-z0-9/-]", "");
    return service.replace('/', '_') + ".broker-" + task.brokerId();
  }

  /**
   * Passes the broker's output on from now on, and says when it ended.
   *
   * @param ended called once, on a thread of its own
   */
  public void watch(Consumer<Exit> ended) {
    List<Thread> pumps =
        List.of(
            pump("broker-stdout", process.getInputStream(), System.out, lastWords::out),
            pump("broker-stderr", process.getErrorStream(), System.err, lastWords::err));
    Thread watcher =
        new Thread(
            () -> {
              try {
                int code = process.waitFor();
                for (Thread pump : pumps) {
                  pump.join(DRAIN_MILLIS);
                }
                ended.accept(new Exit(code, lastWords.text()));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "broker-exit");
    watcher.setDaemon(true);
    watcher.start();
  }

  private static Thread pump(
      String name, InputStream from, PrintStream to, Consumer<String> remember) {
    Thread pump =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  remember.accept(line);
                  to.println(line);
                }
              } catch (IOException e) {
                // The pipe ends with the broker, one way or the other.
                remember.accept("(The broker's output ended: " + e.getMessage() + ")");
              }
            },
            name);
    pump.setDaemon(true);
    pump.start();
    return pump;
  }

  /** Asks the broker to stop: it hands its partitions over and closes its log. */
  public void terminate() {
    // Not Process.destroy(), which closes the pipes too, and with them the watchdog would fire.
    process.toHandle().destroy();
  }

  /**
   * Ends the broker, and what it started, at once. Does nothing after its end, when its number may
   * be another process's.
   */
  public void kill() {
    if (!process.isAlive()) {
      return;
    }
    List<ProcessHandle> tree = process.descendants().toList();
    process.toHandle().destroyForcibly();
    tree.forEach(ProcessHandle::destroyForcibly);
  }
}
