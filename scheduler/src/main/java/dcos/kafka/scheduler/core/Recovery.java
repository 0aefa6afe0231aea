package dcos.kafka.scheduler.core;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.config.ServiceNames;
import dcos.kafka.scheduler.ledger.Ledger;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.Stray;
import dcos.kafka.scheduler.state.Configurations;
import dcos.kafka.scheduler.state.Rollout;
import dcos.kafka.scheduler.state.State;
import dcos.kafka.scheduler.state.StoredConfiguration;
import dcos.kafka.scheduler.state.Uninstall;
import java.util.List;
import java.util.Optional;
import org.pcollections.TreePSet;

/**
 * The durable part of a state, as it is found at the start of the scheduler.
 *
 * @param frameworkId the framework's id; empty when it never registered
 * @param rollout what was worked towards; empty when there never was a valid configuration
 * @param uninstall that it is being uninstalled; empty while it isn't
 * @param configurations all that are kept
 * @param brokers all that were ever recorded
 * @param reservations the ledger
 * @param strays the strays
 */
public record Recovery(
    Optional<String> frameworkId,
    Optional<Rollout> rollout,
    Optional<Uninstall> uninstall,
    List<StoredConfiguration> configurations,
    List<Broker> brokers,
    List<Reservation> reservations,
    List<Stray> strays) {

  /** Nothing was found. */
  public static final Recovery NOTHING =
      new Recovery(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          List.of());

  /** The state that the service begins with. What follows from the records is worked out later. */
  public State state(ServiceNames names) {
    State empty = State.empty(names);
    Configurations kept = Configurations.NONE;
    for (StoredConfiguration configuration : configurations) {
      kept = kept.with(configuration);
    }
    Ledger ledger = Ledger.empty();
    TreePSet<Integer> growing = TreePSet.empty();
    for (Reservation reservation : reservations) {
      ledger = ledger.with(reservation);
      if (reservation.isAwaitedGrowth()) {
        growing = growing.plus(reservation.brokerId());
      }
    }
    for (Stray stray : strays) {
      ledger = ledger.with(stray);
    }
    var byId = empty.brokers();
    for (Broker broker : brokers) {
      byId = byId.plus(broker.id(), broker);
    }
    return new State(
        names,
        frameworkId,
        kept,
        byId,
        ledger,
        rollout,
        uninstall,
        empty.work().growing(growing),
        empty.session(),
        empty.kafka(),
        empty.outcomes(),
        empty.timers());
  }
}
