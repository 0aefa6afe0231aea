package dcos.kafka.scheduler.placement;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One constraint: a field of the agent and what has to be true of it.
 *
 * <p>As with Marathon an agent that lacks the field fails every rule but {@link Unlike}. Brokers
 * whose place lacks the field (they were there before the rule) do not count.
 */
public sealed interface PlacementRule {

  /** What of the agent it looks at. */
  Field field();

  /** The rule as users write it. */
  String text();

  /**
   * What the rule has against an agent, if anything.
   *
   * @param value the field's value there
   * @param counts how many other brokers there are at each value of the field
   */
  Optional<String> against(String value, Map<String, Integer> counts);

  /**
   * What the rule has against a broker on an agent.
   *
   * @param candidate the agent
   * @param others the agents of all other brokers, one entry for each broker
   */
  default Optional<Objection> objection(Place candidate, Collection<Place> others) {
    Map<String, Integer> counts = new TreeMap<>();
    others.forEach(
        other -> field().at(other).ifPresent(value -> counts.merge(value, 1, Integer::sum)));
    return field()
        .at(candidate)
        .map(value -> against(value, counts))
        .orElseGet(() -> Optional.of(candidate.hostname() + " has no " + field().name() + "."))
        .map(reason -> new Objection(this, reason));
  }

  /** No two brokers have the same value. */
  record Unique(Field field) implements PlacementRule {
    @Override
    public String text() {
      return field.name() + ":UNIQUE";
    }

    @Override
    public Optional<String> against(String value, Map<String, Integer> counts) {
      return counts.containsKey(value)
          ? Optional.of("another broker is at " + value + " already.")
          : Optional.empty();
    }
  }

  /**
   * All brokers have the same value.
   *
   * @param wanted which one; without, that of the brokers that are there already
   */
  record Cluster(Field field, Optional<String> wanted) implements PlacementRule {
    @Override
    public String text() {
      return field.name() + ":CLUSTER" + wanted.map(value -> ":" + value).orElse("");
    }

    @Override
    public Optional<String> against(String value, Map<String, Integer> counts) {
      boolean fits =
          wanted
              .map(value::equals)
              .orElseGet(() -> counts.keySet().stream().allMatch(value::equals));
      return fits
          ? Optional.empty()
          : Optional.of(
              "it is at "
                  + value
                  + ", and brokers have to be at "
                  + wanted.orElseGet(() -> String.join(", ", counts.keySet()))
                  + ".");
    }
  }

  /**
   * Brokers are spread evenly over the values: one goes to a value that has none yet, or else to
   * one of those that have the fewest.
   *
   * @param groups how many values there are at least; before there are brokers at that many, each
   *     goes to a new one
   */
  record GroupBy(Field field, int groups) implements PlacementRule {
    @Override
    public String text() {
      return field.name() + ":GROUP_BY" + (groups == 0 ? "" : ":" + groups);
    }

    @Override
    public Optional<String> against(String value, Map<String, Integer> counts) {
      if (!counts.containsKey(value)) {
        return Optional.empty();
      }
      if (counts.size() < groups) {
        return Optional.of(
            "brokers are at "
                + counts.size()
                + " of "
                + groups
                + " places, and "
                + value
                + " is one of them.");
      }
      int here = counts.getOrDefault(value, 0);
      int fewest = Collections.min(counts.values());
      return here == fewest
          ? Optional.empty()
          : Optional.of(
              here + " brokers are at " + value + " already, and only " + fewest + " elsewhere.");
    }
  }

  /**
   * The value matches, as a whole.
   *
   * @param regex a regular expression of Java
   */
  record Like(Field field, String regex) implements PlacementRule {
    @Override
    public String text() {
      return field.name() + ":LIKE:" + regex;
    }

    @Override
    public Optional<String> against(String value, Map<String, Integer> counts) {
      return Pattern.matches(regex, value)
          ? Optional.empty()
          : Optional.of(value + " is not like that.");
    }
  }

  /**
   * The value does not match, as a whole, or there is none.
   *
   * @param regex a regular expression of Java
   */
  record Unlike(Field field, String regex) implements PlacementRule {
    @Override
    public String text() {
      return field.name() + ":UNLIKE:" + regex;
    }

    @Override
    public Optional<String> against(String value, Map<String, Integer> counts) {
      return Pattern.matches(regex, value)
          ? Optional.of(value + " is like that.")
          : Optional.empty();
    }

    @Override
    public Optional<Objection> objection(Place candidate, Collection<Place> others) {
      return field
          .at(candidate)
          .flatMap(value -> against(value, Map.of()))
          .map(reason -> new Objection(this, reason));
    }
  }

  /**
   * No value has more than so many brokers.
   *
   * @param most how many, at least 1
   */
  record MaxPer(Field field, int most) implements PlacementRule {
    @Override
    public String text() {
      return field.name() + ":MAX_PER:" + most;
    }

    @Override
    public Optional<String> against(String value, Map<String, Integer> counts) {
      int here = counts.getOrDefault(value, 0);
      return here < most
          ? Optional.empty()
          : Optional.of(
              here + (here == 1 ? " broker is at " : " brokers are at ") + value + " already.");
    }
  }
}
