package dcos.kafka.scheduler.config.setting;

/**
 * The scheduler can't start where it is; the message is for the one who started it, and says what
 * to change.
 */
public final class InvalidSurroundingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Nothing can be done without the surroundings.
   *
   * @param message what to change
   */
  public InvalidSurroundingsException(String message) {
    super(message);
  }
}
