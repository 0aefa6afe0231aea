package dcos.kafka.scheduler.testing;

import dcos.kafka.scheduler.broker.Broker;
import dcos.kafka.scheduler.core.Change;
import dcos.kafka.scheduler.core.Recovery;
import dcos.kafka.scheduler.ledger.Reservation;
import dcos.kafka.scheduler.ledger.Stray;
import dcos.kafka.scheduler.state.Rollout;
import dcos.kafka.scheduler.state.StoredConfiguration;
import dcos.kafka.scheduler.state.Uninstall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The records as the store would keep them: what a scheduler finds that starts after a crash. */
public final class TestDisk {

  private Optional<String> frameworkId = Optional.empty();
  private Optional<Rollout> rollout = Optional.empty();
  private Optional<Uninstall> uninstall = Optional.empty();
  private final Map<String, StoredConfiguration> configurations = new TreeMap<>();
  private final Map<Integer, Broker> brokers = new TreeMap<>();
  private final Map<String, Reservation> reservations = new TreeMap<>();
  private final Map<String, Stray> strays = new TreeMap<>();

  /** Writes down. */
  public void apply(List<Change> changes) {
    changes.forEach(this::apply);
  }

  private void apply(Change change) {
    if (change instanceof Change.PutFrameworkId put) {
      frameworkId = Optional.of(put.id());
    } else if (change instanceof Change.DropFrameworkId) {
      frameworkId = Optional.empty();
    } else if (change instanceof Change.PutUninstall put) {
      uninstall = Optional.of(put.uninstall());
    } else if (change instanceof Change.PutRollout put) {
      rollout = Optional.of(put.rollout());
    } else if (change instanceof Change.PutConfiguration put) {
      configurations.put(put.configuration().id(), put.configuration());
    } else if (change instanceof Change.DropConfiguration drop) {
      configurations.remove(drop.id());
    } else if (change instanceof Change.PutBroker put) {
      brokers.put(put.broker().id(), put.broker());
    } else if (change instanceof Change.PutReservation put) {
      reservations.put(put.reservation().id(), put.reservation());
    } else if (change instanceof Change.DropReservation drop) {
      reservations.remove(drop.id());
    } else if (change instanceof Change.PutStray put) {
      strays.put(put.stray().resourceId(), put.stray());
    } else if (change instanceof Change.DropStray drop) {
      strays.remove(drop.resourceId());
    } else {
      throw new AssertionError("a change that the disk doesn't know: " + change);
    }
  }

  /**
   * Removes everything.
   *
   * @param dies whether whoever does that dies before the last, which says that it is to be done
   */
  public void remove(boolean dies) {
    if (!dies) {
      frameworkId = Optional.empty();
      uninstall = Optional.empty();
    }
    rollout = Optional.empty();
    configurations.clear();
    brokers.clear();
    reservations.clear();
    strays.clear();
  }

  /** What is on it of a broker. */
  public Optional<Broker> broker(int id) {
    return Optional.ofNullable(brokers.get(id));
  }

  /** Whether a labelled resource is in the books. */
  public boolean knows(String resourceId) {
    return strays.containsKey(resourceId)
        || reservations.values().stream()
            .anyMatch(r -> r.resources().stream().anyMatch(row -> row.id().equals(resourceId)));
  }

  /** What is on it. */
  public Recovery recovery() {
    return new Recovery(
        frameworkId,
        rollout,
        uninstall,
        List.copyOf(configurations.values()),
        List.copyOf(brokers.values()),
        List.copyOf(reservations.values()),
        List.copyOf(strays.values()));
  }
}
