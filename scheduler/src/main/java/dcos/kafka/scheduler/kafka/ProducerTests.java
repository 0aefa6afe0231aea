package dcos.kafka.scheduler.kafka;

import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.outcome.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs Kafka's own producer benchmark as a child process, so that neither its memory nor its
 * failures are the scheduler's. One at a time, since it takes all the bandwidth it gets, and
 * bounded in time.
 */
final class ProducerTests implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProducerTests.class);
  private static final String TOOL = "org.apache.kafka.tools.ProducerPerformance";

  /** What the tool's summary and its lines of progress contain. */
  private static final String RESULT = " records sent, ";

  /** Lines of the tool's output that are kept to explain a failure. */
  private static final int TAIL = 5;

  private static final int LONGEST_LINE = 1_000;

  private final Duration limit;
  private Optional<Process> running = Optional.empty();

  /**
   * Creates it.
   *
   * @param limit how long a run may take
   */
  ProducerTests(Duration limit) {
    this.limit = limit;
  }

  /**
   * Starts a run.
   *
   * @param brokers {@code host:port,…}
   * @return the tool's summary line; cancelling it stops the run
   */
  synchronized CompletableFuture<Outcome<String>> start(
      String topic, long messages, String brokers) {
    if (running.isPresent()) {
      return CompletableFuture.completedFuture(
          Outcome.refused(
              Refusal.CONFLICT,
              "Another producer test is going on. Wait until it ends; there is one at a time."));
    }
    Process process;
    try {
      process =
          new ProcessBuilder(command(topic, messages, brokers)).redirectErrorStream(true).start();
    } catch (IOException e) {
      LOG.error("The producer test can't be started", e);
      return CompletableFuture.completedFuture(
          Outcome.refused(
              Refusal.UNAVAILABLE,
              "The producer test can't be started on the scheduler's machine: " + e.getMessage()));
    }
    running = Optional.of(process);
    CompletableFuture<Outcome<String>> result = new CompletableFuture<>();
    result.whenComplete((outcome, failure) -> process.destroyForcibly());
    result.completeOnTimeout(
        Outcome.refused(
            Refusal.TIMED_OUT,
            "The producer test was stopped after "
                + limit.toSeconds()
                + " s. Send fewer messages."),
        limit.toMillis(),
        TimeUnit.MILLISECONDS);
    Thread reader = new Thread(() -> watch(process, result), "producer-test");
    reader.setDaemon(true);
    reader.start();
    return result;
  }

  private void watch(Process process, CompletableFuture<Outcome<String>> result) {
    Output output = new Output();
    try (InputStream lines = process.getInputStream()) {
      output.read(lines);
      int code = process.waitFor();
      // Before the answer, so that who gets it can start the next run.
      ended();
      result.complete(code == 0 ? output.summary() : output.failure("exit code " + code));
    } catch (IOException e) {
      ended();
      result.complete(output.failure(e.toString()));
    } catch (InterruptedException e) {
      ended();
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void ended() {
    running.ifPresent(Process::destroyForcibly);
    running = Optional.empty();
  }

  private static List<String> command(String topic, long messages, String brokers) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "-XX:+UseSerialGC",
        "-Dlogback.configurationFile=producer-test-logback.xml",
        "-cp",
        System.getProperty("java.class.path"),
        TOOL,
        "--topic",
        topic,
        "--num-records",
        String.valueOf(messages),
        "--throughput",
        "100000",
        "--record-size",
        "1024",
        "--producer-props",
        "bootstrap.servers=" + brokers,
        // As the tool of the distribution has it. Newer clients wait for all replicas, which older
        // brokers may not let them.
        "acks=1");
  }

  @Override
  public synchronized void close() {
    running.ifPresent(Process::destroyForcibly);
  }

  /** What the tool wrote, as far as it matters. */
  private static final class Output {
    private final Deque<String> tail = new ArrayDeque<>();
    private String lastResult = "";

    /** Reads to the end, since a full pipe would stop the tool. */
    void read(InputStream from) throws IOException {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains(RESULT)) {
          lastResult = line;
        }
        tail.addLast(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line);
        if (tail.size() > TAIL) {
          tail.removeFirst();
        }
      }
    }

    Outcome<String> summary() {
      return lastResult.isEmpty() ? failure("no result") : Outcome.done(lastResult + "\n");
    }

    Outcome<String> failure(String how) {
      return Outcome.refused(
          Refusal.UNAVAILABLE,
          "The producer test failed (" + how + "): " + String.join(" | ", tail));
    }
  }
}
