package dcos.kafka.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulation that finds nothing is worth nothing: it has to find each of these mistakes. */
class MutationTest {

  private static final long SEEDS = 200;

  @ParameterizedTest
  @EnumSource
  void findsTheMistake(BrokenVariant variant) {
    Optional<String> found =
        LongStream.rangeClosed(1, SEEDS)
            .mapToObj(seed -> Simulation.run(seed, variant, false).violation())
            .flatMap(Optional::stream)
            .findFirst();
    assertThat(found).as("what %s breaks within %d seeds", variant, SEEDS).isPresent();
  }
}
