package dcos.kafka.api.requests;

/**
 * Text of a client as it may stand in a message or header: short, and without control characters.
 */
public final class Shown {

  private static final int LONGEST = 100;

  private Shown() {}

  /** The text, cut and cleaned. */
  public static String of(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= LONGEST
        ? clean
        // Not between the two halves of a character, which could not be written as UTF-8.
        : clean.substring(0, clean.offsetByCodePoints(0, LONGEST / 2)) + "…";
  }

  /** The text as it may stand in a header: ASCII, on one line. */
  public static String header(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
