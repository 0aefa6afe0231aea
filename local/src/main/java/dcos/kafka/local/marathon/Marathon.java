package dcos.kafka.local.marathon;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.local.loop.Loop;
import dcos.kafka.local.web.JsonHandler;
import dcos.kafka.local.web.WebServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps apps alive, and is told over HTTP which. Safe for use by several threads.
 *
 * <p>{@link #close()} ends the runs of all apps, and the next Marathon of the same folder starts
 * them again; a Marathon that was killed finds them running.
 */
public final class Marathon implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Marathon.class);

  private final Loop loop = new Loop("marathon");
  private final Map<String, App> apps = new TreeMap<>();
  private final AppStore store;
  private final Launcher launcher;
  private final String host;
  private final WebServer server;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private boolean closing;

  /**
   * How a Marathon is set up.
   *
   * @param folder of its state and of all sandboxes; made when it isn't there
   * @param address where it listens; port 0 is one that the system chooses
   * @param environment what every app finds in its environment, such as {@code PATH}
   */
  public record Settings(Path folder, InetSocketAddress address, Map<String, String> environment) {
    /** Copies what could change. */
    public Settings {
      environment = Map.copyOf(environment);
    }
  }

  private Marathon(Settings settings) throws IOException {
    Path folder = settings.folder().toAbsolutePath();
    Files.createDirectories(folder);
    host = settings.address().getAddress().getHostAddress();
    store = new AppStore(folder.resolve("apps.json"));
    launcher = new Launcher(folder.resolve("sandboxes"), host, settings.environment());
    List<AppStore.Remembered> remembered = store.read();
    server = WebServer.start("marathon-http", settings.address(), new MarathonApi(this));
    loop.run(() -> remembered.forEach(this::restore));
  }

  /**
   * Starts to serve, and to run the apps that it knows from before.
   *
   * @throws IOException when its folder can't be used or its port is taken
   */
  public static Marathon start(Settings settings) throws IOException {
    return new Marathon(settings);
  }

  /** Its address, without a slash at the end. */
  public URI uri() {
    return server.uri();
  }

  /**
   * The address of an app's port, while it runs.
   *
   * @param label a label of the app
   * @param value of that label
   * @param index which of its ports
   */
  public Optional<URI> find(String label, String value, int index) {
    return loop.ask(
        () ->
            apps.values().stream()
                .filter(app -> app.definition().label(label).equals(Optional.of(value)))
                .flatMap(app -> app.task().stream())
                .filter(task -> task.isRunning() && index < task.ports.size())
                .map(task -> URI.create("http://" + host + ":" + task.ports.get(index)))
                .findFirst());
  }

  /** All values of a label. */
  public List<String> labels(String label) {
    return loop.ask(
        () ->
            apps.values().stream().flatMap(app -> app.definition().label(label).stream()).toList());
  }

  /** Ends all runs, within their grace periods, and forgets none of the apps. */
  @Override
  public void close() {
    server.close();
    loop.run(
        () -> {
          closing = true;
          apps.values().forEach(App::halt);
          remember();
        });
    ended.join();
    loop.close();
    launcher.close();
  }

  List<ObjectNode> list() {
    return loop.ask(() -> apps.values().stream().map(app -> app.json(host)).toList());
  }

  Optional<ObjectNode> get(String id) {
    return loop.ask(() -> Optional.ofNullable(apps.get(id)).map(app -> app.json(host)));
  }

  /** The app as it is known now, without what is known of its runs. */
  Optional<ObjectNode> definition(String id) {
    return loop.ask(
        () -> Optional.ofNullable(apps.get(id)).map(app -> app.definition().json().deepCopy()));
  }

  /** Makes the app be that; a run with other settings is replaced. Answers with it. */
  ObjectNode apply(ObjectNode json) throws InvalidAppException {
    AppDefinition definition = AppDefinition.parse(json, newVersion());
    return loop.ask(
        () -> {
          App app = apps.get(definition.id());
          if (app == null) {
            app = new App(definition, loop, launcher, this::remember);
            apps.put(definition.id(), app);
            app.settle();
          } else {
            app.define(definition);
          }
          return deployment(app);
        });
  }

  /** Ends the app and forgets it; empty when there is none. */
  Optional<ObjectNode> remove(String id) {
    return loop.ask(
        () ->
            Optional.ofNullable(apps.get(id))
                .map(
                    app -> {
                      ObjectNode answer = deployment(app);
                      app.remove();
                      return answer;
                    }));
  }

  private static ObjectNode deployment(App app) {
    ObjectNode json = JsonHandler.newObject();
    json.put("version", app.definition().version());
    json.put("deploymentId", app.deploymentId());
    return json;
  }

  ArrayNode deployments() {
    ArrayNode all = JsonHandler.newObject().putArray("deployments");
    for (ObjectNode app : list()) {
      app.path("deployments")
          .forEach(
              deployment -> {
                ObjectNode json = all.addObject();
                json.set("id", deployment.path("id"));
                json.set("version", app.path("version"));
                json.putArray("affectedApps").add(app.path("id"));
              });
    }
    return all;
  }

  private void restore(AppStore.Remembered remembered) {
    App app = new App(remembered.definition(), loop, launcher, this::remember);
    apps.put(remembered.definition().id(), app);
    remembered.task().ifPresent(app::adopt);
    app.settle();
  }

  /** Called after each change. */
  private void remember() {
    if (closing) {
      if (apps.values().stream().allMatch(app -> app.task().isEmpty())) {
        ended.complete(null);
      }
      return;
    }
    apps.values().removeIf(App::isGone);
    try {
      store.write(apps.values());
    } catch (IOException e) {
      LOG.error("Apps can't be remembered: {}", e.toString());
    }
  }

  private static String newVersion() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
  }
}
