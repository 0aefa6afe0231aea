package dcos.kafka.local.http;

/** A request is refused; carries what to answer. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;
  private final transient Answer answer;

  /** With a status and a sentence. */
  public RefusedException(int status, String sentence) {
    this(Answer.text(status, sentence));
  }

  /** With the answer to give. */
  public RefusedException(Answer answer) {
    super(null, null, false, false);
    this.answer = answer;
  }

  /** What to answer. */
  public Answer answer() {
    return answer;
  }
}
