package dcos.kafka.scheduler.store;

/** Another process has opened the records since, and is the one scheduler now. */
public final class TakenOverException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** Of the records at {@code root}. */
  public TakenOverException(String root, Throwable cause) {
    super("another scheduler has taken over the records at " + root + "; this one stops", cause);
  }
}
