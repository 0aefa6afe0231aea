package dcos.kafka.scheduler.config;

/**
 * Something about a configuration that its author has to change.
 *
 * @param field the environment variable's name, such as {@code BROKER_COUNT}
 * @param message a sentence that says what is wrong with it and what would be right
 */
public record ValidationError(String field, String message) {

  /** The sentence that the plan's {@code errors} show. */
  public String text() {
    return "Validation error on field \"" + field + "\": " + message;
  }
}
