package dcos.kafka.api.debug;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.api.debug.OffersView.OfferOutcome;
import dcos.kafka.api.debug.OffersView.WaitingStep;
import dcos.kafka.api.events.EventView;
import dcos.kafka.api.testing.RunningApi;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebugAndEventsTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @RegisterExtension static final RunningApi api = new RunningApi();

  @Test
  void tellsWhyAnOfferWasNotTaken() {
    api.service().offers =
        new OffersView(
            false,
            List.of(
                new WaitingStep(
                    "broker-0",
                    NOON,
                    "An offer with 2048 MB of memory.",
                    List.of(
                        new OfferOutcome(
                            "O1",
                            "S1",
                            "10.0.0.1",
                            NOON,
                            "NOT_ENOUGH_MEMORY",
                            "It has 512 MB of the 2048 MB.")))));

    assertThat(api.get("/v1/debug/offers").json().toString())
        .isEqualTo(
            "{\"suppressed\":false,\"waiting\":[{\"step\":\"broker-0\",\"since\":\"2026-01-31T12:00:00Z\",\"needs\":\"An"
                + " offer with 2048 MB of"
                + " memory.\",\"outcomes\":[{\"offerId\":\"O1\",\"agentId\":\"S1\","
                + "\"hostname\":\"10.0.0.1\",\"time\":\"2026-01-31T12:00:00Z\",\"reason\":\"NOT_ENOUGH_MEMORY\",\"message\":\"It"
                + " has 512 MB of the 2048 MB.\"}]}]}");
  }

  @Test
  void tellsWhatKeepsTheGateClosed() {
    api.service().gate =
        new GateView(
            true,
            false,
            Optional.of(1),
            Optional.of(NOON),
            List.of(new GateView.GateReason("CATCHING_UP", true, 7, "Broker 0 catches up.")));

    assertThat(api.get("/v1/debug/gate").json().toString())
        .isEqualTo(
            "{\"enabled\":true,\"open\":false,\"nextBroker\":1,\"waitingSince\":\"2026-01-31T12:00:00Z\",\"reasons\":[{\"code\":\"CATCHING_UP\",\"blocking\":true,\"partitions\":7,\"message\":\"Broker"
                + " 0 catches up.\"}]}");
  }

  @Test
  void showsTheReservationLedger() {
    api.service()
        .reservations
        .add(
            new ReservationView(
                "r1",
                Optional.of(0),
                "mem:2048",
                "confirmed",
                "S1",
                "10.0.0.1",
                Optional.empty(),
                NOON));

    assertThat(api.get("/v1/debug/reservations").json().get(0).get("resource").asText())
        .isEqualTo("mem:2048");
    assertThat(api.get("/v1/debug/reservations").json().get(0).get("persistenceId").isNull())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'','1,2,3'",
    "?since=,'1,2,3'",
    "?since=2,'3'",
    "?since=99,''",
    "?since=2026-01-31T12:00:01Z,'2,3'"
  })
  void showsTheJournalSinceThen(String query, String expected) {
    for (int i = 0; i < 3; i++) {
      api.service()
          .events
          .add(new EventView(i + 1, NOON.plusSeconds(i), "BROKER_LAUNCHED", Optional.of(i), "…"));
    }

    assertThat(api.get("/v1/events" + query).json().findValuesAsText("sequence"))
        .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split(",")));
  }

  @Test
  void releasesAStrayOnlyIfThereIsOne() {
    assertThat(api.send("POST", "/v1/debug/reservations/r0/release").status()).isEqualTo(404);
  }
}
