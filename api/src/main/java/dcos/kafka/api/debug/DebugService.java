package dcos.kafka.api.debug;

import java.util.List;

/** What the API asks of the service to explain itself; snapshots, without blocking. */
public interface DebugService {

  /** What waits for offers, and why the last offers did not do. */
  OffersView offers();

  /** Whether the next broker may be touched, and what stands against it. */
  GateView gate();

  /** Every reservation and volume that the service asked for and that isn't released yet. */
  List<ReservationView> reservations();
}
