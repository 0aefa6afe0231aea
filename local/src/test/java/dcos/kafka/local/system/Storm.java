package dcos.kafka.local.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcos.kafka.local.system.HostileRequests.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends {@link HostileRequests} to a server over sockets, several at a time while idle clients keep
 * half a request each, and looks at every answer: it comes, it is no 500, and an error has the
 * documented shape with a sentence.
 *
 * @param server where it listens
 */
record Storm(InetSocketAddress server) {
  private static final int CLIENTS = 4;
  private static final int IDLE = 50;

  /** The API's own bound. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** After so long nothing comes any more. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Pattern HEAD =
      Pattern.compile("(?s)HTTP/1\\.[01] (\\d{3})([^\r\n]*)\r\n(.*?)\r\n\r\n(.*)");

  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");

  private static final List<String> LEAKS = List.of("<html", "\tat ", "Exception");

  /** Statuses above 499 that are no defect: not implemented, unavailable, in time, the version. */
  private static final List<Integer> EXPECTED = List.of(501, 503, 504, 505);

  /** Sends as many; fails with whatever is wrong with the answers. */
  void send(int requests, long seed) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    List<Socket> idle = new ArrayList<>();
    Queue<Request> slow = new ConcurrentLinkedQueue<>();
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    try {
      for (int i = 0; i < IDLE; i++) {
        idle.add(connect());
        write(
            idle.get(i),
            "GET /v1/brokers HTTP/1.1\r\nHost: x\r\nX".getBytes(StandardCharsets.UTF_8));
      }
      List<Future<?>> all = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        HostileRequests source = new HostileRequests(seed + client);
        all.add(
            clients.submit(
                () -> {
                  for (int i = 0; i < requests / CLIENTS; i++) {
                    Request request = source.next();
                    if (send(request, wrong).compareTo(LIMIT) > 0) {
                      slow.add(request);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      clients.shutdownNow();
      for (Socket one : idle) {
        one.close();
      }
    }
    // On a machine that was busy with other things it may be fast now; a hang is one again.
    List<String> hangs = new ArrayList<>();
    for (Request request : slow) {
      if (send(request, wrong).compareTo(LIMIT) > 0) {
        hangs.add(request.line());
      }
    }
    assertThat(wrong.stream().limit(20)).as("%d wrong answers", wrong.size()).isEmpty();
    assertThat(hangs).as("no answer within %s", LIMIT).isEmpty();
  }

  /** How long it took. */
  private Duration send(Request request, Queue<String> wrong) throws IOException {
    long began = System.nanoTime();
    Optional<String> problem;
    String answer = "";
    try (Socket socket = connect()) {
      write(socket, request.bytes());
      if (!request.whole()) {
        return Duration.ZERO;
      }
      socket.shutdownOutput();
      answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (answer.isEmpty()) {
        answer = answerToOneWhoStays(request);
      }
      problem = problem(request, answer);
    } catch (ConnectException e) {
      problem = Optional.of(e.toString());
    } catch (SocketException e) {
      // It was refused and closed before all of it was sent, which takes the answer along.
      problem = Optional.empty();
    } catch (IOException e) {
      problem = Optional.of(e.toString());
    }
    String shown = answer;
    problem.ifPresent(
        what ->
            wrong.add(
                what
                    + "\n"
                    + new String(request.bytes(), StandardCharsets.ISO_8859_1)
                    + "\n--\n"
                    + shown));
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /**
   * What a client hears that keeps its half of the connection open. Jetty takes one that doesn't
   * for gone when it sees the end together with a request that it refuses, and closes without a
   * word.
   */
  private String answerToOneWhoStays(Request request) throws IOException {
    try (Socket socket = connect()) {
      write(socket, request.bytes());
      InputStream in = socket.getInputStream();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      byte[] part = new byte[4096];
      for (int n = in.read(part); n >= 0; n = in.read(part)) {
        answer.write(part, 0, n);
        if (isWhole(answer.toString(StandardCharsets.ISO_8859_1))) {
          break;
        }
      }
      return answer.toString(StandardCharsets.UTF_8);
    }
  }

  private static boolean isWhole(String answer) {
    Matcher parts = HEAD.matcher(answer);
    Matcher length = LENGTH.matcher(answer);
    return parts.matches()
        && length.find()
        && parts.group(4).length() >= Integer.parseInt(length.group(1));
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(server, (int) PATIENCE.toMillis());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  private static void write(Socket socket, byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  private static Optional<String> problem(Request request, String text) {
    String answer = text.replaceFirst("(?s)^HTTP/1\\.1 1\\d\\d.*?\r\n\r\n", "");
    Matcher parts = HEAD.matcher(answer);
    if (!parts.matches()) {
      return Optional.of("no answer");
    }
    int status = Integer.parseInt(parts.group(1));
    String body = parts.group(4);
    if (status >= 500 && !EXPECTED.contains(status)) {
      return Optional.of("a defect");
    }
    boolean menu = status == 200 && request.line().contains("/admin/");
    if (!menu && LEAKS.stream().anyMatch(answer::contains)) {
      return Optional.of("inner life");
    }
    boolean error = status >= 400 && !isPlan(request.line());
    return error && !request.head() ? shape(status, parts.group(3), body) : Optional.empty();
  }

  /** These answer 503 with their usual body; Dropwizard's own pages have their own words. */
  private static boolean isPlan(String line) {
    return line.contains("/v1/plan") || line.contains("/v1/health") || line.contains("/admin/");
  }

  private static Optional<String> shape(int status, String headers, String body) {
    try {
      JsonNode json = Http.JSON.readTree(body);
      boolean right =
          headers.contains("application/json")
              && json.path("code").asInt() == status
              && json.path("message").asText().strip().contains(" ");
      return right ? Optional.empty() : Optional.of("an error of another shape");
    } catch (IOException e) {
      return Optional.of("an error that isn't JSON");
    }
  }
}
