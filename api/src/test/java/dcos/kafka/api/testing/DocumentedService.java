package dcos.kafka.api.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.api.configurations.AcceptedConfiguration;
import dcos.kafka.api.connection.BrokerEndpoints;
import dcos.kafka.api.debug.GateView;
import dcos.kafka.api.debug.OffersView;
import dcos.kafka.api.debug.ReservationView;
import dcos.kafka.api.events.EventView;
import dcos.kafka.api.outcome.Outcome;
import dcos.kafka.api.plans.PlanStatus;
import dcos.kafka.api.plans.PlanView;
import dcos.kafka.api.uninstall.UninstallView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Brings a service into the state that the examples of docs/rest-api.md show. */
public final class DocumentedService {

  private static final String TARGET = "319ebe89-42e2-40e2-9169-8568e2421023";
  private static final String FORMER = "294235f2-8504-4194-b43d-664443f2132b";
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private DocumentedService() {}

  /** Sets it up. */
  public static void setUp(FakeService service) {
    service.brokers.running(0);
    service.brokers.running(1);
    service.brokers.answer =
        CompletableFuture.completedFuture(
            Outcome.done(List.of("broker-0__9c426c50-1087-475c-aa36-cd00d24ccebb")));
    service.plans.documented("deploy", PlanStatus.WAITING);
    service.plans.views.put(
        "recovery",
        new PlanView(
            List.of(
                new PlanView.PhaseView(
                    "6ccf9299-3469-3710-935f-3f0df7cc43c5",
                    "recovery",
                    List.of(),
                    PlanStatus.COMPLETE)),
            List.of(),
            PlanStatus.COMPLETE));
    service.configurations.documents.put(TARGET, configuration(4096));
    service.configurations.documents.put(FORMER, configuration(2048));
    service.configurations.history.add(
        new AcceptedConfiguration(
            TARGET,
            NOON,
            Optional.of(FORMER),
            List.of(
                new AcceptedConfiguration.Setting(
                    "BROKER_MEM", "brokerConfiguration.mem", "2048", "4096")),
            List.of("0")));
    service.configurations.history.add(
        new AcceptedConfiguration(
            FORMER, NOON.minusSeconds(3600), Optional.empty(), List.of(), List.of("1", "2")));
    service.configurations.target = Optional.of(TARGET);
    service.endpoints =
        new BrokerEndpoints(
            List.of("10.0.0.35:1028", "10.0.1.249:1030"),
            List.of(
                "kafka-0-broker.kafka.autoip.dcos.thisdcos.directory:1028",
                "kafka-1-broker.kafka.autoip.dcos.thisdcos.directory:1030"),
            List.of("broker.kafka.l4lb.thisdcos.directory:9092"));
    service.frameworkId = Optional.of("f9d1c5a2-8c0f-4f6e-b6a5-7c2f0f6f4f1e-0001");
    service.topics.test.complete(
        Outcome.done(
            "10 records sent, 70.422535 records/sec (0.07 MB/sec), 24.20 ms avg latency, 133.00 ms"
                + " max latency, 13 ms 50th, 133 ms 95th, 133 ms 99th, 133 ms 99.9th.\n"));
    service.extent =
        new UninstallView(
            "The service kafka is being uninstalled; see /v1/plans/uninstall. When that is"
                + " complete, destroy the app in Marathon.",
            List.of("broker-0", "broker-1", "broker-2"),
            3,
            List.of("10.0.0.30", "10.0.0.31", "10.0.0.32"),
            List.of("master.mesos:2181/dcos-service-kafka"));
    explanations(service);
  }

  private static void explanations(FakeService service) {
    service.events.add(new EventView(41, NOON, "REGISTERED", Optional.empty(), "Registered."));
    service.events.add(
        new EventView(
            42,
            NOON,
            "BROKER_LAUNCHED",
            Optional.of(0),
            "Broker-0 is launched on 10.0.0.30: the service is being deployed."));
    service.offers =
        new OffersView(
            false,
            List.of(
                new OffersView.WaitingStep(
                    "broker-2",
                    NOON,
                    "1 cpus, 2048 MB of memory and 5000 MB of disk on one agent.",
                    List.of(
                        new OffersView.OfferOutcome(
                            "f9d1c5a2-O17",
                            "f9d1c5a2-S1",
                            "10.0.0.31",
                            NOON.plusSeconds(7),
                            "NOT_ENOUGH_MEMORY",
                            "It has 512 MB of memory; 2048 MB are needed.")))));
    service.gate =
        new GateView(
            true,
            false,
            Optional.of(1),
            Optional.of(NOON),
            List.of(
                new GateView.GateReason(
                    "CATCHING_UP",
                    true,
                    7,
                    "broker-0 is catching up with 7 partitions: a-0, a-1, a-2, a-3, a-4 and 2"
                        + " more")));
    service.reservations.add(
        new ReservationView(
            "4d0c5b2e-64a0-4b43-8d0c-1f5d3f1b7c11",
            Optional.of(0),
            "mem:2048",
            "confirmed",
            "f9d1c5a2-S0",
            "10.0.0.30",
            Optional.empty(),
            NOON));
  }

  private static ObjectNode configuration(int mem) {
    ObjectNode configuration = JsonNodeFactory.instance.objectNode();
    configuration.putObject("brokerConfiguration").put("cpus", 1).put("mem", mem);
    return configuration;
  }
}
