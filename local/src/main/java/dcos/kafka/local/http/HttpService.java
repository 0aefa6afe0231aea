package dcos.kafka.local.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dcos.kafka.local.loop.Loop;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server on one address with one handler. Each request has a thread, so no client waits for
 * another one.
 */
public final class HttpService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);

  static {
    // Without this an answer's body waits up to 40 ms for the client's acknowledgement of its
    // headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // In seconds. Java's client keeps connections longer than the default of 30 s, and a call must
    // not meet a closing one.
    System.setProperty("sun.net.httpserver.idleInterval", "3600");
  }

  private final HttpServer server;
  private final ExecutorService threads;

  private HttpService(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /** Answers requests. Called by many threads at once. */
  @FunctionalInterface
  public interface Handler {
    /** The answer. */
    Answer handle(Request request);
  }

  /**
   * Listens on {@code address}; port 0 takes any free one.
   *
   * @param name what it is, for threads and messages
   * @throws IOException when it can't, as when another process has the port; the message names the
   *     address
   */
  public static HttpService start(InetSocketAddress address, String name, Handler handler)
      throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new IOException(
          String.format(
              "The %s can't listen on %s:%d: %s.",
              name, address.getHostString(), address.getPort(), e.getMessage()),
          e);
    }
    AtomicInteger count = new AtomicInteger();
    ExecutorService threads =
        Executors.newCachedThreadPool(
            runnable -> {
              Thread thread = new Thread(runnable, name + "-http-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", exchange -> serve(exchange, handler));
    server.start();
    return new HttpService(server, threads);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /**
   * Stops listening and breaks off what is being answered, streams in the middle of a chunk, as
   * when the process ends.
   */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void serve(HttpExchange exchange, Handler handler) throws IOException {
    try {
      Answer answer = answer(exchange, handler);
      answer.headers().forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
      if (answer instanceof Answer.Whole whole) {
        int length = whole.body().length;
        exchange.sendResponseHeaders(whole.status(), length == 0 ? -1 : length);
        if (length > 0) {
          exchange.getResponseBody().write(whole.body());
        }
        exchange.close();
      } else if (answer instanceof Answer.Streaming streaming) {
        stream(exchange, streaming);
      }
    } catch (IOException e) {
      LOG.debug("A client went away: {}", e.toString());
      throw e;
    }
  }

  private static void stream(HttpExchange exchange, Answer.Streaming streaming) throws IOException {
    try {
      exchange.sendResponseHeaders(streaming.status(), 0);
      OutputStream body = exchange.getResponseBody();
      body.flush();
      streaming.records().writeTo(body);
      exchange.close();
    } catch (IOException e) {
      streaming.records().broken();
      throw e;
    }
  }

  private static Answer answer(HttpExchange exchange, Handler handler) throws IOException {
    Request request = read(exchange);
    try {
      return handler.handle(request);
    } catch (Loop.ClosedException e) {
      return Answer.text(503, "It is being shut down.");
    } catch (RuntimeException e) {
      LOG.error("A bug: no answer to {} {}", request.method(), request.path(), e);
      return Answer.text(500, "Internal error; its cause is in the log of the local cluster.");
    }
  }

  private static Request read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    return new Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        parameters(exchange.getRequestURI().getRawQuery()),
        headers,
        exchange.getRequestBody().readAllBytes());
  }

  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> parameters = new HashMap<>();
    if (query != null) {
      for (String parameter : query.split("&")) {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        String value = equals < 0 ? "" : parameter.substring(equals + 1);
        parameters.put(decoded(name), decoded(value));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
