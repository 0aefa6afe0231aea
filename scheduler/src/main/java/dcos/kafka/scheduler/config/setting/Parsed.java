package dcos.kafka.scheduler.config.setting;

import java.util.function.Function;

/**
 * What became of a value that somebody wrote as text.
 *
 * @param <T> the type that it should have
 */
public sealed interface Parsed<T> {

  /** Says what follows in either case. */
  <R> R either(Function<T, R> good, Function<String, R> bad);

  /**
   * It is one.
   *
   * @param value what was meant
   */
  record Good<T>(T value) implements Parsed<T> {
    @Override
    public <R> R either(Function<T, R> good, Function<String, R> bad) {
      return good.apply(value);
    }
  }

  /**
   * It is none.
   *
   * @param message a sentence that says why, and what would be one
   */
  record Bad<T>(String message) implements Parsed<T> {
    @Override
    public <R> R either(Function<T, R> good, Function<String, R> bad) {
      return bad.apply(message);
    }
  }
}
