package dcos.kafka.scheduler.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dcos.kafka.scheduler.config.DeployStrategy;
import dcos.kafka.scheduler.core.Command;
import dcos.kafka.scheduler.core.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the simulation; {@code docs/testing.md} tells how to read and replay a failure. */
@Tag("simulation")
class SimulationTest {

  /** How many runs; CI's number is in {@code docs/testing.md}. */
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 20_000);

  /** The first seed. */
  private static final long FIRST = Long.getLong("simulation.first", 1);

  /** The one seed to run, with its whole history; none when absent. */
  private static final Optional<Long> ONE = Optional.ofNullable(Long.getLong("simulation.seed"));

  /** In so many runs, each kind of thing that may happen does. */
  private static final int ALL_KINDS = 1000;

  /** So many failing seeds are told; then the search ends. */
  private static final int ENOUGH = 3;

  /**
   * Each fault, each command, with and without force, each edit of the environment, each strategy,
   * and each event. The process' start and what Mesos refuses are the client's, and only noted.
   */
  private static final List<Object> KINDS =
      Stream.of(
              Stream.of(Fault.values()),
              Stream.of(Edit.values()),
              Stream.of(DeployStrategy.values()),
              Stream.of(Command.class.getPermittedSubclasses()),
              Stream.of(Command.Restart.class, Command.Replace.class, Command.Continue.class)
                  .map(Tally.Forced::new),
              Stream.of(Event.class.getPermittedSubclasses())
                  .filter(kind -> kind != Event.Started.class && kind != Event.CallRefused.class))
          .<Object>flatMap(kinds -> kinds)
          .toList();

  @Test
  void keepsItsPromisesWhateverGoesWrong() throws Exception {
    if (ONE.isPresent()) {
      check(ONE.get(), Simulation.run(ONE.get(), Variant.SOUND, true));
      return;
    }
    long begun = System.nanoTime();
    SortedMap<Long, String> failures = new ConcurrentSkipListMap<>();
    LongAdder seeds = new LongAdder();
    LongAdder events = new LongAdder();
    AtomicInteger fewest = new AtomicInteger(Integer.MAX_VALUE);
    Tally tally = new Tally();
    AtomicLong next = new AtomicLong(FIRST);
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(
            pool.submit(
                () -> {
                  Tally own = new Tally();
                  for (long seed = next.getAndIncrement();
                      seed < FIRST + SEEDS && failures.size() < ENOUGH;
                      seed = next.getAndIncrement()) {
                    Simulation.Result result = Simulation.run(seed, Variant.SOUND, false);
                    seeds.increment();
                    events.add(result.events());
                    fewest.accumulateAndGet(result.events(), Math::min);
                    own.addAll(result.tally());
                    if (result.violation().isPresent()) {
                      failures.put(seed, result.violation().get());
                    } else if (result.events() < Scenario.FEWEST_EVENTS) {
                      failures.put(seed, "only " + result.events() + " events");
                    }
                  }
                  synchronized (tally) {
                    tally.addAll(own);
                  }
                }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } finally {
      pool.shutdownNow();
    }
    System.out.printf(
        "simulation: %,d seeds from %d on, %,d events, at least %d each, %.1f s on %d threads%n",
        seeds.sum(), FIRST, events.sum(), fewest.get(), (System.nanoTime() - begun) / 1e9, threads);
    if (!failures.isEmpty()) {
      long seed = failures.firstKey();
      check(seed, Simulation.run(seed, Variant.SOUND, true));
      fail("of the seeds %s the first passes when it is run again", failures);
    }
    KINDS.forEach(kind -> System.out.printf("  %,10d %s%n", tally.of(kind), kind));
    if (SEEDS >= ALL_KINDS) {
      assertThat(KINDS).as("what happened in no run").allMatch(kind -> tally.of(kind) > 0);
    }
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
