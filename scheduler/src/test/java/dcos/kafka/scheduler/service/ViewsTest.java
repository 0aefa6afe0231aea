package dcos.kafka.scheduler.service;

import static dcos.kafka.scheduler.testing.TestService.changed;
import static dcos.kafka.scheduler.testing.TestService.configuration;
import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.api.brokers.BrokerView;
import dcos.kafka.api.configurations.AcceptedConfiguration;
import dcos.kafka.api.debug.GateView;
import dcos.kafka.api.debug.OffersView;
import dcos.kafka.api.debug.ReservationView;
import dcos.kafka.api.health.HealthView;
import dcos.kafka.scheduler.config.setting.ConfigurationJson;
import dcos.kafka.scheduler.core.Command;
import dcos.kafka.scheduler.core.Event;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.testing.TestKafka;
import dcos.kafka.scheduler.testing.TestOffer;
import dcos.kafka.scheduler.testing.TestService;
import java.time.Duration;
import java.util.List;
import org.apache.mesos.v1.Protos.TaskState;
import org.junit.jupiter.api.Test;

/** What the API reads, from the state of a service. */
class ViewsTest {

  private static Debugging debugging(TestService service) {
    return new Debugging(service::state, new Commander(event -> {}));
  }

  private static HealthView health(TestService service) {
    return Snapshots.health(service::state).health();
  }

  private static Brokers brokers(TestService service) {
    return new Brokers(service::state, new Commander(event -> {}));
  }

  @Test
  void listsTheBrokersThatWereLaunchedAliveOrNot() {
    TestService service = TestService.registered(configuration());
    assertThat(brokers(service).ids()).isEmpty();
    assertThat(brokers(service).broker(0)).isEmpty();

    service.deploy();
    service.report(1, TaskState.TASK_FAILED);

    assertThat(brokers(service).ids()).containsExactly(0, 1, 2);
    assertThat(brokers(service).broker(7)).isEmpty();
  }

  @Test
  void showsWhatMesosAndKafkaKnowOfABroker() {
    TestService service = TestService.running(configuration());
    service.kafka(service.inSync().catchingUp(0, "t-0", "t-1"));

    BrokerView view = brokers(service).broker(0).orElseThrow();

    assertThat(view.name()).isEqualTo("broker-0");
    assertThat(view.state()).isEqualTo("RUNNING");
    assertThat(view.taskId()).contains(service.task(0).id());
    assertThat(view.taskState()).contains("TASK_RUNNING");
    assertThat(view.host()).contains("10.0.0.1");
    assertThat(view.port()).contains(9092);
    assertThat(view.agentId()).contains("S1");
    assertThat(view.configurationId()).contains(service.state().target().orElseThrow().id());
    assertThat(view.registered()).isTrue();
    assertThat(view.underReplicatedPartitions()).contains(2);
    assertThat(view.since()).contains(TestService.START);
  }

  @Test
  void tellsHowConfigurationsCameToBeAndWhoHasThem() {
    TestService service = TestService.running(configuration());
    service.kafka(service.inSync().catchingUp(2, "t-0"));
    String first = service.state().target().orElseThrow().id();
    service.pass(Duration.ofSeconds(1));
    service.configure(changed(configuration()));

    List<AcceptedConfiguration> history =
        Snapshots.configurations(service::state, ConfigurationJson::toShow).history();

    assertThat(history).hasSize(2);
    assertThat(history.get(0).predecessor()).contains(first);
    assertThat(history.get(0).changes()).isNotEmpty();
    assertThat(history.get(0).brokers()).isEmpty();
    assertThat(history.get(1).id()).isEqualTo(first);
    assertThat(history.get(1).brokers()).containsExactly("0", "1", "2");
  }

  @Test
  void saysThatItDoesNotKnowWhatIsInSync() {
    TestService service = TestService.running(configuration());
    service.kafka(service.inSync().unknown("why"));

    assertThat(brokers(service).broker(0).orElseThrow().underReplicatedPartitions()).isEmpty();
  }

  @Test
  void calledStoppingABrokerThatIsBeingStopped() {
    TestService service = TestService.running(configuration());
    service.command(new Command.Restart(0, false, false));

    BrokerView view = brokers(service).broker(0).orElseThrow();

    assertThat(view.state()).isEqualTo("KILLING");
    assertThat(view.message()).contains("An operator asked for a restart");
  }

  @Test
  void showsWhoWaitsForAnOfferAndWhyTheLastOnesDidNotDo() {
    TestService service = TestService.registered(configuration());
    service.offer(TestOffer.of(1).cpus(0.1).mem(9999).disk(9999).ports(9092, 9093).build());
    service.offer(TestOffer.of(2).cpus(8).mem(1).disk(9999).ports(9092, 9093).build());

    OffersView view = debugging(service).offers();

    assertThat(view.suppressed()).isFalse();
    OffersView.WaitingStep step = view.waiting().get(0);
    assertThat(step.step()).isEqualTo("broker-0");
    assertThat(step.needs())
        .isEqualTo("1.5 cpus, 2304 MB of memory, 5000 MB of ROOT disk and port 9092 (or another)");
    assertThat(step.outcomes())
        .extracting(OffersView.OfferOutcome::hostname, OffersView.OfferOutcome::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("agent-2", "NOT_ENOUGH_MEM"),
            org.assertj.core.groups.Tuple.tuple("agent-1", "NOT_ENOUGH_CPUS"));
  }

