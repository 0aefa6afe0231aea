package dcos.kafka.api.topics;

import dcos.kafka.api.errors.Problem;
import dcos.kafka.api.requests.Shown;
import org.jspecify.annotations.Nullable;

/** Reads the {@code time} of an offset. */
final class OffsetTimes {

  private OffsetTimes() {}

  /** {@code first} or {@code -2}, {@code last} or {@code -1}, milliseconds; absent means last. */
  static OffsetTime parse(@Nullable String time) {
    if (time == null || time.isBlank()) {
      return new OffsetTime.Last();
    }
    String text = time.strip();
    return switch (text) {
      case "first", "-2" -> new OffsetTime.First();
      case "last", "-1" -> new OffsetTime.Last();
      default -> {
        if (text.matches("\\d{1,18}")) {
          yield new OffsetTime.At(Long.parseLong(text));
        }
        throw Problem.badRequest(
            "The parameter \"time\" must be first, last, or milliseconds since 1970, not \""
                + Shown.of(text)
                + "\".");
      }
    };
  }
}
