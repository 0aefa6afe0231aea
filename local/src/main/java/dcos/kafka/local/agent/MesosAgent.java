package dcos.kafka.local.agent;

import dcos.kafka.local.http.Answer;
import dcos.kafka.local.http.HttpService;
import dcos.kafka.local.http.RefusedException;
import dcos.kafka.local.http.Request;
import dcos.kafka.local.link.MesosVersion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Mesos agent that runs in this JVM. {@link #close()} stops it as {@code kill -9} does: executors
 * run on, and an agent that is started from the same work folder attaches to them. {@link
 * #destroy()} ends everything.
 */
public final class MesosAgent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MesosAgent.class);

  private final CompletableFuture<AgentCore> core = new CompletableFuture<>();
  private final AgentPages pages;
  private final boolean authenticate;
  private final HttpService http;

  private MesosAgent(AgentOptions options, Optional<Checkpoint.Content> before) throws IOException {
    pages = new AgentPages(options.workDir());
    authenticate = options.authenticateExecutors();
    InetSocketAddress wanted = options.address();
    // Executors know the port of before.
    int port =
        wanted.getPort() == 0 ? before.map(Checkpoint.Content::port).orElse(0) : wanted.getPort();
    http =
        HttpService.start(
            new InetSocketAddress(wanted.getAddress(), port), "mesos-agent", this::answer);
    core.complete(new AgentCore(options, http.address(), before));
  }

  /**
   * Starts an agent, from where the one before it in that work folder stopped.
   *
   * @throws IOException when it can't listen at its address, or not use its work folder; the
   *     message is a sentence
   */
  public static MesosAgent start(AgentOptions options) throws IOException {
    Files.createDirectories(options.workDir());
    return new MesosAgent(options, new Checkpoint(options.workDir()).read());
  }

  /** Where it listens, {@code http://127.0.0.1:5051}. */
  public URI url() {
    return URI.create(
        "http://" + http.address().getAddress().getHostAddress() + ":" + http.address().getPort());
  }

  /** Its id; empty as long as no master has admitted it. */
  public Optional<String> id() {
    String id = core.join().ask(agent -> agent.id().getValue());
    return id.isEmpty() ? Optional.empty() : Optional.of(id);
  }

  /** From now on answers nobody, as a process that got SIGSTOP; executors run on. */
  public void pause() {
    core.join().pause();
  }

  /** Goes on after {@link #pause()}. */
  public void resume() {
    core.join().resume();
  }

  /** Stops and leaves executors running, for the next agent in the same work folder. */
  @Override
  public void close() {
    http.close();
    core.join().close();
  }

  /**
   * Ends all executors, each with the time that it has for shutting down, and stops. Nothing that
   * it has started is left but files. A next agent in the work folder tells the frameworks that
   * their tasks have ended.
   */
  public void destroy() {
    try {
      core.join().endExecutors().toCompletableFuture().join();
    } catch (dcos.kafka.local.loop.Loop.ClosedException e) {
      LOG.debug("Stopped before");
    }
    close();
  }

  private Answer answer(Request request) {
    AgentCore agent = core.join();
    String path = request.path().replaceFirst("^/slave\\(1\\)(?=/)", "");
    try {
      return switch (path) {
        case "/health" -> Answer.empty(200);
        case "/version" -> AgentPages.json(MesosVersion.page());
        case "/api/v1/executor" -> new ExecutorApi(agent, authenticate).answer(request);
        case "/state", "/state.json" -> agent.ask(pages::state);
        case "/files/browse" -> pages.browse(request);
        case "/files/read" -> pages.read(request);
        default -> Answer.empty(404);
      };
    } catch (RefusedException e) {
      return e.answer();
    }
  }
}
