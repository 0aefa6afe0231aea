package dcos.kafka.scheduler.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dcos.kafka.scheduler.ledger.ReservedResource.Part;
import dcos.kafka.scheduler.ledger.ReservedResource.Volume;
import dcos.kafka.scheduler.placement.Place;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Reservation reservation(String id, String agent, String... resources) {
    return Reservation.intended(
        id,
        0,
        agent,
        Place.of("host of " + agent, Map.of()),
        List.of(resources).stream()
            .map(r -> new ReservedResource(r, Part.CPUS, 1, Optional.empty()))
            .toList(),
        NOW,
        Optional.empty());
  }

  private static Stray stray(String id) {
    return new Stray(id, "S1", "agent-1", "cpus 1", false, NOW, Optional.empty(), Optional.empty());
  }

  @Test
  void findsAReservationByItsIdItsResourcesAndItsAgent() {
    Reservation reservation = reservation("r", "S1", "a", "b");
    Ledger ledger = Ledger.empty().with(reservation);

    assertThat(ledger.find("r")).contains(reservation);
    assertThat(ledger.ofResource("a")).contains(reservation);
    assertThat(ledger.ofResource("b")).contains(reservation);
    assertThat(ledger.onAgent("S1")).containsExactly("r");
    assertThat(ledger.onAgent("S2")).isEmpty();
  }

  @Test
  void forgetsWhereAReservationWasWhenItsAgentHasANewId() {
    Ledger ledger = Ledger.empty().with(reservation("r", "S1", "a"));

    Ledger moved =
        ledger.with(ledger.find("r").orElseThrow().on("S2", Place.of("agent-1", Map.of())));

    assertThat(moved.onAgent("S1")).isEmpty();
    assertThat(moved.onAgent("S2")).containsExactly("r");
  }

  @Test
  void forgetsRowsThatAReservationNoLongerHas() {
    Ledger ledger =
        Ledger.empty().with(reservation("r", "S1", "a", "b")).with(reservation("r", "S1", "b"));

    assertThat(ledger.ofResource("a")).isEmpty();
    assertThat(ledger.ofResource("b")).isPresent();
  }

  @Test
  void knowsWhetherAnythingIsToBeReleased() {
    Reservation reservation = reservation("r", "S1", "a");
    Reservation releasing = reservation.in(ReservationState.RELEASING, NOW);
    Ledger ledger = Ledger.empty().with(reservation);

    assertThat(ledger.hasToRelease()).isFalse();
    assertThat(ledger.with(releasing).hasToRelease()).isTrue();
    assertThat(ledger.with(releasing).with(releasing).without("r").hasToRelease()).isFalse();
    assertThat(ledger.with(releasing).with(reservation).hasToRelease()).isFalse();
  }

  @Test
  void keepsStraysApartFromReservations() {
    Ledger ledger = Ledger.empty().with(stray("s")).with(reservation("r", "S1", "a"));

    assertThat(ledger.stray("s")).contains(stray("s"));
    assertThat(ledger.ofResource("s")).isEmpty();
    assertThat(ledger.without("r").strays()).containsExactly(stray("s"));
    assertThat(ledger.withoutStray("s").strays()).isEmpty();
    assertThat(ledger.withoutStray("s").reservations()).hasSize(1);
  }

  @Test
  void neverChangesWhatSomebodyHolds() {
    Ledger before = Ledger.empty().with(reservation("r", "S1", "a"));

    before.with(reservation("r2", "S1", "b")).without("r").with(stray("s"));

    assertThat(before.reservations()).containsExactly(reservation("r", "S1", "a"));
    assertThat(before.onAgent("S1")).containsExactly("r");
    assertThat(before.strays()).isEmpty();
  }

  /** Whatever happens to it, its indices say what a look at all the rows would say. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithANaiveModelAfterAnySequenceOfChanges(long seed) {
    Random random = new Random(seed);
    Map<String, Reservation> model = new HashMap<>();
    Ledger ledger = Ledger.empty();
    for (int step = 0; step < 400; step++) {
      String id = "r" + random.nextInt(12);
      if (random.nextInt(3) == 0) {
        ledger = ledger.without(id);
        model.remove(id);
      } else {
        String agent = "S" + random.nextInt(4);
        String[] rows =
            IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> id + "/" + random.nextInt(5))
                .distinct()
                .toArray(String[]::new);
        Reservation next =
            reservation(id, agent, rows)
                .in(ReservationState.values()[random.nextInt(3)], NOW.plusSeconds(step));
        ledger = ledger.with(next);
        model.put(id, next);
      }
      assertAgrees(ledger, model);
    }
  }

  private static void assertAgrees(Ledger ledger, Map<String, Reservation> model) {
    assertThat(ledger.reservations()).containsExactlyInAnyOrderElementsOf(model.values());
    assertThat(ledger.hasToRelease())
        .isEqualTo(model.values().stream().anyMatch(r -> r.state() == ReservationState.RELEASING));
    for (int n = 0; n < 4; n++) {
      String agent = "S" + n;
      assertThat(ledger.onAgent(agent))
          .isEqualTo(
              model.values().stream()
                  .filter(r -> r.agentId().equals(agent))
                  .map(Reservation::id)
                  .collect(Collectors.toSet()));
    }
    for (int r = 0; r < 12; r++) {
      for (int row = 0; row < 5; row++) {
        String resource = "r" + r + "/" + row;
        assertThat(ledger.ofResource(resource))
            .isEqualTo(
                model.values().stream()
                    .filter(it -> it.resources().stream().anyMatch(x -> x.id().equals(resource)))
                    .findFirst());
      }
    }
  }

  @Test
  void addsUpTheRowsOfAGrownReservation() {
    Reservation grown =
        reservation("r", "S1")
            .with(
                List.of(
                    new ReservedResource("a", Part.MEM, 2048, Optional.empty()),
                    new ReservedResource("b", Part.MEM, 1024, Optional.empty()),
                    new ReservedResource("c", Part.PORT, 9093, Optional.empty()),
                    new ReservedResource(
                        "d", Part.DISK, 5000, Optional.of(new Volume("v", Optional.empty())))));

    assertThat(grown.amountOf(Part.MEM)).isEqualTo(3072);
    assertThat(grown.amountOf(Part.EXECUTOR_MEM)).isZero();
    assertThat(grown.port()).isEqualTo(9093);
    assertThat(grown.part(Part.DISK)).map(ReservedResource::id).contains("d");
    assertThat(grown.part(Part.CPUS)).isEmpty();
  }

  @Test
  void namesTheMesosResourceOfEachPart() {
    assertThat(Part.values())
        .extracting(Part::resourceName)
        .containsExactly("cpus", "mem", "ports", "disk", "cpus", "mem");
    assertThat(Part.values())
        .filteredOn(Part::isExecutors)
        .containsExactly(Part.EXECUTOR_CPUS, Part.EXECUTOR_MEM);
  }
}
