package dcos.kafka.api.debug;

import dcos.kafka.api.outcome.Outcome;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What the API asks of the service to explain itself; snapshots, without blocking. */
public interface DebugService {

  /** What waits for offers, and why the last offers did not do. */
  OffersView offers();

  /** Whether the next broker may be touched, and what stands against it. */
  GateView gate();

  /**
   * Has a stray released: something reserved in the service's name that is in none of its records.
   * A volume on it is destroyed.
   *
   * @param id the label that marks the resource at Mesos
   * @return completes when that is durably recorded; the value is the id
   */
  CompletionStage<Outcome<String>> release(String id);

  /** Every reservation and volume that the service asked for and that isn't released yet. */
  List<ReservationView> reservations();
}
