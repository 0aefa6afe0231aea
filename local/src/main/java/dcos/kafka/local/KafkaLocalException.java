package dcos.kafka.local;

import dcos.kafka.local.universe.PackageException;

/** Something that users can mend; the message is one sentence for them. */
final class KafkaLocalException extends Exception {
  private static final long serialVersionUID = 1;

  /** For a mistake in what was asked for. */
  static final int WRONG_INPUT = 2;

  /** For anything else. */
  static final int FAILED = 1;

  private final int exitCode;

  KafkaLocalException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** Passes on what is wrong with what was asked for. */
  static KafkaLocalException wrongInput(PackageException e) {
    return new KafkaLocalException(WRONG_INPUT, String.valueOf(e.getMessage()));
  }

  int exitCode() {
    return exitCode;
  }
}
