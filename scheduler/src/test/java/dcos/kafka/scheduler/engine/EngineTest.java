package dcos.kafka.scheduler.engine;

import static dcos.kafka.scheduler.testing.TestService.configuration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcos.kafka.scheduler.config.ConfigurationReading;
import dcos.kafka.scheduler.config.ServiceNames;
import dcos.kafka.scheduler.core.Change;
import dcos.kafka.scheduler.core.Effect;
import dcos.kafka.scheduler.core.Event;
import dcos.kafka.scheduler.core.JournalPage;
import dcos.kafka.scheduler.core.Recovery;
import dcos.kafka.scheduler.state.State;
import dcos.kafka.scheduler.store.RecordStore;
import dcos.kafka.scheduler.store.StoreException;
import dcos.kafka.scheduler.testing.TestService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.mesos.v1.scheduler.Protos.Call;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineTest {

  private static final Duration AT_MOST = Duration.ofSeconds(10);

  /** What happened, in order. */
  private final List<String> log = new CopyOnWriteArrayList<>();

  private final List<JournalPage> journal = new CopyOnWriteArrayList<>();
  private final List<String> exits = new CopyOnWriteArrayList<>();
  private final ManualClock clock = new ManualClock();
  private volatile boolean storeFails;
  private volatile Runnable mistake = () -> {};

  private final Engine engine =
      new Engine(
          State.empty(ServiceNames.of("kafka")),
          new LoggingStore(),
          this::effect,
          clock,
          new Random(1),
          exits::add);

  @AfterEach
  void close() {
    engine.close();
  }

  private void effect(Effect effect) {
    mistake.run();
    String name =
        effect instanceof Effect.Send send
            ? send.call().getType().name()
            : effect.getClass().getSimpleName();
    boolean published = engine.state().frameworkId().isPresent();
    log.add("effect " + name + (published ? " after publication" : " before publication"));
  }

  private void configureAndSubscribe() {
    engine.submit(new Event.Configured(new ConfigurationReading.Valid(configuration()), false));
    engine.submit(new Event.Subscribed(1, TestService.FRAMEWORK_ID, "1.11.0"));
  }

  @Test
  void commitsThenPublishesThenLetsEffectsLeave() {
    engine.submit(new Event.Subscribed(1, TestService.FRAMEWORK_ID, "1.11.0"));
    engine.start();

    await().atMost(AT_MOST).until(() -> log.size() >= 3);

    assertThat(log.get(0)).isEqualTo("commit PutFrameworkId, published: false");
    assertThat(log.subList(1, log.size()))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("effect") && line.endsWith("after publication"));
    assertThat(exits).isEmpty();
  }

  @Test
  void commitsNothingWhereNothingChanged() {
    engine.submit(new Event.CallRefused(1, "REVIVE", 400, "no"));
    engine.start();

    await().atMost(AT_MOST).until(() -> engine.journal().entries().size() == 1);

    assertThat(log).isEmpty();
  }

  @Test
  void storesItsJournalWithTheNextRecordsAndEachStartAtOnce() {
    engine.submit(new Event.Started("pid 1"));
    engine.submit(new Event.CallRefused(1, "REVIVE", 400, "no"));
    engine.start();
    await().atMost(AT_MOST).until(() -> engine.journal().entries().size() == 2);
    assertThat(journal).extracting(page -> page.entries().size()).containsExactly(1);

    engine.submit(new Event.Subscribed(1, TestService.FRAMEWORK_ID, "1.11.0"));
    await().atMost(AT_MOST).until(() -> journal.size() == 2);

    assertThat(journal.get(1).entries())
        .extracting(entry -> entry.note().kind())
        .containsExactly("STARTED", "CALL_REFUSED", "REGISTERED");
  }

  @Test
  void endsTheProcessWithoutAnyEffectWhenTheRecordsCannotBeWritten() {
    storeFails = true;
    configureAndSubscribe();
    engine.start();

    await().atMost(AT_MOST).until(() -> !exits.isEmpty());

    assertThat(exits).containsExactly("the store is gone");
    assertThat(log).isEmpty();
    assertThat(engine.state()).isEqualTo(State.empty(ServiceNames.of("kafka")));
    assertThat(engine.journal().entries()).isEmpty();
  }

  @Test
  void endsTheProcessAfterAMistake() {
    mistake =
        () -> {
          throw new IllegalStateException("a mistake");
        };
    configureAndSubscribe();
    engine.start();

    await().atMost(AT_MOST).until(() -> !exits.isEmpty());

    assertThat(exits)
        .containsExactly("the core failed: java.lang.IllegalStateException: a mistake");
  }

  @Test
  void endsTheProcessWhenTheJvmItselfFails() {
    mistake =
        () -> {
          throw new StackOverflowError();
        };
    configureAndSubscribe();
    engine.start();

    await().atMost(AT_MOST).until(() -> !exits.isEmpty());

    assertThat(exits).containsExactly("the core failed: java.lang.StackOverflowError");
  }

  @Test
  void handlesNothingMoreAfterItFailed() {
    storeFails = true;
    configureAndSubscribe();
    engine.start();
    await().atMost(AT_MOST).until(() -> !exits.isEmpty());
    storeFails = false;

    engine.submit(new Event.Subscribed(2, TestService.FRAMEWORK_ID, "1.11.0"));

    await().during(Duration.ofMillis(200)).atMost(AT_MOST).until(log::isEmpty);
    assertThat(exits).hasSize(1);
  }

  @Test
  void ticksWhenATimerIsDue() {
    configureAndSubscribe();
    engine.start();
    await().atMost(AT_MOST).until(() -> count(Call.Type.REVIVE) == 1);

    clock.advance(Duration.ofMinutes(3));
    engine.submit(new Event.CallRefused(1, "X", 400, "wakes it up"));

    await().atMost(AT_MOST).until(() -> count(Call.Type.REVIVE) == 2);
  }

  @Test
  void ticksOfItself() {
    clock.runsWithTheSystemsClock = true;
    engine.submit(new Event.Subscribed(1, TestService.FRAMEWORK_ID, "1.11.0"));
    engine.start();
    await().atMost(AT_MOST).until(() -> count(Call.Type.RECONCILE) == 1);

    clock.advance(Duration.ofMinutes(15).minusMillis(300));
    engine.submit(new Event.CallRefused(1, "X", 400, "shows it the time"));

    await().atMost(AT_MOST).until(() -> count(Call.Type.RECONCILE) == 2);
  }

  private long count(Call.Type type) {
    return log.stream().filter(line -> line.startsWith("effect " + type + " ")).count();
  }

  private final class LoggingStore implements RecordStore {

    @Override
    public Recovery open() {
      return Recovery.NOTHING;
    }

    @Override
    public List<JournalPage> journal() {
      return List.of();
    }

    @Override
    public void commit(List<Change> changes) {
      if (storeFails) {
        throw new StoreException("the store is gone");
      }
      changes.stream()
          .filter(Change.PutJournalPage.class::isInstance)
          .forEach(change -> journal.add(((Change.PutJournalPage) change).page()));
      log.add(
          "commit %s, published: %s"
              .formatted(
                  changes.get(0).getClass().getSimpleName(),
                  engine.state().frameworkId().isPresent()));
    }

    @Override
    public void remove() {}
  }

  /** A clock that a test moves. */
  private static final class ManualClock extends Clock {

    private volatile Duration ahead = Duration.ZERO;
    private volatile boolean runsWithTheSystemsClock;
    private final Instant begin = Instant.now();

    void advance(Duration by) {
      ahead = ahead.plus(by);
    }

    @Override
    public Instant instant() {
      Duration run =
          runsWithTheSystemsClock ? Duration.between(begin, Instant.now()) : Duration.ZERO;
      return TestService.START.plus(run).plus(ahead);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
