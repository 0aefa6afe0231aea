package dcos.kafka.api.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.outcome.Refusal;
import dcos.kafka.api.testing.RunningApi;
import dcos.kafka.api.testing.RunningApi.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProducerTestAnswerTest {

  private static final String PATH = "/v1/topics/topic1?operation=producer-test&messages=10";

  @RegisterExtension static final RunningApi api = new RunningApi();

  @Test
  void answersTheSummaryOfTheTool() {
    api.service().topics.test.complete(Outcome.done("10 records sent, 70.422535 records/sec\n"));

    Answer answer = api.send("PUT", PATH);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.message()).isEqualTo("10 records sent, 70.422535 records/sec\n");
    assertThat(api.service().topics.asked).containsExactly("producerTest topic1 10");
  }

  @Test
  void passesAnEarlyRefusalOnWithItsStatus() {
    api.service()
        .topics
        .test
        .complete(Outcome.refused(Refusal.CONFLICT, "Another producer test is going on."));

    assertThat(api.send("PUT", PATH).status()).isEqualTo(409);
  }

  @Test
  void answersALongTestWhenItEnds() {
    CompletableFuture<Outcome<String>> test = api.service().topics.test;
    CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS)
        .execute(() -> test.complete(Outcome.done("10 records sent\n")));

    Answer answer = api.send("PUT", PATH);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).startsWith("    ");
    assertThat(answer.message()).isEqualTo("10 records sent\n");
  }

  @Test
  void breaksTheConnectionWhenALongTestFails() {
    CompletableFuture<Outcome<String>> test = api.service().topics.test;
    CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS)
        .execute(() -> test.complete(Outcome.refused(Refusal.TIMED_OUT, "It took too long.")));

    assertThatThrownBy(() -> api.send("PUT", PATH)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void stopsTheTestWhenTheCallerGoesAway() throws IOException {
    try (Socket caller = new Socket("127.0.0.1", api.uri("/").getPort())) {
      caller
          .getOutputStream()
          .write(
              ("PUT " + PATH + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      caller.setSoTimeout(10_000);
      assertThat(caller.getInputStream().read()).isEqualTo('H');
    }

    await().atMost(10, TimeUnit.SECONDS).until(api.service().topics.test::isCancelled);
  }
}
