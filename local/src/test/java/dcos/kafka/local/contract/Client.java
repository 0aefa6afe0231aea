package dcos.kafka.local.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A client that knows nothing of Mesos: sends what it is given, and collects the events of all
 * streams that it has opened.
 */
final class Client implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final List<JsonNode> events = new ArrayList<>();
  private final List<String> ends = new ArrayList<>();
  private final List<InputStream> streams = new ArrayList<>();

  /** {@code body} is what was read, unless a stream was opened. */
  record Reply(int status, Map<String, List<String>> headers, Optional<String> body) {
    Optional<String> header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> String.join(",", header.getValue()))
          .findFirst();
    }
  }

  Reply get(URI url) throws Exception {
    return read(
        http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofInputStream()));
  }

  Reply post(URI url, Map<String, String> headers, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    HttpResponse<InputStream> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    if (response.headers().firstValue("Mesos-Stream-Id").isEmpty()) {
      return read(response);
    }
    Thread reader = new Thread(() -> collect(response.body()), "contract-client-stream");
    reader.setDaemon(true);
    reader.start();
    synchronized (this) {
      streams.add(response.body());
    }
    return new Reply(response.statusCode(), response.headers().map(), Optional.empty());
  }

  private static Reply read(HttpResponse<InputStream> response) throws IOException {
    String body = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
    return new Reply(response.statusCode(), response.headers().map(), Optional.of(body));
  }

  private void collect(InputStream stream) {
    try {
      for (String length = line(stream); !length.isEmpty(); length = line(stream)) {
        JsonNode event = JSON.readTree(stream.readNBytes(Integer.parseInt(length)));
        synchronized (this) {
          events.add(event);
          notifyAll();
        }
      }
      ended("EOFError");
    } catch (IOException e) {
      ended("IncompleteRead");
    }
  }

  private static String line(InputStream stream) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = stream.read(); c >= 0 && c != '\n'; c = stream.read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  private synchronized void ended(String how) {
    ends.add(how);
    notifyAll();
  }

  /**
   * Takes the first thing that {@code what} makes of the events that have not been taken, as soon
   * as it makes something.
   */
  synchronized <T> Optional<T> await(Function<List<JsonNode>, Optional<T>> what, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<T> found = what.apply(events);
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (found.isPresent() || left <= 0) {
        return found;
      }
      wait(left);
    }
  }

  /** How the stream ended that has ended next, as Python names it. */
  synchronized Optional<String> awaitEnd(Duration patience) throws InterruptedException {
    return await(
        ignored -> ends.isEmpty() ? Optional.empty() : Optional.of(ends.remove(0)), patience);
  }

  synchronized List<JsonNode> events(Predicate<JsonNode> which) {
    return events.stream().filter(which).toList();
  }

  @Override
  public synchronized void close() throws IOException {
    for (InputStream stream : streams) {
      stream.close();
    }
  }
}