  @Test
  void hasNobodyWaitingWhenAllServe() {
    OffersView view = debugging(TestService.running(configuration())).offers();

    assertThat(view.suppressed()).isTrue();
    assertThat(view.waiting()).isEmpty();
  }

  @Test
  void showsForWhatTheGateIsClosedAndSinceWhen() {
    TestService service = TestService.running(configuration());
    assertThat(debugging(service).gate().open()).isTrue();
    service.kafka(service.inSync().catchingUp(2, "t-0"));
    service.configure(changed(configuration()));

    GateView gate = debugging(service).gate();

    assertThat(gate.enabled()).isTrue();
    assertThat(gate.open()).isFalse();
    assertThat(gate.nextBroker()).contains(0);
    assertThat(gate.waitingSince()).contains(service.now());
    assertThat(gate.reasons()).extracting(GateView.GateReason::code).containsExactly("CATCHING_UP");
  }

  @Test
  void showsEachRowOfTheLedgerAndTheStrays() {
    TestService service = TestService.running(configuration());
    Reservation home = service.home(0);
    service.offer(TestOffer.of(5).reservedMem("kafka", "lost", 64).build());

    List<ReservationView> rows = debugging(service).reservations();

    assertThat(rows).hasSize(19);
    assertThat(rows.subList(0, 6))
        .allSatisfy(
            row -> {
              assertThat(row.broker()).contains(0);
              assertThat(row.state()).isEqualTo("confirmed");
              assertThat(row.hostname()).isEqualTo("agent-1");
            })
        .extracting(ReservationView::resource)
        .contains("cpus:1", "mem:2048", "ports:" + home.port(), "disk:5000", "cpus:0.5");
    assertThat(rows.subList(0, 6)).filteredOn(row -> row.persistenceId().isPresent()).hasSize(1);
    assertThat(rows.get(18).state()).isEqualTo("stray");
    assertThat(rows.get(18).broker()).isEmpty();
  }

  @Test
  void isHealthyWhileNothingNeedsAttention() {
    assertThat(health(TestService.running(configuration())).healthy()).isTrue();
  }

  @Test
  void isUnhealthyWhileItIsNotRegistered() {
    TestService service = TestService.running(configuration());
    service.disconnect();

    assertThat(health(service).healthy()).isFalse();
    assertThat(health(service).message()).contains("not registered with Mesos");
  }

  @Test
  void staysUnhealthyWhenTheFrameworkWasRemoved() {
    TestService service = TestService.running(configuration());
    service.handle(new Event.Ended(Event.Ended.Why.REMOVED, "Framework has been removed"));

    assertThat(health(service).healthy()).isFalse();
    assertThat(health(service).message()).contains("Framework has been removed");
  }

  @Test
  void isUnhealthyWhileAnyPartitionIsUnderReplicatedOutsideOfARollout() {
    TestService service = TestService.running(configuration());
    TestKafka seen = service.inSync().underReplicated("orders-1");
    service.kafka(seen);
    assertThat(health(service).healthy()).isFalse();
    assertThat(health(service).message()).contains("orders-1");

    service.configure(changed(configuration()));

    assertThat(health(service).healthy()).isTrue();
  }

  @Test
  void doesNotSayThatAllIsWellWhenThatIsNotKnown() {
    TestService service = TestService.running(configuration());
    service.kafka(service.inSync().unknown("Kafka's ZooKeeper does not answer."));

    assertThat(health(service).healthy()).isTrue();
    assertThat(health(service).message())
        .contains("isn't known")
        .doesNotContain("nothing needs attention");
  }

  @Test
  void tellsHowToReachTheRegisteredBrokers() {
    TestService service = TestService.running(configuration());
    service.kafka(TestKafka.registered(0, 2));
    var connection = Snapshots.connection(service::state, "before");

    assertThat(connection.brokers().address()).containsExactly("10.0.0.1:9092", "10.0.0.3:9092");
    assertThat(connection.brokers().dns())
        .startsWith("kafka-0-broker.kafka.autoip.dcos.thisdcos.directory:9092");
    assertThat(connection.brokers().vips())
        .containsExactly("broker.kafka.l4lb.thisdcos.directory:9092");
    assertThat(connection.zookeeper()).isEqualTo("zk:2181/dcos-service-kafka");
    assertThat(Snapshots.connection(TestService.unborn()::state, "before").zookeeper())
        .isEqualTo("before");
  }

  @Test
  void listsConfigurationsNewestFirst() {
    TestService service = TestService.running(configuration());
    String first = service.state().target().orElseThrow().id();
    service.pass(java.time.Duration.ofSeconds(1));
    service.configure(changed(configuration()));
    var configurations = Snapshots.configurations(service::state, ConfigurationJson::toShow);

    assertThat(configurations.ids())
        .containsExactly(configurations.targetId().orElseThrow(), first);
    assertThat(configurations.configuration(first).orElseThrow().at("/serviceConfiguration/count"))
        .hasToString("3");
    assertThat(configurations.configuration("unknown")).isEmpty();
  }
}
