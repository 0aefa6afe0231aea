package dcos.kafka.local.system;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Requests that a REST API may get and should not: calls of the API with wrong parameters,
 * encodings, headers and bodies, and what is no HTTP at all. Drawn from a seed; none of them stops
 * or replaces a broker that there is, and topics are only created and deleted under the names of
 * {@link #TOPICS}.
 */
final class HostileRequests {
  /** What may be created, grown and deleted. */
  static final List<String> TOPICS = List.of("storm-1", "storm-2", "storm.3");

  /**
   * A request.
   *
   * @param bytes what is sent
   * @param whole whether an answer has to come; else the request breaks off
   * @param line its first line, to be shown
   */
  record Request(byte[] bytes, boolean whole, String line) {
    /** Whether the answer has no body. */
    boolean head() {
      return line.startsWith("HEAD ");
    }
  }

  private static final List<String> METHODS =
      List.of(
          "GET",
          "GET",
          "GET",
          "GET",
          "POST",
          "POST",
          "PUT",
          "PUT",
          "DELETE",
          "HEAD",
          "OPTIONS",
          "PATCH",
          "TRACE",
          "CONNECT",
          "get",
          "FOO",
          "PROPFIND",
          "G\u00e9T");

  /** Each has one place that is filled with something. */
  private static final List<String> PATHS =
      List.of(
          "/v1/brokers",
          "/v1/brokers/%s",
          "/v1/topics",
          "/v1/topics/%s",
          "/v1/topics/%s/offsets",
          "/v1/topics/%s/operation/partitions",
          "/v1/topics/%s/operation/producer-test",
          "/v1/topics/%s/operation/%s",
          "/v1/topics/under_replicated_partitions",
          "/v1/topics/unavailable_partitions",
          "/v1/plan",
          "/v1/plan/%s",
          "/v1/plans",
          "/v1/plans/%s",
          "/v1/plans/deploy/%s",
          "/v1/plans/recovery/%s",
          "/v1/continue",
          "/v1/interrupt",
          "/v1/configurations",
          "/v1/configurations/%s",
          "/v1/configurations/target/diff/%s",
          "/v1/connection",
          "/v1/connection/%s",
          "/v1/endpoints",
          "/v1/endpoints/%s",
          "/v1/state/%s",
          "/v1/state/properties/%s",
          "/v1/pod",
          "/v1/pod/%s/status",
          "/v1/pod/%s/restart",
          "/v1/pod/%s/replace",
          "/v1/pod/status",
          "/v1/debug/%s",
          "/v1/debug/offers",
          "/v1/debug/reservations",
          "/v1/events",
          "/v1/health",
          "/v1/openapi.json",
          "/admin/%s",
          "/%s",
          "/v1/%s",
          "//v1//%s",
          "/v1/../v1/%s",
          "*",
          "http://elsewhere/v1/%s",
          "v1/%s",
          "");

  private static final List<String> WORDS =
      List.of(
          "target",
          "targetId",
          "deploy",
          "recovery",
          "continue",
          "interrupt",
          "restart",
          "address",
          "dns",
          "broker",
          "zookeeper",
          "suppressed",
          "frameworkId",
          "kafka-77",
          "kafka--1",
          "77",
          "-1",
          "2147483648",
          "99999999999999999999",
          "007x",
          "0x1",
          "1e3",
          "numbers",
          "hello",
          "__consumer_offsets",
          "storm-1",
          "storm-2",
          "storm.3",
          "no-such",
          "NaN",
          "null",
          "true",
          "%%",
          "%%zz",
          "%%00",
          "%%2F",
          "%%2e%%2e",
          "%%20",
          "%%C3%%BC",
          "%%c0%%ae",
          "%%ff%%fe",
          "%%F0%%9F%%98%%80",
          "%%u0041",
          "%%25%%32%%66",
          "..",
          ".",
          "",
          ";x=y",
          "a;b=c",
          "a\\b",
          "<script>alert(1)</script>",
          "${jndi:ldap://x/y}",
          "' OR 1=1 --",
          "{}",
          "[]",
          "|",
          "^",
          "\u00fc\u00f6",
          "\ud83d\ude00",
          "\t",
          "\u0000",
          "\u007f",
          "#x",
          "?",
          "&",
          "a b");

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
          "dryRun",
          "config.retention.ms",
          "config.no.such",
          "config.",
          "",
          "%zz",
          "name[]",
          "\u00fc");

  private static final List<String> VALUES =
      List.of(
          "1",
          "2",
          "3",
          "4",
          "0",
          "-1",
          "1000000000",
          "9223372036854775808",
          "true",
          "maybe",
          "",
          "%20",
          "%ff",
          "%",
          "%zz",
          "partitions",
          "producer-test",
          "no-such",
          "continue",
          "interrupt",
          "first",
          "last",
          "-2",
          "2020-01-01T00:00:00Z",
          "1e9",
          "0x10",
          "storm-1",
          "storm-2",
          "storm.3",
          "no-such-topic",
          "deploy",
          "broker-0",
          "Reconciliation",
          "%F0%9F%98%80",
          "<b>",
          "a+b",
          "a&&b",
          "'\"",
          "\u0000",
          "a=b=c");

  private static final List<String> HEADERS =
      List.of(
          "Accept: text/html",
          "Accept: x",
          "Accept: application/json;q=x",
          "Accept: */*;q=0",
          "Accept: ,",
          "Accept-Language: %",
          "Accept-Charset: utf-7",
          "Accept-Encoding: gzip",
          "Accept-Encoding: br;q=1.0, gzip;q=nan",
          "Content-Type: x",
          "Content-Type: text/plain",
          "Content-Type: application/json",
          "Content-Type: application/json; charset=no-such",
          "Content-Type: multipart/form-data; boundary=",
          "Content-Type: application/xml",
          "Content-Type: application/x-www-form-urlencoded",
          "Content-Encoding: gzip",
          "Content-Encoding: deflate",
          "Content-Encoding: no-such",
          "Expect: 100-continue",
          "Expect: 417",
          "Range: bytes=0-1",
          "If-Match: *",
          "If-Modified-Since: never",
          "X-HTTP-Method-Override: DELETE",
          "X-Forwarded-For: ::1",
          "Authorization: \u00ff",
          "Authorization: token=",
          "Cookie: a=b; $Version=x; \"",
          "Upgrade: websocket",
          "Upgrade: h2c",
          "HTTP2-Settings: x",
          "TE: trailers",
          "Host: y",
          "Host: a b",
          "Content-Length: 3",
          "Content-Length: x",
          "Content-Length: -1",
          "Date: x",
          ": empty",
          "No-Colon",
          " folded: x",
          "Nul: \u0000",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: gzip, chunked",
          "Transfer-Encoding: x");

  private static final List<String> BODIES =
      List.of(
          "",
          "",
          "",
          "{\"a\":",
          "{}",
          "[]",
          "null",
          "name=storm-1&partitions=1",
          "\u0000\u0001",
          "<a/>",
          "\u001f\u008b\u0008\u0000",
          "{\"a\":\"" + "x".repeat(5_000) + "\"}",
          "5\r\nhello\r\n0\r\n\r\n",
          "zz\r\n",
          "ffffffffffffffff\r\nx");

  /** What stops a broker, or takes the service down. */
  private static final Pattern HARMFUL =
      Pattern.compile("brokers/*[^/]*[0-2]|kafka-0*[0-2]\\b|forcecomplete|uninstall|tasks");

  private static final Pattern WRITTEN = Pattern.compile("(?i)/v1/topics/*\\?|/v1/topics/*$");

  private final Random random;

  HostileRequests(long seed) {
    random = new Random(seed);
  }

  Request next() {
    String method = pick(METHODS);
    String target = target();
    if (!isHarmless(method, target)) {
      method = "GET";
    }
    String body = pick(BODIES);
    List<String> headers = new ArrayList<>(List.of("Host: x", "Connection: close"));
    for (int i = random.nextInt(4); i > 0; i--) {
      headers.add(pick(HEADERS));
    }
    if (headers.stream().noneMatch(h -> h.startsWith("Content-L") || h.startsWith("Transfer"))) {
      headers.add("Content-Length: " + body.length());
    }
    if (random.nextInt(100) == 0) {
      headers.add("Long: " + "x".repeat(random.nextInt(20_000)));
    }
    if (random.nextInt(200) == 0) {
      for (int i = 0; i < 500; i++) {
        headers.add("Many-" + i + ": y");
      }
    }
    String line = method + " " + target + " " + version();
    String text = line + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n" + body;
    byte[] bytes = damaged(text.getBytes(StandardCharsets.UTF_8));
    boolean whole = random.nextInt(20) != 0;
    return new Request(
        whole ? bytes : java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)), whole, line);
  }

  private String version() {
    return random.nextInt(50) == 0
        ? pick(List.of("HTTP/1.0", "HTTP/9.9", "HTTP/2.0", "HTTP/0.9", "http/1.1", "", "X"))
        : "HTTP/1.1";
  }

  private String target() {
    String pattern = pick(PATHS);
    StringBuilder target = new StringBuilder(pattern.replace("%s", pick(WORDS).replace("%%", "%")));
    if (random.nextInt(200) == 0) {
      target.append("/").append("y".repeat(random.nextInt(12_000)));
    }
    for (int i = 0, count = random.nextInt(5); i < count; i++) {
      target
          .append(i == 0 ? '?' : '&')
          .append(pick(NAMES))
          .append(random.nextInt(10) == 0 ? "" : "=" + pick(VALUES));
    }
    return target.toString();
  }

  /**
   * Whether nothing that matters can come of it. A benchmark is a process each, so none is started.
   */
  private static boolean isHarmless(String method, String target) {
    String low = target.toLowerCase(Locale.ROOT);
    if (List.of("GET", "HEAD", "OPTIONS", "TRACE").contains(method)) {
      return true;
    }
    boolean writes = WRITTEN.matcher(low).find() || low.contains("/topics/");
    boolean ours = !writes || TOPICS.stream().anyMatch(low::contains) || low.contains("no-such");
    boolean others = low.contains("numbers") || low.contains("hello") || low.contains("__");
    return ours
        && !others
        && !low.contains("producer-test")
        && !HARMFUL.matcher(low.replace("%", "")).find();
  }

  /** Now and then some bytes of what follows the target are others. */
  private byte[] damaged(byte[] bytes) {
    if (random.nextInt(10) == 0) {
      int from = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\r\nHost") + 2;
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[from + random.nextInt(bytes.length - from)] = (byte) random.nextInt(256);
      }
    }
    return bytes;
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
