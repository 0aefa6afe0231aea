package dcos.kafka.local.agent;

import dcos.kafka.local.process.FetchException;
import dcos.kafka.local.process.FetchUri;
import dcos.kafka.local.process.Fetcher;
import dcos.kafka.local.process.SandboxProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.TaskInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares sandboxes and starts processes in them, away from the agent's loop, because fetching may
 * take minutes.
 */
final class Containers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Containers.class);

  private final Sandboxes sandboxes;
  private final Volumes volumes;
  private final Fetcher fetcher = new Fetcher();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          runnable -> {
            Thread thread = new Thread(runnable, "mesos-agent-container");
            thread.setDaemon(true);
            return thread;
          });

  Containers(Sandboxes sandboxes, Volumes volumes) {
    this.sandboxes = sandboxes;
    this.volumes = volumes;
  }

  /** Has a process started in {@code sandbox}, and tells one of both, in another thread. */
  void start(
      Path sandbox,
      TaskInfo firstTask,
      CommandInfo command,
      Map<String, String> environment,
      Consumer<SandboxProcess> whenStarted,
      Consumer<String> whenFailed) {
    threads.execute(
        () -> {
          try {
            sandboxes.create(sandbox);
            volumes.link(firstTask.getResourcesList(), sandbox);
            fetcher.fetch(uris(command), sandbox);
            whenStarted.accept(process(sandbox, command, environment));
          } catch (FetchException e) {
            whenFailed.accept(String.valueOf(e.getMessage()));
          } catch (IOException e) {
            whenFailed.accept("Can't start a process in " + sandbox + ": " + e.getMessage() + ".");
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Makes the volumes of one more task appear. */
  void linkVolumes(TaskInfo task, Path sandbox) throws IOException {
    volumes.link(task.getResourcesList(), sandbox);
  }

  /** Takes the volumes of a task that has ended out of the sandbox, as Mesos does. */
  void unlinkVolumes(TaskInfo task, Path sandbox) {
    try {
      volumes.unlink(task.getResourcesList(), sandbox);
    } catch (IOException e) {
      LOG.warn("A volume stays in {}: {}", sandbox, e.getMessage());
    }
  }

  private static SandboxProcess process(
      Path sandbox, CommandInfo command, Map<String, String> environment) throws IOException {
    List<String> words = new ArrayList<>();
    if (!command.hasShell() || command.getShell()) {
      words.addAll(List.of("/bin/sh", "-c", command.getValue()));
    } else {
      words.add(command.getValue());
      // The first argument is the name that the program sees, which Java can't choose.
      words.addAll(command.getArgumentsList().stream().skip(1).toList());
    }
    return SandboxProcess.startRemembered(sandbox, words, environment);
  }

  private static List<FetchUri> uris(CommandInfo command) {
    return command.getUrisList().stream()
        .map(
            uri ->
                new FetchUri(
                    uri.getValue(),
                    uri.getExtract(),
                    uri.getExecutable(),
                    uri.hasOutputFile() ? Optional.of(uri.getOutputFile()) : Optional.empty()))
        .toList();
  }

  /** Makes room, soon. */
  void tidy(Set<Path> inUse) {
    threads.execute(() -> sandboxes.tidy(inUse));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
