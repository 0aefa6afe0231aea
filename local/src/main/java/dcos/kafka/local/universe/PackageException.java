package dcos.kafka.local.universe;

/** A package or a user's options can't be used; the message is one sentence for the user. */
public final class PackageException extends Exception {
  private static final long serialVersionUID = 1;

  PackageException(String message) {
    super(message);
  }

  PackageException(String message, Throwable cause) {
    super(message, cause);
  }
}
