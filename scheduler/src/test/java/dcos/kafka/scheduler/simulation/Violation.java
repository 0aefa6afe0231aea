package dcos.kafka.scheduler.simulation;

/** Something happened that must never happen, or something that must didn't. */
final class Violation extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Violation(String format, Object... arguments) {
    super(format.formatted(arguments));
  }
}
