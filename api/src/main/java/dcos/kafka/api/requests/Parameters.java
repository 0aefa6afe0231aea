package dcos.kafka.api.requests;

import dcos.kafka.api.errors.Problem;
import org.jspecify.annotations.Nullable;

/** Reads query parameters; what is missing or wrong becomes a 400 that names the parameter. */
public final class Parameters {

  private Parameters() {}

  /** The value of a parameter that has to be there, not blank. */
  public static String required(String name, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw Problem.badRequest("The parameter \"" + name + "\" is missing: add " + name + "=… .");
    }
    return value;
  }

  /**
   * Refuses a parameter that belongs to another of the things that the same call can do.
   *
   * @param doing what is being asked for
   */
  public static void none(String doing, String name, @Nullable String value) {
    if (value != null) {
      throw Problem.badRequest(
          "Nothing was done: " + doing + " has no parameter \"" + name + "\"; leave it out.");
    }
  }

  /** A whole number that has to be there, within bounds (both included). */
  public static long number(String name, @Nullable String value, long min, long max) {
    String text = required(name, value).strip();
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, as a number out of bounds is.
    }
    throw Problem.badRequest(
        String.format(
            "The parameter \"%s\" must be a whole number from %d to %d, not \"%s\".",
            name, min, max, Shown.of(text)));
  }

  /**
   * A switch: off when absent. One without a value is refused, as that of a script whose variable
   * is empty: it could mean either, and what it switches destroys data.
   */
  public static boolean flag(String name, @Nullable String value) {
    if (value == null) {
      return false;
    }
    return switch (value.strip()) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw Problem.badRequest(
              String.format(
                  "The parameter \"%s\" must be true or false, not \"%s\".",
                  name, Shown.of(value)));
    };
  }
}
