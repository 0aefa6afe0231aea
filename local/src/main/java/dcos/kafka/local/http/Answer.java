package dcos.kafka.local.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An answer to a request. */
public sealed interface Answer {
  /** The status. */
  int status();

  /** The headers beside those of transport. */
  Map<String, List<String>> headers();

  /** The same with one more header, which may have several values. */
  Answer with(String header, String... values);

  /** An answer with all of its body. */
  record Whole(int status, Map<String, List<String>> headers, byte[] body) implements Answer {
    @Override
    public Answer with(String header, String... values) {
      return new Whole(status, plus(headers, header, values), body);
    }
  }

  /** 200, and records for as long as the stream is open. */
  record Streaming(Map<String, List<String>> headers, RecordStream records) implements Answer {
    @Override
    public int status() {
      return 200;
    }

    @Override
    public Answer with(String header, String... values) {
      return new Streaming(plus(headers, header, values), records);
    }
  }

  /** 200 with records of that type. */
  static Answer streaming(String mediaType, RecordStream records) {
    return new Streaming(Map.of("Content-Type", List.of(mediaType)), records);
  }

  /** 202: taken note of. */
  static Answer accepted() {
    return empty(202);
  }

  /** An answer without body. */
  static Answer empty(int status) {
    return new Whole(status, Map.of(), new byte[0]);
  }

  /** A sentence as text, as all of Mesos' refusals are. */
  static Answer text(int status, String sentence) {
    return new Whole(
        status,
        Map.of("Content-Type", List.of("text/plain; charset=utf-8")),
        sentence.getBytes(StandardCharsets.UTF_8));
  }

  /** 200 with a document of that type. */
  static Answer document(String mediaType, byte[] body) {
    return new Whole(200, Map.of("Content-Type", List.of(mediaType)), body);
  }

  /** 405: only {@code allowed} would do. */
  static Answer methodNotAllowed(String allowed, String received) {
    return text(
            405,
            "405 Method Not Allowed. Expecting one of { '"
                + allowed
                + "' }, but received '"
                + received
                + "'.")
        .with("Allow", allowed);
  }

  private static Map<String, List<String>> plus(
      Map<String, List<String>> headers, String header, String... values) {
    Map<String, List<String>> more = new LinkedHashMap<>(headers);
    more.put(header, List.of(values));
    return more;
  }
}
