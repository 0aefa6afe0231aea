package dcos.kafka.scheduler.config.setting;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The type of a setting: how it is read from text and how it is written into JSON.
 *
 * @param name what users call it, such as {@code integer}
 * @param range which values there are, in words; empty when all are good
 * @param parse reads a value, without spaces around it and never empty
 * @param plain the value as a number, boolean or string of JSON
 * @param <T> the values
 */
public record ValueType<T>(
    String name, String range, Function<String, Parsed<T>> parse, Function<T, Object> plain) {

  private static final BigDecimal LEAST_CPUS = new BigDecimal("0.001");
  private static final BigDecimal MOST_CPUS = new BigDecimal("1000");

  /** Any text. */
  public static ValueType<String> text() {
    return text("", value -> Optional.empty());
  }

  /**
   * Text of a certain form.
   *
   * @param range the form in words
   * @param problem what is wrong with a value, in a sentence
   */
  public static ValueType<String> text(String range, Function<String, Optional<String>> problem) {
    return new ValueType<>(
        "string",
        range,
        value ->
            problem
                .apply(value)
                .<Parsed<String>>map(Parsed.Bad::new)
                .orElseGet(() -> new Parsed.Good<>(value)),
        value -> value);
  }

  /**
   * A whole number from {@code least} to {@code most}; no upper bound is named where that is the
   * type's own.
   */
  public static ValueType<Integer> integer(int least, int most) {
    String range = most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most;
    return new ValueType<>("integer", range, value -> whole(value, least, most), value -> value);
  }

  /** A time in whole seconds, at least {@code least} of them. */
  public static ValueType<Duration> seconds(int least) {
    return time("seconds", least, Duration::ofSeconds, Duration::toSeconds);
  }

  /** A time in whole milliseconds, at least {@code least} of them. */
  public static ValueType<Duration> milliseconds(int least) {
    return time("milliseconds", least, Duration::ofMillis, Duration::toMillis);
  }

  /**
   * Shares of CPUs: Mesos counts them in thousandths. Written as a whole number where it is one.
   */
  public static ValueType<Double> cpus() {
    return new ValueType<>("number", "0.001 to 1000", ValueType::shares, ValueType::shortest);
  }

  /** {@code true} or {@code false}. */
  public static ValueType<Boolean> bool() {
    return new ValueType<>(
        "boolean",
        "true, false",
        value ->
            switch (value.toLowerCase(Locale.ROOT)) {
              case "true" -> new Parsed.Good<>(true);
              case "false" -> new Parsed.Good<>(false);
              default -> new Parsed.Bad<>("\"" + value + "\" is not one of true, false.");
            },
        value -> value);
  }

  /**
   * One of some values; capital or small letters are the same.
   *
   * @param values all of them
   * @param text how users write one
   */
  public static <E extends Enum<E>> ValueType<E> oneOf(E[] values, Function<E, String> text) {
    String all = Arrays.stream(values).map(text).collect(Collectors.joining(", "));
    return new ValueType<>(
        "string",
        all,
        value ->
            Arrays.stream(values)
                .filter(each -> text.apply(each).equalsIgnoreCase(value))
                .findFirst()
                .<Parsed<E>>map(Parsed.Good::new)
                .orElseGet(() -> new Parsed.Bad<>("\"" + value + "\" is not one of " + all + ".")),
        text::apply);
  }

  /** The path of a file; whether there is such a file is looked at by whoever reads it. */
  public static ValueType<Optional<Path>> file() {
    return new ValueType<>(
        "string",
        "path of a file",
        value -> {
          try {
            return new Parsed.Good<>(Optional.of(Path.of(value)));
          } catch (InvalidPathException e) {
            return new Parsed.Bad<>("\"" + value + "\" is not the path of a file.");
          }
        },
        value -> value.map(Path::toString).orElse(""));
  }

  /** A value as users would write it. */
  public String show(T value) {
    return plain.apply(value).toString();
  }

  private static ValueType<Duration> time(
      String unit, int least, Function<Long, Duration> of, Function<Duration, Object> plain) {
    return new ValueType<>(
        unit,
        "at least " + least,
        value ->
            whole(value, least, Integer.MAX_VALUE)
                .either(number -> new Parsed.Good<>(of.apply(number.longValue())), Parsed.Bad::new),
        plain);
  }

  private static Parsed<Integer> whole(String value, int least, int most) {
    BigInteger number;
    try {
      number = new BigInteger(value);
    } catch (NumberFormatException e) {
      return new Parsed.Bad<>("\"" + value + "\" is not a whole number.");
    }
    if (number.compareTo(BigInteger.valueOf(least)) < 0) {
      return new Parsed.Bad<>(number + " is too small: it has to be at least " + least + ".");
    }
    if (number.compareTo(BigInteger.valueOf(most)) > 0) {
      return new Parsed.Bad<>(number + " is too large: it has to be at most " + most + ".");
    }
    return new Parsed.Good<>(number.intValue());
  }

  private static Parsed<Double> shares(String value) {
    BigDecimal number;
    try {
      number = new BigDecimal(value).stripTrailingZeros();
    } catch (NumberFormatException e) {
      return new Parsed.Bad<>("\"" + value + "\" is not a number.");
    }
    if (number.compareTo(LEAST_CPUS) < 0) {
      return new Parsed.Bad<>(value + " is too small: it has to be at least 0.001.");
    }
    if (number.compareTo(MOST_CPUS) > 0) {
      return new Parsed.Bad<>(value + " is too large: it has to be at most 1000.");
    }
    if (number.scale() > 3) {
      return new Parsed.Bad<>(value + " is too fine: Mesos counts CPUs in thousandths.");
    }
    return new Parsed.Good<>(number.doubleValue());
  }

  private static Object shortest(double value) {
    return value == Math.rint(value) ? (Object) (int) value : value;
  }
}
