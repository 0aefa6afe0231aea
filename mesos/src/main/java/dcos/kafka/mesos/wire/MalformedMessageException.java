package dcos.kafka.mesos.wire;

import java.io.IOException;

/** The bytes are not a message of the expected type; the message says why. */
public final class MalformedMessageException extends IOException {
  public MalformedMessageException(String message) {
    super(message);
  }

  public MalformedMessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
