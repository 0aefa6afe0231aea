package dcos.kafka.scheduler.state;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.config.DeployStrategy;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RolloutTest {

  private static Rollout rollout(DeployStrategy strategy, Integer... incomplete) {
    return Rollout.of("c", Instant.EPOCH, strategy, List.of(incomplete));
  }

  private static Rollout canary() {
    return rollout(DeployStrategy.SERIAL_CANARY, 0, 1, 2, 3);
  }

  private static List<Integer> free(Rollout rollout) {
    return IntStream.range(0, 4).filter(id -> !rollout.holds(id)).boxed().toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"SERIAL", "PARALLEL"})
  void holdsNobodyBackWithoutACanary(DeployStrategy strategy) {
    assertThat(free(rollout(strategy, 0, 1, 2, 3))).containsExactly(0, 1, 2, 3);
  }

  @ParameterizedTest
  @EnumSource(names = {"SERIAL_CANARY", "PARALLEL_CANARY"})
  void releasesTheFirstStepThenAllTheRest(DeployStrategy strategy) {
    Rollout rollout = rollout(strategy, 0, 1, 2, 3);

    assertThat(free(rollout)).isEmpty();
    assertThat(free(rollout.continued(false))).containsExactly(0);
    assertThat(free(rollout.continued(false).continued(false))).containsExactly(0, 1, 2, 3);
  }

  @Test
  void takesTheFirstIncompleteBrokersForItsCanaries() {
    Rollout rollout = rollout(DeployStrategy.SERIAL_CANARY, 2, 3);

    assertThat(free(rollout.continued(false))).containsExactly(2);
    assertThat(rollout.waitsAt(2)).isTrue();
    assertThat(rollout.waitsAt(0)).isFalse();
  }

  @Test
  void isReleasedAtOnceWhenItConcernsNobody() {
    assertThat(rollout(DeployStrategy.SERIAL_CANARY).released()).isTrue();
    assertThat(rollout(DeployStrategy.SERIAL_CANARY, 3).continued(false).released()).isTrue();
  }

  @Test
  void holdsEverybodyBackWhileItIsInterrupted() {
    Rollout interrupted = canary().continued(false).continued(false).interruptedNow();

    assertThat(free(interrupted)).isEmpty();
    assertThat(free(interrupted.continued(false))).containsExactly(0, 1, 2, 3);
  }

  @Test
  void endsAnInterruptionBeforeItReleasesTheNextCanary() {
    Rollout interrupted = canary().continued(false).interruptedNow();

    assertThat(free(interrupted.continued(false))).containsExactly(0);
    assertThat(free(interrupted.continued(false).continued(false))).containsExactly(0, 1, 2, 3);
  }

  @Test
  void releasesTheFirstCanaryWhateverWasInterruptedBefore() {
    assertThat(free(canary().interruptedNow().continued(false))).containsExactly(0);
  }

  @Test
  void passesOverTheGateForOneStepOnly() {
    Rollout forced = canary().continued(true);

    assertThat(forced.forced()).isTrue();
    assertThat(forced.stepped().forced()).isFalse();
    assertThat(forced.interruptedNow().forced()).isFalse();
  }

  @Test
  void changesNothingWhenThereIsNothingLeftToRelease() {
    Rollout all = canary().continued(false).continued(false);

    assertThat(all.continued(false)).isEqualTo(all);
  }
}
