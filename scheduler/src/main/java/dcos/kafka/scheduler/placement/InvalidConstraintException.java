package dcos.kafka.scheduler.placement;

/** A constraint can't be understood; the message is a sentence for the one who wrote it. */
public final class InvalidConstraintException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * It can't be understood.
   *
   * @param reason why, in a sentence
   */
  public InvalidConstraintException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** Why it can't be understood, in a sentence. */
  public String reason() {
    return reason;
  }
}
