package dcos.kafka.api.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.api.plans.PlanStatus;
import dcos.kafka.api.testing.RunningApi;
import dcos.kafka.api.testing.RunningApi.Answer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong before a resource is asked. */
class ErrorsTest {

  @RegisterExtension static final RunningApi api = new RunningApi();

  @ParameterizedTest
  @CsvSource({
    "GET,/,404,There is nothing at /",
    "GET,/v1,404,There is nothing at /v1.",
    "GET,/v1/no/such/path,404,There is nothing at /v1/no/such/path.",
    "PATCH,/v1/brokers,405,PATCH /v1/brokers is not possible",
    "POST,/v1/brokers,405,possible here: ",
    "DELETE,/v1/health,405,possible here: ",
    "GET,/v1/endpoints/elsewhere,404,there are broker and zookeeper",
    "GET,/v1/state/properties/other,404,there is suppressed",
    "GET,/v1/state/frameworkId,404,GET /v1/health",
    "GET,/v1/configurations/target,404,not accepted a configuration yet",
    "GET,/v1/events?since=yesterday,400,sequence number or a time"
  })
  void oneShapeAndASentenceForWhateverGoesWrong(
      String method, String path, int status, String sentence) {
    Answer answer = api.send(method, path, "Accept", "text/html, */*;q=0.1");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertThat(answer.json().fieldNames()).toIterable().containsExactly("code", "message");
    assertThat(answer.json().get("code").asInt()).isEqualTo(status);
    assertThat(answer.message()).contains(sentence);
  }

  @Test
  void saysWhichMethodsArePossible() {
    Answer answer = api.send("POST", "/v1/brokers");

    assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(answer.message()).endsWith("possible here: GET, HEAD, OPTIONS.");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,/v1/brokers/0?dryrun=true,'there are: replace, force, dryRun'",
    "POST,/v1/pod/kafka-0/restart?dry-run=true,'there are: force, dryRun'",
    "GET,/v1/plan/continue?phse=x,'there are: phase, step, force'",
    "PUT,/v1/plan?cmd=continue&forced=true,'there are: cmd, phase, step, force'",
    "POST,/v1/topics?name=a&partitions=1&replication=1&retention.ms=1,'config.<name>'",
    "DELETE,/v1/topics/a?force=true,this call takes none",
    "POST,/v1/uninstall?confirm=kafka&skip=x,'there are: confirm, force, skip-agent'"
  })
  void doesNothingWithAParameterThatACallDoesNotHave(String method, String path, String possible) {
    Answer answer = api.send(method, path);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.message()).startsWith("Nothing was done: ").contains(possible);
    assertThat(api.service().plans.commands).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,/v1/brokers/0?replace=true&replace=false,'\"replace\" is there more than once'",
    "PUT,/v1/plan?cmd=continue&cmd=interrupt,'\"cmd\" is there more than once'",
    "GET,/v1/plan/interrupt?phase=a&phase=b,'\"phase\" is there more than once'",
    "POST,/v1/topics?name=a&partitions=1&replication=1&config.x=1&config.x=2,'\"config.x\" is there'",
    "POST,/v1/plan/interrupt?step=broker-0,interrupt has no parameter \"step\"",
    "POST,/v1/plan/interrupt?force=true,interrupt has no parameter \"force\"",
    "PUT,/v1/plan?cmd=continue&step=broker-0,continue has no parameter \"step\"",
    "POST,/v1/plan/restart?force=true,restart has no parameter \"force\"",
    "PUT,/v1/topics/a?operation=partitions&partitions=2&messages=1,no parameter \"messages\"",
    "PUT,/v1/topics/a?operation=producer-test&messages=1&partitions=1,no parameter \"partitions\""
  })
  void doesNothingWithAParameterThatItWouldPassOver(String method, String path, String sentence) {
    api.service().plans.documented("deploy", PlanStatus.WAITING);

    Answer answer = api.send(method, path);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.message()).startsWith("Nothing was done: ").contains(sentence);
    assertThat(api.service().plans.commands).isEmpty();
    assertThat(api.service().brokers.commands).isEmpty();
  }

  @Test
  void takesSeveralAgentsToSkip() {
    assertThat(api.send("POST", "/v1/uninstall?confirm=kafka&skip-agent=a&skip-agent=b").message())
        .doesNotContain("more than once");
  }

  @ParameterizedTest
  @ValueSource(strings = {"replace=", "replace", "replace=true&force=", "dryRun"})
  void doesNotGuessWhatASwitchWithoutAValueMeans(String query) {
    Answer answer = api.send("PUT", "/v1/brokers/0?" + query);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.message()).contains("must be true or false, not \"\"");
    assertThat(api.service().brokers.commands).isEmpty();
  }

  @Test
  void passesOverAParameterTooManyWhereItOnlyReads() {
    assertThat(api.get("/v1/brokers?_=1700000000").status()).isEqualTo(200);
  }

  @Test
  void saysWhatCannotBeInAPath() throws IOException {
    assertThat(raw("GET /v1/topics/a%2Fb HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .contains("a name in a path can't have");
  }

  @Test
  void saysThatItSpeaksJson() {
    Answer answer = api.send("GET", "/v1/brokers", "Accept", "application/xml");

    assertThat(answer.status()).isEqualTo(406);
    assertThat(answer.message()).contains("Accept");
  }

  @Test
  void takesNoNoticeOfABodyThatNobodyAskedFor() {
    assertThat(api.send("POST", "/v1/topics/a", "Content-Type", "image/png").status())
        .isEqualTo(200);
  }

  @Test
  void answersHeadAndOptionsOfEveryPath() {
    for (String path :
        new String[] {
          "/v1/brokers", "/v1/topics", "/v1/topics/a", "/v1/endpoints/zookeeper", "/v1/health"
        }) {
      Answer head = api.send("HEAD", path);
      Answer options = api.send("OPTIONS", path);

      assertThat(head.status()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(options.status()).isEqualTo(200);
      assertThat(options.header("Allow")).contains("GET");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/topics/a%2Fb HTTP/1.1",
        "GET /v1/topics/%00 HTTP/1.1",
        "GET /v1/topics/%zz HTTP/1.1",
        "GET /v1/topics/..%2f.. HTTP/1.1",
        "GET /v1/topics/a;b=c HTTP/1.1",
        "GET //v1//topics HTTP/1.1",
        "GET /v1/topics?%zz=%zz HTTP/1.1",
        "GET /v1/topics/a/offsets?time=%ff HTTP/1.1",
        "GET /v1/%e2%82 HTTP/1.1",
        "GET / HTTP/9.9",
        "FOO /v1/topics HTTP/1.1",
        "GET v1 HTTP/1.1",
      })
  void neverAnswersWithHtmlNorWithADefect(String line) throws IOException {
    String answer = raw(line + "\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 ").doesNotStartWith("HTTP/1.1 500");
    assertThat(answer).doesNotContain("<html").doesNotContainIgnoringCase("exception");
    assertThat(answer.substring(answer.indexOf("\r\n\r\n"))).isNotBlank();
  }

  @Test
  void refusesHeadersThatAreTooLong() throws IOException {
    String answer =
        raw("GET /v1/topics HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 431 ").contains("\"code\": 431");
  }

  @Test
  void protectsBrowsers() {
    Answer answer = api.get("/v1/no/such/path");

    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
  }

  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", api.uri("/").getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
