package dcos.kafka.api.outcome;

import java.util.List;
import java.util.function.Function;

/**
 * The answer of the service to a request of an operator. Expected failures are values, so that
 * nobody forgets one; an exception means a defect of ours.
 *
 * @param <T> what a fulfilled request yields
 */
public sealed interface Outcome<T> {

  /**
   * Done, or recorded so that it will be done even if the scheduler dies now.
   *
   * @param value what to answer
   * @param warnings sentences the operator should read although it was done (a forced gate, data at
   *     risk); sent as {@code Warning} headers, since the documented bodies have no room for them
   */
  record Done<T>(T value, List<String> warnings) implements Outcome<T> {
    /** Copies, so that an outcome never changes. */
    public Done {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Not done, and nothing was changed.
   *
   * @param reason which status fits
   * @param message a sentence for the operator: what stands against it and what to do now
   */
  record Refused<T>(Refusal reason, String message) implements Outcome<T> {}

  /** Done, with nothing to warn of. */
  static <T> Outcome<T> done(T value) {
    return new Done<>(value, List.of());
  }

  /** Not done; see {@link Refused}. */
  static <T> Outcome<T> refused(Refusal reason, String message) {
    return new Refused<>(reason, message);
  }

  /** The same outcome with another value, where there is one. */
  default <R> Outcome<R> map(Function<? super T, ? extends R> change) {
    if (this instanceof Done<T> done) {
      return new Done<>(change.apply(done.value()), done.warnings());
    }
    Refused<T> refused = (Refused<T>) this;
    return new Refused<>(refused.reason(), refused.message());
  }
}
