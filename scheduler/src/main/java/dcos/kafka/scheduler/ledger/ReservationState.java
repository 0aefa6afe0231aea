package dcos.kafka.scheduler.ledger;

/**
 * How far a reservation has come. Released ones have no row any more.
 *
 * <p>The order is the only one in which a row moves; {@link #INTENDED} may go to {@link #RELEASING}
 * without having been confirmed.
 */
public enum ReservationState {
  /** Recorded, and asked of Mesos at most; whether it exists isn't known. */
  INTENDED,
  /** Mesos has shown it: in an operation's status, in an offer, or by running a task on it. */
  CONFIRMED,
  /** Of no more use: destroyed and unreserved wherever an offer shows it. */
  RELEASING
}
