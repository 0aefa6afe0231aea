package dcos.kafka.mesos.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dcos.kafka.mesos.wire.MessageFormat;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * HTTP as Mesos wants it: POST over HTTP/1.1, the subscription on one connection and the calls on
 * another, redirects left to the caller, a request never sent twice. Results arrive on the event
 * loop. TLS ({@code https}) trusts what the JVM trusts.
 */
public final class Http {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** A master under load answers late; one that takes longer than this doesn't answer. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

  private final EventLoop loop;
  private final MessageFormat format;
  private final Optional<String> authorization;
  private final int maxRecordBytes;
  private final Duration answerTimeout;
  private final ThreadPoolExecutor threads;
  private final Map<String, Clients> clients = new ConcurrentHashMap<>();

  /** One for the subscription and one for the calls, so that these have a connection each. */
  private record Clients(HttpClient stream, HttpClient calls) {}

  /**
   * @param authorization value of the header Authorization
   * @param maxRecordBytes the largest event to accept
   */
  public Http(
      EventLoop loop, MessageFormat format, Optional<String> authorization, int maxRecordBytes) {
    this(loop, format, authorization, maxRecordBytes, ANSWER_TIMEOUT);
  }

  Http(
      EventLoop loop,
      MessageFormat format,
      Optional<String> authorization,
      int maxRecordBytes,
      Duration answerTimeout) {
    this.answerTimeout = answerTimeout;
    this.loop = loop;
    this.format = format;
    this.authorization = authorization;
    this.maxRecordBytes = maxRecordBytes;
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            5,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "mesos-http");
              thread.setDaemon(true);
              return thread;
            });
  }

  private Clients clients(URI uri) {
    return clients.computeIfAbsent(
        uri.getScheme(), scheme -> new Clients(client(scheme), client(scheme)));
  }

  private HttpClient client(String scheme) {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(threads);
    if (!scheme.equalsIgnoreCase("https")) {
      client.sslContext(new NoTls()).sslParameters(new SSLParameters());
    }
    return client.build();
  }

  /** Posts a SUBSCRIBE call; what it is answered goes to the listener. */
  public EventStream subscribe(URI uri, byte[] call, EventStream.Listener listener) {
    EventStream stream = new EventStream(loop, maxRecordBytes, listener);
    HttpResponse.BodyHandler<String> body =
        head -> head.statusCode() == 200 ? stream.body() : BodySubscribers.ofString(UTF_8);
    HttpRequest request = request(uri, call).header("Accept", format.mediaType()).build();
    stream.exchange(
        exchange(
            clients(uri).stream(),
            request,
            body,
            (answer, error) -> {
              if (answer != null) {
                stream.answered(answer);
              } else {
                stream.failed("No answer from " + uri + ": " + error);
              }
            }));
    return stream;
  }

  /**
   * Posts any other call.
   *
   * @param done gets the answer, or why there is none, on the event loop; what comes after the
   *     first is old
   * @return cancels the request and its connection
   */
  CompletableFuture<?> call(
      URI uri,
      Optional<String> streamId,
      byte[] call,
      BiConsumer<@Nullable Answer, @Nullable String> done) {
    HttpRequest.Builder request = request(uri, call).header("Accept", format.mediaType());
    streamId.ifPresent(id -> request.header("Mesos-Stream-Id", id));
    return exchange(
        clients(uri).calls(), request.build(), head -> BodySubscribers.ofString(UTF_8), done);
  }

  private HttpRequest.Builder request(URI uri, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", format.mediaType())
            .POST(BodyPublishers.ofByteArray(body));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private CompletableFuture<?> exchange(
      HttpClient client,
      HttpRequest request,
      HttpResponse.BodyHandler<String> body,
      BiConsumer<@Nullable Answer, @Nullable String> done) {
    CompletableFuture<HttpResponse<String>> exchange = client.sendAsync(request, body);
    // Not the JDK's time-out: that one ends with the headers, this one with the whole answer.
    Future<?> timeout =
        loop.after(
            answerTimeout,
            () -> {
              done.accept(null, "none within " + answerTimeout.toMillis() / 1000.0 + " s");
              exchange.cancel(true);
            });
    exchange.whenComplete(
        (response, error) ->
            loop.execute(
                () -> {
                  timeout.cancel(false);
                  if (error == null) {
                    done.accept(answer(response), null);
                  } else {
                    done.accept(null, reason(error));
                  }
                }));
    return exchange;
  }

  private static Answer answer(HttpResponse<String> response) {
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Mesos-Stream-Id"),
        response.headers().firstValue("Location").flatMap(to -> resolve(response.uri(), to)),
        response.body());
  }

  /** Mesos redirects without a scheme: {@code //host:port/path}. Never from https to http. */
  private static Optional<URI> resolve(URI request, String location) {
    try {
      URI target = request.resolve(location);
      return target.getHost() != null && request.getScheme().equals(target.getScheme())
          ? Optional.of(target)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What went wrong, in words; many of the JDK's exceptions carry no message. */
  static String reason(Throwable error) {
    Throwable cause = error;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof ConnectException) {
      return "connection refused or host not reachable";
    }
    if (cause instanceof CancellationException) {
      return "cancelled";
    }
    String message = cause.getMessage();
    String kind = cause instanceof IOException ? "" : cause.getClass().getSimpleName() + ": ";
    return message == null ? cause.getClass().getSimpleName() : kind + message;
  }

  /**
   * Lets the threads go. Close what is open before: the JDK ends a client's own thread when nothing
   * refers to the client any more.
   */
  public void close() {
    threads.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
  }
}
