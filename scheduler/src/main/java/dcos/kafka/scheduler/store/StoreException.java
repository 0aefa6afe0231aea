package dcos.kafka.scheduler.store;

/** The store can't be used any more; the message says what happened and what to do. */
public sealed class StoreException extends RuntimeException permits TakenOverException {

  private static final long serialVersionUID = 1L;

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What happened, and what to do, in a sentence. */
  public StoreException(String message) {
    super(message);
  }
}
