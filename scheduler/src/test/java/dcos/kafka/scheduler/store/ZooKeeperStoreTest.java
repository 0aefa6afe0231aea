package dcos.kafka.scheduler.store;

import static dcos.kafka.scheduler.testing.TestService.changed;
import static dcos.kafka.scheduler.testing.TestService.configuration;
import static dcos.kafka.scheduler.testing.TestService.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.config.DeployStrategy;
import dcos.kafka.scheduler.core.Change;
import dcos.kafka.scheduler.core.Command;
import dcos.kafka.scheduler.core.Core;
import dcos.kafka.scheduler.core.Event;
import dcos.kafka.scheduler.core.JournalPage;
import dcos.kafka.scheduler.core.Note;
import dcos.kafka.scheduler.core.Recovery;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.state.Rollout;
import dcos.kafka.scheduler.state.StoredConfiguration;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.apache.mesos.v1.Protos.Offer;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ZooKeeperStoreTest {

  private static final String SCHEDULER = "/dcos-service-kafka/scheduler";

  /** More brokers than have room in one transaction. */
  private static final int MANY = 1000;

  private static TestingServer server;
  private CuratorFramework curator;
  private ZooKeeperStore store;

  @BeforeAll
  static void startZooKeeper() throws Exception {
    server = new TestingServer();
  }

  @AfterAll
  static void stopZooKeeper() throws Exception {
    server.close();
  }

  @BeforeEach
  void connect() {
    curator = CuratorFrameworkFactory.newClient(server.getConnectString(), new RetryOneTime(100));
    curator.start();
    store = another("first");
  }

  @AfterEach
  void clear() throws Exception {
    curator.delete().quietly().deletingChildrenIfNeeded().forPath("/dcos-service-kafka");
    curator.close();
  }

  private ZooKeeperStore another(String process) {
    return another(process, Map.of());
  }

  private ZooKeeperStore another(String process, Map<String, String> environment) {
    return new ZooKeeperStore(curator, "/dcos-service-kafka", process, environment);
  }

  private static void assertSame(Recovery found, Recovery written) {
    assertThat(found.frameworkId()).isEqualTo(written.frameworkId());
    assertThat(found.rollout()).isEqualTo(written.rollout());
    assertThat(found.uninstall()).isEqualTo(written.uninstall());
    assertThat(found.configurations())
        .containsExactlyInAnyOrderElementsOf(written.configurations());
    assertThat(found.brokers()).containsExactlyInAnyOrderElementsOf(written.brokers());
    assertThat(found.reservations()).containsExactlyInAnyOrderElementsOf(written.reservations());
    assertThat(found.strays()).containsExactlyInAnyOrderElementsOf(written.strays());
  }

  private static Change.PutFrameworkId id(String id) {
    return new Change.PutFrameworkId(id);
  }

  @Test
  void findsNothingAtItsFirstStart() {
    assertThat(store.open()).isEqualTo(Recovery.NOTHING);
  }

  /** A service's life that leaves records of every kind, with and without their optional parts. */
  private static void live(TestService service, Step step) {
    step.after(service.configure(configuration(DeployStrategy.SERIAL_CANARY)));
    step.after(service.subscribe());
    step.after(service.command(new Command.Continue(false)));
    step.after(service.command(new Command.Continue(false)));
    for (int id = 0; id < 3; id++) {
      step.after(service.launch(id));
      step.after(service.report(id, TaskState.TASK_RUNNING));
    }
    step.after(service.kafka(service.inSync()));
    step.after(service.offer(TestOffer.of(8).reservedMem("kafka", "lost", 64).build()));
    step.after(service.report(1, TaskState.TASK_FAILED));
    step.after(service.command(new Command.Replace(1, true, false)));
    step.after(service.offer(TestOffer.of(9).room().mount("/mnt/1", 9000).build()));
    step.after(service.command(new Command.Restart(2, false, false)));
    step.after(service.configure(changed(configuration())));
    step.after(service.command(new Command.Interrupt()));
    step.after(service.report(1, TaskState.TASK_RUNNING));
    step.after(service.command(new Command.ReleaseStray("lost")));
    step.after(service.command(new Command.Uninstall("An operator asked for it.", false)));
    step.after(service.report(2, TaskState.TASK_UNREACHABLE));
    step.after(service.command(new Command.SkipAgents(List.of(service.task(2).hostname()))));
    step.after(service.disconnect());
    step.after(
        service.handle(new Event.Ended(Event.Ended.Why.REMOVED, "Framework has been removed")));
  }

  private interface Step {
    void after(Core.Outcome outcome);
  }

  @Test
  void findsWhatWasWrittenWhateverStepOfAServicesLifeWasTheLast() {
    TestService service = TestService.unborn();
    store.open();

    live(
        service,
        outcome -> {
          store.commit(outcome.changes());
          ZooKeeperStore next = another("next");
          assertSame(next.open(), service.disk().recovery());
          store = next;
        });

    Recovery recovery = service.disk().recovery();
    assertThat(recovery.strays()).hasSize(1);
    assertThat(recovery.configurations()).hasSize(2);
    assertThat(recovery.reservations()).isNotEmpty();
    assertThat(recovery.uninstall().orElseThrow().leaks()).isNotEmpty();
    assertThat(recovery.frameworkId()).isEmpty();
  }

  @Test
  void writesWhatIsTooMuchForOneTransactionSoThatNoBrokerRefersToWhatIsNotThereYet() {
    TestService service =
        TestService.registered(with(configuration(DeployStrategy.PARALLEL), MANY));
    store.open();
    Offer[] offers =
        IntStream.rangeClosed(1, MANY).mapToObj(TestOffer::roomy).toArray(Offer[]::new);
    List<Change> launches = service.offer(offers).changes();
    assertThat(launches).hasSize(2 * MANY);

    store.commit(launches);

    Recovery found = another("next").open();
    assertThat(found.brokers()).hasSize(MANY).allMatch(Broker::launched);
    assertThat(found.reservations())
        .extracting(Reservation::id)
        .containsAll(found.brokers().stream().map(it -> it.reservationId().orElseThrow()).toList());
  }

  @Test
  void removesEverythingAndMayBeAskedToOnceMore() throws Exception {
    TestService service = TestService.unborn();
    store.open();
    live(service, outcome -> store.commit(outcome.changes()));
    curator.create().forPath("/dcos-service-kafka/brokers", new byte[0]);
    curator.create().forPath("/dcos-service-other", new byte[0]);

    store.remove();
    store.remove();

    assertThat(curator.getChildren().forPath("/"))
        .contains("dcos-service-other")
        .doesNotContain("dcos-service-kafka");
    curator.delete().forPath("/dcos-service-other");
    assertThat(another("next").open()).isEqualTo(Recovery.NOTHING);
  }

  @Test
  void removesNothingAtAllWhenAnotherHasTakenOver() throws Exception {
    TestService service = TestService.unborn();
    store.open();
    live(service, outcome -> store.commit(outcome.changes()));
    curator.create().forPath("/dcos-service-kafka/brokers", new byte[0]);
    another("second").open();

    assertThatThrownBy(store::remove)
        .isInstanceOf(TakenOverException.class)
        .hasMessageContaining("another scheduler has taken over");

    assertSame(another("third").open(), service.disk().recovery());
    assertThat(curator.checkExists().forPath("/dcos-service-kafka/brokers")).isNotNull();
  }

  @Test
  void findsTheJournalAgain() {
    JournalPage page =
        new JournalPage(
            3,
            List.of(
                new JournalPage.Entry(
                    7, TestService.START, new Note("STARTED", OptionalInt.empty(), "here")),
                new JournalPage.Entry(
                    8, TestService.START, new Note("BROKER_ENDED", OptionalInt.of(2), "there"))));
    store.open();
    assertThat(store.journal()).isEmpty();
    store.commit(List.of(new Change.PutJournalPage(new JournalPage(3, List.of()))));
    store.commit(List.of(id("f"), new Change.PutJournalPage(page)));

    ZooKeeperStore next = another("next");
    next.open();

    assertThat(next.journal()).containsExactly(page);
    store = next;
  }

  @Test
  void writesAllOfAFrameOrNothing() {
    store.open();
    store.commit(List.of(id("one")));
    String tooLarge = "x".repeat(2_000_000);

    assertThatThrownBy(
            () ->
                store.commit(
                    List.of(id("two"), new Change.PutBroker(Broker.unborn(0).on(tooLarge)))))
        .isInstanceOf(StoreException.class);

    Recovery found = another("next").open();
    assertThat(found.frameworkId()).contains("one");
    assertThat(found.brokers()).isEmpty();
  }

  @Test
  void letsOnlyTheProcessWriteThatOpenedItLast() {
    store.open();
    store.commit(List.of(id("one")));
    ZooKeeperStore second = another("second");
    second.open();

    assertThatThrownBy(() -> store.commit(List.of(id("late"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another scheduler has taken over");
    assertThatThrownBy(store::assertOwned).isInstanceOf(TakenOverException.class);
    assertThatCode(second::assertOwned).doesNotThrowAnyException();
    second.commit(List.of(new Change.PutBroker(Broker.unborn(4))));

    Recovery found = another("third").open();
    assertThat(found.frameworkId()).contains("one");
    assertThat(found.brokers()).containsExactly(Broker.unborn(4));
  }

  @Test
  void takesTheLastWordOnARecordOfAFrame() {
    store.open();
    Broker later = Broker.unborn(0).on("r");

    store.commit(
        List.of(
            new Change.PutBroker(Broker.unborn(0)),
            new Change.PutBroker(later),
            new Change.PutStray(
                new dcos.kafka.scheduler.ledger.Stray(
                    "s",
                    "S1",
                    "agent-1",
                    "cpus 1",
                    false,
                    Instant.EPOCH,
                    Optional.empty(),
                    Optional.empty())),
            new Change.DropStray("s"),
            new Change.DropReservation("never-was")));

    Recovery found = another("next").open();
    assertThat(found.brokers()).containsExactly(later);
    assertThat(found.strays()).isEmpty();
  }

  @Test
  void writesAgainWhatItDropped() {
    store.open();
    Change.PutBroker broker = new Change.PutBroker(Broker.unborn(0));
    Rollout rollout = Rollout.of("c", Instant.EPOCH, DeployStrategy.SERIAL, List.of());
    store.commit(List.of(broker, new Change.PutRollout(rollout)));
    store.commit(List.of(broker, new Change.PutRollout(rollout.interruptedNow())));

    assertThat(another("next").open().rollout()).contains(rollout.interruptedNow());
  }

  @Test
  void passesOverWhatALaterVersionHasAdded() throws Exception {
    store.open();
    store.commit(List.of(new Change.PutBroker(Broker.unborn(0).on("r"))));
    String path = SCHEDULER + "/brokers/0";
    String document = new String(curator.getData().forPath(path), StandardCharsets.UTF_8);
    curator
        .setData()
        .forPath(
            path,
            document
                .replaceFirst("\\{", "{\"invented\":{\"later\":[1]},")
                .getBytes(StandardCharsets.UTF_8));

    assertThat(another("next").open().brokers()).containsExactly(Broker.unborn(0).on("r"));
  }

  @Test
  void takesForAbsentWhatAnEarlierVersionDidNotWrite() throws Exception {
    store.open();
    curator
        .create()
        .forPath(
            SCHEDULER + "/brokers/5",
            "{\"id\":5,\"crashes\":{\"inARow\":0,\"reason\":\"\"}}"
                .getBytes(StandardCharsets.UTF_8));

    assertThat(another("next").open().brokers()).containsExactly(Broker.unborn(5));
  }

  @Test
  void saysWhichRecordIsNotUnderstood() throws Exception {
    store.open();
    curator.create().forPath(SCHEDULER + "/brokers/0", "not JSON".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> another("next").open())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(SCHEDULER + "/brokers/0");
  }

  @Test
  void keepsItsRecordsReadableForPeople() throws Exception {
    TestService service = TestService.running(configuration());
    store.open();
    store.commit(List.of(new Change.PutBroker(service.broker(0))));

    String document =
        new String(curator.getData().forPath(SCHEDULER + "/brokers/0"), StandardCharsets.UTF_8);

    assertThat(document).contains("\"phase\":\"RUNNING\"").contains("\"2026-01-01T00:00:00Z\"");
    assertThat(curator.getData().forPath(SCHEDULER + "/owner"))
        .isEqualTo("first".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void saysInOneSentenceThatZooKeeperIsAway() {
    try (CuratorFramework nowhere =
        CuratorFrameworkFactory.newClient("127.0.0.1:1", 100, 100, new RetryOneTime(1))) {
      nowhere.start();
      ZooKeeperStore unreachable =
          new ZooKeeperStore(nowhere, "/dcos-service-kafka", "p", Map.of());

      assertThatThrownBy(unreachable::open)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("can't read the records at " + SCHEDULER)
          .hasMessageContaining("is the ensemble up?")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void keepsNoPasswordAndKnowsWhetherItIsStillTheSame() throws Exception {
    Map<String, String> options = Map.of("ssl.keystore.password", "hunter2");
    StoredConfiguration stored =
        StoredConfiguration.following(
            Optional.empty(),
            "c-1",
            Instant.EPOCH,
            configuration().with(configuration().kafka().withOverrides(options)));
    store.open();

    store.commit(List.of(new Change.PutConfiguration(stored)));

    byte[] record = curator.getData().forPath(SCHEDULER + "/configurations/c-1");
    assertThat(new String(record, StandardCharsets.UTF_8))
        .contains("ssl.keystore.password")
        .doesNotContain("hunter2");
    assertThat(another("same", options).open().configurations()).containsExactly(stored);
    assertThat(
            another("changed", Map.of("ssl.keystore.password", "hunter3")).open().configurations())
        .doesNotContain(stored)
        .extracting(StoredConfiguration::id)
        .containsExactly("c-1");
  }

  @Test
  void findsAnOptionalPartThatIsThere() {
    store.open();
    Broker broker = Broker.unborn(1).on("r").retiring();
    store.commit(List.of(new Change.PutBroker(broker)));

    assertThat(another("next").open().brokers())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.retiringId()).isEqualTo(Optional.of("r"));
              assertThat(found.reservationId()).isEmpty();
            });
  }
}
