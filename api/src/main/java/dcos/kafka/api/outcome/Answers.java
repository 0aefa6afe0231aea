package dcos.kafka.api.outcome;

import dcos.kafka.api.errors.Problem;
import dcos.kafka.api.requests.Shown;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers with outcomes that come later. The answer is written by a thread of its own, since
 * whoever completes the outcome (the core, Kafka's client) must not wait for a slow reader; the
 * number of requests that wait is bounded, and so is the time each does. What is known at once is
 * answered at once.
 */
public final class Answers {

  private final Executor writers;
  private final Duration limit;
  private final Semaphore places;

  /**
   * Creates it.
   *
   * @param writers threads that write answers; they may block on slow clients
   * @param limit how long a request waits at most
   * @param places how many requests may wait at the same time
   */
  public Answers(Executor writers, Duration limit, int places) {
    this.writers = writers;
    this.limit = limit;
    this.places = new Semaphore(places);
  }

  /** The threads that write answers. */
  public Executor writers() {
    return writers;
  }

  /** How long a request waits at most. */
  public Duration limit() {
    return limit;
  }

  /** Answers 200 with the value as JSON, or the refusal. */
  public <T> CompletionStage<Response> json(Supplier<? extends CompletionStage<Outcome<T>>> call) {
    return answer(call, value -> Response.ok(value).build());
  }

  /**
   * Answers with what is made of the value, or the refusal.
   *
   * @param call asks the service; called at most once, on this thread
   */
  public <T> CompletionStage<Response> answer(
      Supplier<? extends CompletionStage<Outcome<T>>> call, Function<T, Response> response) {
    if (!places.tryAcquire()) {
      throw Problem.of(503, "The service has too many requests at once. Try again in a moment.");
    }
    CompletableFuture<Outcome<T>> asked = ask(call);
    if (asked.isDone()) {
      places.release();
      return asked.handle((outcome, failure) -> response(outcome, failure, response));
    }
    return asked
        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((outcome, failure) -> places.release())
        .handleAsync((outcome, failure) -> response(outcome, failure, response), writers);
  }

  private static <T> CompletableFuture<Outcome<T>> ask(
      Supplier<? extends CompletionStage<Outcome<T>>> call) {
    try {
      // A copy, so that running out of time here does not complete the service's own future.
      return call.get().toCompletableFuture().copy();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private <T> Response response(
      @Nullable Outcome<T> outcome, @Nullable Throwable failure, Function<T, Response> response) {
    if (outcome != null) {
      return of(outcome, response);
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof TimeoutException) {
      return Problem.response(
          503,
          "The service did not answer within "
              + limit.toSeconds()
              + " s. What was asked may still happen: look before asking again.");
    }
    if (cause instanceof WebApplicationException known) {
      return known.getResponse();
    }
    throw new CompletionException(cause);
  }

  /** The response for an outcome that is there. */
  public static <T> Response of(Outcome<T> outcome, Function<T, Response> response) {
    if (outcome instanceof Outcome.Refused<T> refused) {
      return Problem.response(refused.reason().status(), refused.message());
    }
    Outcome.Done<T> done = (Outcome.Done<T>) outcome;
    Response answer = response.apply(done.value());
    if (done.warnings().isEmpty()) {
      return answer;
    }
    Response.ResponseBuilder warned = Response.fromResponse(answer);
    done.warnings().forEach(warning -> warned.header("Warning", warning(warning)));
    return warned.build();
  }

  /** RFC 7234, 5.5: code 299 is a warning for a person, in quotes. */
  private static String warning(String text) {
    String quoted = text.replace("\\", "\\\\").replace("\"", "\\\"");
    return "299 - \"" + Shown.header(quoted) + "\"";
  }
}
