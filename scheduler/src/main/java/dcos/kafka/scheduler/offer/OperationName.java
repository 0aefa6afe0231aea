package dcos.kafka.scheduler.offer;

import java.util.Optional;

/**
 * The id of an operation, which says what it was for, so that its status finds the ledger's row.
 *
 * @param what {@code reserve}, {@code create}, {@code destroy} or {@code unreserve}
 * @param reservationId the reservation that it works on
 * @param nonce makes each attempt's id a new one
 */
public record OperationName(String what, String reservationId, String nonce) {

  private static final String SEPARATOR = "__";

  /** An operation on a reservation. */
  public static OperationName of(String what, String reservationId, String nonce) {
    return new OperationName(what, reservationId, nonce);
  }

  /** Reads an operation id; empty when it isn't one of ours. */
  public static Optional<OperationName> parse(String id) {
    String[] parts = id.split(SEPARATOR, -1);
    return parts.length == 3
        ? Optional.of(new OperationName(parts[0], parts[1], parts[2]))
        : Optional.empty();
  }

  /** The id as Mesos gets it. */
  public String text() {
    return what + SEPARATOR + reservationId + SEPARATOR + nonce;
  }
}
