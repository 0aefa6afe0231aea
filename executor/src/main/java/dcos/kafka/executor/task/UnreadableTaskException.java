package dcos.kafka.executor.task;

/** A task's data is not what scheduler and executor agreed on; the message says what is wrong. */
public final class UnreadableTaskException extends Exception {
  private static final long serialVersionUID = 1;

  UnreadableTaskException(String message) {
    super(message);
  }
}
