package dcos.kafka.scheduler.placement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Marathon's syntax of constraints, in its JSON form and in the short form of the command line. */
final class ConstraintSyntax {

  private static final ObjectReader JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().reader();

  private ConstraintSyntax() {}

  static List<PlacementRule> parse(String constraint) {
    String text = constraint.strip();
    if (text.isEmpty()) {
      return List.of();
    }
    List<List<String>> rules = text.startsWith("[") ? json(text) : shortForm(text);
    return rules.stream().map(ConstraintSyntax::rule).toList();
  }

  private static List<List<String>> json(String text) {
    JsonNode outer;
    try {
      outer = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new InvalidConstraintException(
          text + " is not JSON of the form [[\"hostname\",\"UNIQUE\"]].");
    }
    boolean single = !outer.isEmpty() && !outer.get(0).isArray();
    List<List<String>> rules = new ArrayList<>();
    for (JsonNode inner : single ? List.of(outer) : outer) {
      List<String> parts = new ArrayList<>();
      inner.forEach(part -> parts.add(part.asText().strip()));
      if (!inner.isArray()) {
        throw new InvalidConstraintException(
            inner + " is not a rule like [\"hostname\",\"UNIQUE\"].");
      }
      rules.add(parts);
    }
    return rules;
  }

  private static List<List<String>> shortForm(String text) {
    return split(text, ',', Integer.MAX_VALUE).stream()
        .map(rule -> split(rule, ':', 3).stream().map(part -> unescape(part).strip()).toList())
        .toList();
  }

  /**
   * Splits where the separator has no backslash before it; the last part may have separators in it.
   */
  private static List<String> split(String text, char separator, int most) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length() && parts.size() < most - 1; i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == separator) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  /** Other backslashes belong to regular expressions. */
  private static String unescape(String part) {
    return part.replace("\\,", ",").replace("\\:", ":");
  }

  private static PlacementRule rule(List<String> parts) {
    if (parts.size() < 2 || parts.size() > 3) {
      throw new InvalidConstraintException(
          "\""
              + String.join(":", parts)
              + "\" is not a rule: it needs a field, an operator and, for most operators, a value.");
    }
    Field field = Field.of(parts.get(0));
    Optional<String> value = parts.stream().skip(2).filter(given -> !given.isEmpty()).findFirst();
    String operator = parts.get(1).toUpperCase(Locale.ROOT);
    return switch (operator) {
      case "UNIQUE" -> {
        value.ifPresent(
            given -> {
              throw new InvalidConstraintException("UNIQUE takes no value, but has " + given + ".");
            });
        yield new PlacementRule.Unique(field);
      }
      case "CLUSTER" -> new PlacementRule.Cluster(field, value);
      case "GROUP_BY" ->
          new PlacementRule.GroupBy(field, value.map(given -> number(operator, given)).orElse(0));
      case "LIKE" -> new PlacementRule.Like(field, regex(operator, value));
      case "UNLIKE" -> new PlacementRule.Unlike(field, regex(operator, value));
      case "MAX_PER" ->
          new PlacementRule.MaxPer(field, number(operator, required(operator, value)));
      default ->
          throw new InvalidConstraintException(
              "\""
                  + parts.get(1)
                  + "\" is not one of UNIQUE, CLUSTER, GROUP_BY, LIKE, UNLIKE, MAX_PER.");
    };
  }

  private static int number(String operator, String value) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, together with what is too small.
    }
    throw new InvalidConstraintException(
        operator + " needs a whole number of at least 1, not \"" + value + "\".");
  }

  private static String regex(String operator, Optional<String> value) {
    String regex = required(operator, value);
    try {
      return Pattern.compile(regex).pattern();
    } catch (PatternSyntaxException e) {
      throw new InvalidConstraintException(
          "\"" + regex + "\" is not a regular expression: " + e.getDescription() + ".");
    }
  }

  private static String required(String operator, Optional<String> value) {
    return value.orElseThrow(() -> new InvalidConstraintException(operator + " needs a value."));
  }
}
