package dcos.kafka.local.marathon;

/** An app that Marathon can't accept. */
final class InvalidAppException extends Exception {
  private static final long serialVersionUID = 1;

  private final String path;

  /**
   * @param path what of the app is wrong, such as {@code /id}
   * @param message what is wrong with it
   */
  InvalidAppException(String path, String message) {
    super(message);
    this.path = path;
  }

  String path() {
    return path;
  }
}
