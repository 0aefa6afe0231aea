package dcos.kafka.local.process;

/**
 * A URI could not be brought into a sandbox; the message is one sentence for the user that names
 * the URI.
 */
public final class FetchException extends Exception {
  private static final long serialVersionUID = 1;

  FetchException(String message) {
    super(message);
  }

  FetchException(String message, Throwable cause) {
    super(message, cause);
  }
}
