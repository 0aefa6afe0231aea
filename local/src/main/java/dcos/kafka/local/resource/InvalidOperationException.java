package dcos.kafka.local.resource;

/** An operation can't be done; the message says why, in Mesos' words where a recording has them. */
public final class InvalidOperationException extends Exception {
  private static final long serialVersionUID = 1;

  /** With the reason. */
  public InvalidOperationException(String message) {
    super(message);
  }
}
