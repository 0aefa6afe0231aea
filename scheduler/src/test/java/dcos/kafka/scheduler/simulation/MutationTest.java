package dcos.kafka.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulation that finds nothing is worth nothing: it has to find each of these mistakes. */
@Tag("simulation")
class MutationTest {

  private static final long SEEDS = 200;

  @ParameterizedTest
  @EnumSource
  void findsTheMistake(BrokenVariant variant) {
    Optional<String> found =
        LongStream.rangeClosed(1, SEEDS)
            .parallel()
            .mapToObj(seed -> Simulation.run(seed, variant, false).violation())
            .flatMap(Optional::stream)
            .findAny();
    assertThat(found).as("what %s breaks within %d seeds", variant, SEEDS).isPresent();
  }
}
