package dcos.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.plans.PlanStatus;
import dcos.kafka.api.testing.RunningApi;
import dcos.kafka.api.testing.RunningApi.Answer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many clients, slow ones, and such as send rubbish. */
class LoadTest {

  private static final int REQUESTS = 2_000;

  @RegisterExtension static final RunningApi api = new RunningApi();

  @Test
  void requestsThatWaitHoldNobodyUpAndAreBounded() throws Exception {
    api.service().brokers.running(0);
    api.service().brokers.answer = new CompletableFuture<>();
    ExecutorService clients = Executors.newFixedThreadPool(60);
    try {
      List<Future<Answer>> waiting = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        waiting.add(clients.submit(() -> api.send("PUT", "/v1/brokers/0")));
      }

      assertThat(api.get("/v1/brokers").status()).isEqualTo(200);

      List<String> messages = new ArrayList<>();
      for (Future<Answer> answer : waiting) {
        assertThat(answer.get().status()).isEqualTo(503);
        messages.add(answer.get().message());
      }
      assertThat(messages)
          .anyMatch(message -> message.contains("did not answer within"))
          .anyMatch(message -> message.contains("too many requests at once"));
    } finally {
      clients.shutdownNow();
    }
    api.service().brokers.answer = CompletableFuture.completedFuture(Outcome.done(List.of("t")));
    assertThat(api.send("PUT", "/v1/brokers/0").status()).isEqualTo(200);
  }

  @Test
  void rubbishIsNeverTakenForADefect() throws IOException {
    api.service().brokers.running(0);
    api.service().plans.documented("deploy", PlanStatus.COMPLETE);
    api.service().topics.test.complete(Outcome.done("1 records sent\n"));
    Rubbish rubbish = new Rubbish(new Random(20_260_131));

    for (int i = 0; i < REQUESTS; i++) {
      String request = rubbish.request();

      String answer = send(request);

      assertThat(answer).as(request).startsWith("HTTP/1.1 ").doesNotStartWith("HTTP/1.1 500");
      assertThat(answer).as(request).doesNotContain("<html", "\tat dcos.", "Exception");
    }
  }

  private static String send(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", api.uri("/").getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Requests made of what clients get wrong. */
  private record Rubbish(Random random) {

    private static final List<String> METHODS =
        List.of("GET", "GET", "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE");
    private static final List<String> WORDS =
        List.of(
            "v1",
            "brokers",
            "topics",
            "plan",
            "plans",
            "deploy",
            "continue",
            "interrupt",
            "state",
            "properties",
            "suppressed",
            "configurations",
            "target",
            "diff",
            "endpoints",
            "broker",
            "zookeeper",
            "connection",
            "pod",
            "kafka-0",
            "status",
            "restart",
            "replace",
            "debug",
            "offers",
            "events",
            "health",
            "0",
            "1",
            "-1",
            "99999999999999999999",
            "a%20b",
            "%C3%BC",
            "%",
            "%zz",
            "..",
            ".",
            "",
            ";x=y",
            "%00",
            "%2F",
            "a".repeat(300),
            "operation",
            "null");
    private static final List<String> NAMES =
        List.of(
            "name",
            "partitions",
            "replication",
            "operation",
            "messages",
            "time",
            "since",
            "cmd",
            "phase",
            "step",
            "force",
            "replace",
            "dryRun",
            "config.x",
            "",
            "%zz");
    private static final List<String> VALUES =
        List.of(
            "1",
            "0",
            "-1",
            "true",
            "x",
            "",
            "%20",
            "%ff",
            "9".repeat(40),
            "partitions",
            "producer-test",
            "continue",
            "first",
            "1e9",
            "0x10",
            "%F0%9F%98%80",
            "<script>",
            "a+b");
    private static final List<String> HEADERS =
        List.of(
            "Accept: text/html",
            "Accept: x",
            "Accept: application/json;q=x",
            "Content-Type: x",
            "Content-Type: application/json",
            "Expect: 100-continue",
            "Range: bytes=0-1",
            "Accept-Encoding: gzip;q=0",
            "If-Match: *",
            "X-HTTP-Method-Override: DELETE",
            "Authorization: \u00ff",
            "Cookie: a=b");

    String request() {
      StringBuilder line = new StringBuilder(pick(METHODS)).append(" /v1");
      for (int i = random.nextInt(4); i >= 0; i--) {
        line.append('/').append(pick(WORDS));
      }
      for (int i = 0; i < random.nextInt(5); i++) {
        line.append(i == 0 ? '?' : '&').append(pick(NAMES)).append('=').append(pick(VALUES));
      }
      line.append(" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
      for (int i = random.nextInt(3); i > 0; i--) {
        line.append(pick(HEADERS)).append("\r\n");
      }
      String body = random.nextInt(4) == 0 ? "{\"a\":" : "";
      return line.append("Content-Length: ")
          .append(body.length())
          .append("\r\n\r\n")
          .append(body)
          .toString();
    }

    private String pick(List<String> from) {
      return from.get(random.nextInt(from.size()));
    }
  }
}
