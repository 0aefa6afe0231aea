package dcos.kafka.mesos.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A recorded conversation with a real Mesos master and its agents, from the resources in {@code
 * recordings/}; their README says what each shows. It is in this module's test-jar, for the tests
 * of a stand-in master too.
 *
 * @param lines what happened, in order
 */
public record Recording(String name, List<Line> lines) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Every recording there is. */
  private static final List<String> NAMES =
      List.of(
          "agent-lost-and-back",
          "agent-restart",
          "authenticated-executor",
          "bad-operations",
          "command-task-lifecycle",
          "custom-executor-kill",
          "custom-executor-shutdown",
          "feedback-operations",
          "http-errors",
          "leader-and-authentication",
          "master-endpoints",
          "master-restart",
          "subscribe-offers-heartbeat",
          "teardown-with-reservations");

  /**
   * One thing that happened.
   *
   * @param json the whole line: {@code t} (seconds since the beginning), {@code kind}, and what
   *     belongs to the kind
   */
  public record Line(JsonNode json) {
    /** {@code call}, {@code answer}, {@code event}, {@code executor-call} and so on. */
    public String kind() {
      return json.path("kind").asText();
    }

    /** Of a call or an answer. */
    public JsonNode body() {
      return json.path("body");
    }

    /** Of an event. */
    public JsonNode event() {
      return json.path("event");
    }

    /** Of an answer or a get. */
    public int status() {
      return json.path("status").asInt();
    }

    /** One header of a call or an answer, empty when absent. */
    public String header(String name) {
      return json.path("headers").path(name).asText();
    }
  }

  /** Reads one by its file name without the suffix. */
  public static Recording load(String name) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(open(name + ".jsonl"), StandardCharsets.UTF_8))) {
      return new Recording(name, reader.lines().map(line -> new Line(parse(line))).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of them. */
  public static Stream<Recording> all() {
    return NAMES.stream().map(Recording::load);
  }

  /** The raw bytes of a subscription's stream in protobuf: SUBSCRIBED, HEARTBEAT, OFFERS. */
  public static byte[] protobufStream() {
    try (InputStream in = open("subscribe-offers.protobuf.recordio")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the masters write into ZooKeeper. */
  public static JsonNode zooKeeperNodes() {
    try (InputStream in = open("zookeeper-nodes.json")) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of some kinds, in order. */
  public List<Line> ofKind(String... kinds) {
    return lines.stream().filter(line -> Arrays.asList(kinds).contains(line.kind())).toList();
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String file) {
    return Objects.requireNonNull(
        Recording.class.getResourceAsStream("/recordings/" + file), "no recording " + file);
  }
}
