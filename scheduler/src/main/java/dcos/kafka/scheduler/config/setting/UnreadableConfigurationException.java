package dcos.kafka.scheduler.config.setting;

/** A stored configuration is damaged. */
public final class UnreadableConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Nothing can be made of it.
   *
   * @param message what is wrong with it
   */
  public UnreadableConfigurationException(String message) {
    super(message);
  }
}
