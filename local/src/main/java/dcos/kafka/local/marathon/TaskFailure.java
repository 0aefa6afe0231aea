package dcos.kafka.local.marathon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.local.web.JsonHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * How a run of an app ended that nobody had asked to end.
 *
 * @param taskId the run
 * @param version of the app
 * @param state Mesos' name for it
 * @param message why, with the last lines that it wrote
 * @param at when
 */
record TaskFailure(String taskId, String version, String state, String message, Instant at) {
  private static final int TAIL_LINES = 5;
  private static final int TAIL_BYTES = 4096;

  /** As in {@code lastTaskFailure} of Marathon. */
  ObjectNode json(String appId, String host) {
    ObjectNode json = JsonHandler.newObject();
    json.put("appId", appId);
    json.put("host", host);
    json.put("message", message);
    json.put("state", state);
    json.put("taskId", taskId);
    json.put("timestamp", at.toString());
    json.put("version", version);
    return json;
  }

  /** The last lines of what a run wrote to {@code stderr}, or else to {@code stdout}. */
  static String lastWords(Path sandbox) {
    String words = tail(sandbox.resolve("stderr"));
    return words.isEmpty() ? tail(sandbox.resolve("stdout")) : words;
  }

  private static String tail(Path file) {
    try (var channel = Files.newByteChannel(file)) {
      channel.position(Math.max(0, channel.size() - TAIL_BYTES));
      var buffer = java.nio.ByteBuffer.allocate(TAIL_BYTES);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // Until the end, or as much as fits.
      }
      List<String> lines =
          new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8)
              .strip()
              .lines()
              .toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }
}
