package dcos.kafka.local.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import dcos.kafka.mesos.wire.MalformedMessageException;
import dcos.kafka.mesos.wire.MessageFormat;
import java.util.Arrays;

/** Reads calls in either format and refuses what isn't one, in Mesos' words. */
public final class Calls {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Calls() {}

  /**
   * The call in {@code request}'s body.
   *
   * @param into an empty builder
   * @throws RefusedException when there is none
   */
  public static <B extends Message.Builder> B read(Request request, B into)
      throws RefusedException {
    String contentType =
        request
            .header("Content-Type")
            .orElseThrow(() -> new RefusedException(400, "Expecting 'Content-Type' to be present"));
    // Mesos compares it as it is: a charset after it is refused too.
    MessageFormat format =
        Arrays.stream(MessageFormat.values())
            .filter(known -> known.mediaType().equals(contentType))
            .findFirst()
            .orElseThrow(
                () ->
                    new RefusedException(
                        415,
                        "Expecting 'Content-Type' of application/json or application/x-protobuf"));
    if (format == MessageFormat.JSON) {
      checkSyntax(request.text());
    }
    try {
      return format.decode(request.body(), into);
    } catch (MalformedMessageException e) {
      throw new RefusedException(
          400,
          format == MessageFormat.JSON
              ? "Failed to convert JSON into Call protobuf: " + e.getMessage()
              : "Failed to parse body into Call protobuf");
    }
  }

  /**
   * The format that {@code Accept} asks for: JSON when both would do.
   *
   * @throws RefusedException 406 when neither will do
   */
  public static MessageFormat accepted(Request request) throws RefusedException {
    String accept = request.header("Accept").orElse("*/*");
    if (accept.contains("*/*") || accept.contains("application/*")) {
      return MessageFormat.JSON;
    }
    for (MessageFormat format : new MessageFormat[] {MessageFormat.JSON, MessageFormat.PROTOBUF}) {
      if (accept.contains(format.mediaType())) {
        return format;
      }
    }
    throw new RefusedException(
        406, "Expecting 'Accept' to allow 'application/x-protobuf' or 'application/json'");
  }

  private static void checkSyntax(String text) throws RefusedException {
    try {
      JSON.readTree(text);
    } catch (JsonProcessingException e) {
      String[] lines = text.split("\n", -1);
      int line = Math.max(1, Math.min(e.getLocation().getLineNr(), lines.length));
      String broken = lines[line - 1];
      int column = Math.max(1, Math.min(e.getLocation().getColumnNr(), broken.length() + 1)) - 1;
      throw new RefusedException(
          400,
          "Failed to parse body into JSON: syntax error at line "
              + line
              + " near: "
              + broken.substring(column));
    }
  }
}
