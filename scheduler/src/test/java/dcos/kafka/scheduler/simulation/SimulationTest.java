package dcos.kafka.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs the simulation; {@code docs/testing.md} tells how to read and replay a failure. */
class SimulationTest {

  /** How many runs; about 1,000 take a minute of one core. */
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 500);

  /** The first seed. */
  private static final long FIRST = Long.getLong("simulation.first", 1);

  /** The one seed to run, with its whole history; none when absent. */
  private static final Optional<Long> ONE = Optional.ofNullable(Long.getLong("simulation.seed"));

  @Test
  void keepsItsPromisesWhateverGoesWrong() throws IOException {
    if (ONE.isPresent()) {
      check(ONE.get(), Simulation.run(ONE.get(), Variant.SOUND, true));
      return;
    }
    long events = 0;
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      Simulation.Result result = Simulation.run(seed, Variant.SOUND, false);
      if (result.violation().isPresent()) {
        check(seed, Simulation.run(seed, Variant.SOUND, true));
        fail("seed %d fails, but not when it is run again: %s", seed, result.violation().get());
      }
      events += result.events();
    }
    assertThat(events / SEEDS).as("events of a run").isGreaterThanOrEqualTo(300);
  }

  private static void check(long seed, Simulation.Result result) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "simulation"));
    Path file = folder.resolve("seed-" + seed + ".txt");
    Files.write(file, result.history().lines());
    if (result.violation().isPresent()) {
      List<String> lines = result.history().lines();
      String end = String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
      fail(
          "seed %d: %s%n%nIt ends so (all of it is in %s):%n%s%n%nTo replay it: %s",
          seed,
          result.violation().get(),
          file.toAbsolutePath(),
          end,
          "mvn -pl scheduler -am test -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false"
              + " -Dsimulation.seed="
              + seed);
    }
  }

  @Test
  void replaysARunFromItsSeed() {
    List<String> once = Simulation.run(7, Variant.SOUND, true).history().lines();
    List<String> again = Simulation.run(7, Variant.SOUND, true).history().lines();
    assertThat(again).isEqualTo(once).hasSizeGreaterThan(100);
  }
}
