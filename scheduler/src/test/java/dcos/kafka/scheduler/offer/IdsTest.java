package dcos.kafka.scheduler.offer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {

  @Test
  void areRandomUuidsOfRfc4122() {
    Ids ids = new Ids(new SplittableRandom(7));
    Set<String> seen = new HashSet<>();

    for (int i = 0; i < 1000; i++) {
      String id = ids.uuid();
      UUID uuid = UUID.fromString(id);
      assertThat(uuid).hasToString(id);
      assertThat(uuid.version()).isEqualTo(4);
      assertThat(uuid.variant()).isEqualTo(2);
      seen.add(id);
    }
    assertThat(seen).hasSize(1000);
  }

  @Test
  void areTheSameForTheSameSeed() {
    Ids one = new Ids(new SplittableRandom(7));
    Ids other = new Ids(new SplittableRandom(7));

    assertThat(one.uuid()).isEqualTo(other.uuid());
    assertThat(one.uuid()).isEqualTo(other.uuid());
    assertThat(one.uuid()).isNotEqualTo(new Ids(new SplittableRandom(8)).uuid());
  }

  @Test
  void ofOperationsSayWhatTheyAreAbout() {
    OperationName name = OperationName.of("reserve", "r-1", "n-1");

    assertThat(OperationName.parse(name.text())).contains(name);
    assertThat(OperationName.parse("somebody-elses")).isEqualTo(Optional.empty());
    assertThat(OperationName.parse("a__b__c__d")).isEqualTo(Optional.empty());
  }
}
