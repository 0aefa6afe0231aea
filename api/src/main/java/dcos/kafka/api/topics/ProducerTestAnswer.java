package dcos.kafka.api.topics;

import com.fasterxml.jackson.databind.ObjectMapper;
import dcos.kafka.api.json.ApiJson;
import dcos.kafka.api.outcome.Answers;
import dcos.kafka.api.outcome.Outcome;
import io.dropwizard.jersey.errors.ErrorMessage;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers to a producer test, which may take minutes, and stops it when the caller goes away.
 * HTTP/1.1 tells a server of that only when it writes. So whatever is refused within a short time
 * (no such topic, no broker, another test going on) has its own status; after that the answer
 * begins, with white space around the JSON: a space each second until the test ends. A test that
 * fails after that can't change the status any more: then the answer ends with the error before it
 * has the length that it promised, which every client takes for a failure.
 */
final class ProducerTestAnswer {

  private static final Logger LOG = LoggerFactory.getLogger(ProducerTestAnswer.class);
  private static final ObjectMapper JSON = ApiJson.configure(new ObjectMapper());

  /** Longer than anything that is refused at once takes, shorter than any client's patience. */
  private static final long QUIET_MILLIS = 4_000;

  /** Jersey holds this much back before it sends anything. */
  private static final int HELD_BACK = 8_193;

  /** Enough for what is held back, a space a second for an hour, and the JSON. */
  private static final int LENGTH = 16_384;

  private ProducerTestAnswer() {}

  /** The answer, when the test is over or has begun to take long. */
  static CompletionStage<Response> start(
      CompletableFuture<Outcome<String>> test, Executor writers) {
    return test.handle((outcome, failure) -> true)
        .completeOnTimeout(false, QUIET_MILLIS, TimeUnit.MILLISECONDS)
        .thenApplyAsync(over -> over ? finished(test) : unfinished(test), writers);
  }

  private static Response finished(CompletableFuture<Outcome<String>> test) {
    return Answers.of(test.join(), line -> Response.ok(new TopicMessage(line)).build());
  }

  private static Response unfinished(CompletableFuture<Outcome<String>> test) {
    StreamingOutput body =
        output -> {
          try {
            stream(test, output);
          } catch (IOException e) {
            test.cancel(true);
            LOG.info(
                "The caller of a producer test went away; the test is stopped: {}", e.toString());
          }
        };
    return Response.ok(body, MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CONTENT_LENGTH, LENGTH)
        .build();
  }

  private static void stream(CompletableFuture<Outcome<String>> test, OutputStream output)
      throws IOException {
    output.write(spaces(HELD_BACK));
    output.flush();
    int seconds = 0;
    while (!ends(test)) {
      seconds++;
      output.write(' ');
      output.flush();
    }
    Outcome<String> outcome = test.join();
    if (outcome instanceof Outcome.Refused<String> refused) {
      output.write(
          JSON.writeValueAsBytes(new ErrorMessage(refused.reason().status(), refused.message())));
      output.flush();
      return;
    }
    Outcome.Done<String> done = (Outcome.Done<String>) outcome;
    byte[] json = JSON.writeValueAsBytes(new TopicMessage(done.value()));
    output.write(json);
    output.write(spaces(LENGTH - HELD_BACK - seconds - json.length));
  }

  private static byte[] spaces(int count) {
    byte[] spaces = new byte[count];
    Arrays.fill(spaces, (byte) ' ');
    return spaces;
  }

  /** Whether the test is over; waits a second for it. */
  private static boolean ends(CompletableFuture<Outcome<String>> test) throws IOException {
    try {
      test.get(1, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The service is stopping.", e);
    } catch (ExecutionException e) {
      return true; // Told by the one who looks at the outcome.
    }
  }
}
