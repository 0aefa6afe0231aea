package dcos.kafka.scheduler.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dcos.kafka.scheduler.placement.PlacementRule.Cluster;
import dcos.kafka.scheduler.placement.PlacementRule.GroupBy;
import dcos.kafka.scheduler.placement.PlacementRule.Like;
import dcos.kafka.scheduler.placement.PlacementRule.MaxPer;
import dcos.kafka.scheduler.placement.PlacementRule.Unique;
import dcos.kafka.scheduler.placement.PlacementRule.Unlike;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintSyntaxTest {

  private static final Field HOSTNAME = new Field("hostname");
  private static final Field RACK = new Field("rack_id");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[\"hostname\",\"UNIQUE\"]]",
        "[\"hostname\",\"UNIQUE\"]",
        "hostname:UNIQUE",
        " hostname : unique ",
        "[[\"hostname\", \"unique\", \"\"]]"
      })
  void oneRuleHasManySpellings(String constraint) {
    assertThat(rules(constraint)).containsExactly(new Unique(HOSTNAME));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "[]"})
  void nothingIsNoRule(String constraint) {
    assertThat(rules(constraint)).isEmpty();
  }

  @Test
  void allOperatorsAreUnderstood() {
    assertThat(
            rules(
                """
                [["rack_id", "CLUSTER"], ["rack_id", "CLUSTER", "r-1"], ["rack_id", "GROUP_BY"],
                 ["rack_id", "GROUP_BY", "3"], ["rack_id", "LIKE", "r-[1,3]"], ["rack_id", "UNLIKE", "r-.*"],
                 ["rack_id", "MAX_PER", 2], ["@zone", "UNIQUE"]]
                """))
        .containsExactly(
            new Cluster(RACK, Optional.empty()),
            new Cluster(RACK, Optional.of("r-1")),
            new GroupBy(RACK, 0),
            new GroupBy(RACK, 3),
            new Like(RACK, "r-[1,3]"),
            new Unlike(RACK, "r-.*"),
            new MaxPer(RACK, 2),
            new Unique(new Field("@zone")));
  }

  @Test
  void theShortFormHasRulesBesideEachOther() {
    assertThat(rules("hostname:UNIQUE,rack_id:LIKE:rack-.*"))
        .containsExactly(new Unique(HOSTNAME), new Like(RACK, "rack-.*"));
  }

  @Test
  void theShortFormEscapesItsSeparatorsAndLeavesOtherBackslashesAlone() {
    assertThat(rules("rack_id:LIKE:r\\d{1\\,2}:x,hostname:UNIQUE"))
        .containsExactly(new Like(RACK, "r\\d{1,2}:x"), new Unique(HOSTNAME));
  }

  @Test
  void aRuleIsWrittenAsItWasRead() {
    String constraint =
        "hostname:UNIQUE,rack:CLUSTER:r1,rack:GROUP_BY:3,a:LIKE:x.*,b:UNLIKE:y,c:MAX_PER:2";

    assertThat(String.join(",", rules(constraint).stream().map(PlacementRule::text).toList()))
        .isEqualTo(constraint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hostname | \"hostname\" is not a rule: it needs a field, an operator and, for most operators, a value.",
        ":UNIQUE | The name of the field is missing.",
        "@rack:UNIQUE | \"@rack\" is not one of @hostname, @region, @zone.",
        "hostname:UNIQUE:x | UNIQUE takes no value, but has x.",
        "hostname:LIKE | LIKE needs a value.",
        "hostname:LIKE:[ | \"[\" is not a regular expression: Unclosed character class.",
        "hostname:MAX_PER | MAX_PER needs a value.",
        "hostname:MAX_PER:0 | MAX_PER needs a whole number of at least 1, not \"0\".",
        "rack:GROUP_BY:many | GROUP_BY needs a whole number of at least 1, not \"many\".",
        "hostname:EVEN | \"EVEN\" is not one of UNIQUE, CLUSTER, GROUP_BY, LIKE, UNLIKE, MAX_PER.",
        "[[\"hostname\" | [[\"hostname\" is not JSON of the form [[\"hostname\",\"UNIQUE\"]].",
        "[[\"a\",\"UNIQUE\"],7] | 7 is not a rule like [\"hostname\",\"UNIQUE\"].",
        "[[\"a\",\"UNIQUE\"]] x | [[\"a\",\"UNIQUE\"]] x is not JSON of the form [[\"hostname\",\"UNIQUE\"]].",
      })
  void saysWhyItCannotBeUnderstood(String constraint, String message) {
    assertThatExceptionOfType(InvalidConstraintException.class)
        .isThrownBy(() -> rules(constraint))
        .withMessage(message);
  }

  private static List<PlacementRule> rules(String constraint) {
    return PlacementRules.parse(constraint).all();
  }
}
