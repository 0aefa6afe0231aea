package dcos.kafka.scheduler.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agents are written {@code host/rack}; one without a rack has no such attribute. */
class PlacementRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // rule | others | candidate | objection
        "hostname:UNIQUE | a/1 b/1 | c/1 | -",
        "hostname:UNIQUE | a/1 b/1 | b/2 | another broker is at b already.",
        "@hostname:UNIQUE | a/1 b/1 | b/2 | another broker is at b already.",
        "rack:UNIQUE | a/1 b/2 | c/3 | -",
        "rack:UNIQUE | a/1 b/2 | c/2 | another broker is at 2 already.",
        "rack:UNIQUE | a/1 b/2 | c | c has no rack.",
        "rack:CLUSTER | - | c/7 | -",
        "rack:CLUSTER | a/1 b/1 | c/1 | -",
        "rack:CLUSTER | a/1 b/1 | c/2 | it is at 2, and brokers have to be at 1.",
        "rack:CLUSTER:7 | - | c/7 | -",
        "rack:CLUSTER:7 | a/1 | c/7 | -",
        "rack:CLUSTER:7 | a/1 | c/1 | it is at 1, and brokers have to be at 7.",
        "rack:GROUP_BY | - | c/1 | -",
        "rack:GROUP_BY | a/1 | c/2 | -",
        "rack:GROUP_BY | a/1 | c/1 | -",
        "rack:GROUP_BY | a/1 b/1 c/2 | d/1 | 2 brokers are at 1 already, and only 1 elsewhere.",
        "rack:GROUP_BY | a/1 b/1 c/2 | d/2 | -",
        "rack:GROUP_BY | a/1 b/1 c/2 d/2 | e/1 | -",
        "rack:GROUP_BY | a/1 b | e/1 | -",
        "rack:GROUP_BY:3 | a/1 b/2 | c/1 | brokers are at 2 of 3 places, and 1 is one of them.",
        "rack:GROUP_BY:3 | a/1 b/2 | c/3 | -",
        "rack:GROUP_BY:3 | a/1 b/2 c/3 | d/1 | -",
        "rack:GROUP_BY:3 | a/1 b/2 c/3 d/1 | e/1 | 2 brokers are at 1 already, and only 1 elsewhere.",
        "rack:LIKE:[12] | - | a/2 | -",
        "rack:LIKE:[12] | - | a/12 | 12 is not like that.",
        "rack:LIKE:[12] | - | a | a has no rack.",
        "rack:UNLIKE:[12] | - | a/12 | -",
        "rack:UNLIKE:[12] | - | a/2 | 2 is like that.",
        "rack:UNLIKE:[12] | - | a | -",
        "hostname:MAX_PER:2 | a/1 | a/1 | -",
        "hostname:MAX_PER:2 | a/1 a/1 | a/1 | 2 brokers are at a already.",
        "hostname:MAX_PER:1 | a/1 | a/1 | 1 broker is at a already.",
        "rack:MAX_PER:1 | a/1 b | c/2 | -"
      })
  void placeAsMarathonDoes(String rule, String others, String candidate, String objection) {
    PlacementRules rules = PlacementRules.parse(rule);
    List<Place> taken =
        others == null
            ? List.of()
            : Arrays.stream(others.split(" ")).map(PlacementRulesTest::place).toList();

    assertThat(rules.objections(place(candidate), taken))
        .extracting(Objection::reason)
        .isEqualTo(objection == null ? List.of() : List.of(objection));
  }

  @Test
  void allRulesThatForbidAreNamed() {
    PlacementRules rules = PlacementRules.parse("hostname:UNIQUE,rack:LIKE:2");

    assertThat(rules.objections(place("a/1"), List.of(place("a/1"))))
        .extracting(Objection::text)
        .containsExactly(
            "hostname:UNIQUE: another broker is at a already.", "rack:LIKE:2: 1 is not like that.");
  }

  @Test
  void zonesAndRegionsAreThoseOfTheFaultDomain() {
    Place here = new Place("a", Map.of("@zone", "no"), Optional.of("eu"), Optional.of("z1"));
    Place there = new Place("b", Map.of(), Optional.of("eu"), Optional.of("z2"));

    assertThat(PlacementRules.parse("@zone:UNIQUE").objections(here, List.of(there))).isEmpty();
    assertThat(PlacementRules.parse("@region:UNIQUE").objections(here, List.of(there))).hasSize(1);
    assertThat(PlacementRules.parse("@zone:UNIQUE").objections(place("c/1"), List.of()))
        .extracting(Objection::reason)
        .containsExactly("c has no @zone.");
  }

  private static Place place(String text) {
    String[] parts = text.split("/");
    return Place.of(parts[0], parts.length == 1 ? Map.of() : Map.of("rack", parts[1]));
  }
}
