package dcos.kafka.local.marathon;

import dcos.kafka.local.process.FetchException;
import dcos.kafka.local.process.Fetcher;
import dcos.kafka.local.process.SandboxProcess;
import dcos.kafka.local.web.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What takes time: fetching, starting, asking over HTTP. Done beside Marathon's thread. */
final class Launcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
  private static final int KEPT_SANDBOXES = 3;

  private final Path sandboxes;
  private final String host;
  private final Map<String, String> baseEnvironment;
  private final Fetcher fetcher = new Fetcher();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService background =
      Executors.newCachedThreadPool(
          runnable -> {
            Thread thread = new Thread(runnable, "marathon-launcher");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param sandboxes the folder of all sandboxes, one folder for each app in it
   * @param host the address that apps listen on
   * @param baseEnvironment what every app finds in its environment
   */
  Launcher(Path sandboxes, String host, Map<String, String> baseEnvironment) {
    this.sandboxes = sandboxes;
    this.host = host;
    this.baseEnvironment = Map.copyOf(baseEnvironment);
  }

  /**
   * A sandbox and ports for a run.
   *
   * @throws IOException when there is no place or no port
   */
  AppTask prepare(AppDefinition app) throws IOException {
    String name = app.id().substring(1).replace('/', '_');
    String id = name + "." + UUID.randomUUID();
    Path sandbox = sandboxes.resolve(name).resolve(id);
    Files.createDirectories(sandbox);
    return new AppTask(id, app.version(), sandbox, ports(app.ports()), Instant.now());
  }

  /** The wanted ports as they are, and a free one for each 0. */
  private List<Integer> ports(List<AppDefinition.PortDefinition> wanted) throws IOException {
    Set<Integer> chosen = new LinkedHashSet<>();
    for (AppDefinition.PortDefinition port : wanted) {
      chosen.add(port.port() == 0 ? FreePorts.any(host, chosen) : port.port());
    }
    return List.copyOf(chosen);
  }

  /** Fetches and starts; exactly one of the two is called, from another thread. */
  void launch(
      AppDefinition app, AppTask task, Consumer<SandboxProcess> started, Consumer<String> failed) {
    background.execute(
        () -> {
          try {
            fetcher.fetch(app.fetch(), task.sandbox);
            if (task.stopping) {
              failed.accept("Not wanted any more");
              return;
            }
            started.accept(
                SandboxProcess.startShell(
                    task.sandbox, app.cmd(), task.environment(app, host, baseEnvironment)));
          } catch (FetchException e) {
            failed.accept(e.getMessage());
          } catch (IOException e) {
            failed.accept("Can't start: " + e.getMessage());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed.accept("Marathon ends");
          }
        });
  }

  /** Asks once, and tells why it isn't well, or nothing, from another thread. */
  void probe(HealthCheck check, AppTask task, Consumer<Optional<String>> result) {
    URI uri = URI.create("http://" + host + ":" + task.ports.get(check.portIndex()) + check.path());
    http.sendAsync(
            HttpRequest.newBuilder(uri).timeout(check.timeout()).build(),
            HttpResponse.BodyHandlers.ofString())
        .handle(
            (response, failure) ->
                failure != null
                    ? Optional.of(failure.toString())
                    : response.statusCode() / 100 == 2 || response.statusCode() / 100 == 3
                        ? Optional.<String>empty()
                        : Optional.of(
                            "HTTP status " + response.statusCode() + ": " + response.body()))
        .thenAccept(result);
  }

  /** Keeps the sandboxes of the last runs, for those who want to know what happened. */
  void discard(AppTask task) {
    background.execute(
        () -> {
          try (Stream<Path> all = Files.list(task.sandbox.resolve(".."))) {
            List<Path> newestFirst =
                all.sorted(Comparator.comparing(Launcher::changedAt).reversed()).toList();
            for (Path old : newestFirst.stream().skip(KEPT_SANDBOXES).toList()) {
              delete(old);
            }
          } catch (IOException e) {
            LOG.warn("Old sandboxes of {} stay: {}", task.id, e.toString());
          }
        });
  }

  private static Instant changedAt(Path path) {
    try {
      return Files.getLastModifiedTime(path).toInstant();
    } catch (IOException gone) {
      return Instant.EPOCH;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  @Override
  public void close() {
    background.shutdownNow();
  }
}
