package dcos.kafka.scheduler.offer;

import dcos.kafka.scheduler.ledger.Reservation;
import java.util.List;
import org.apache.mesos.v1.Protos.Offer.Operation;

/** Whether an offer serves a broker. */
public sealed interface Fit {

  /**
   * It does.
   *
   * @param reservation what the broker lives on: as it was, or grown, or new (and then intended)
   * @param preparations RESERVE and CREATE where needed, in the order in which Mesos has to carry
   *     them out before the LAUNCH
   * @param rest what the offer still holds
   */
  record Fits(Reservation reservation, List<Operation> preparations, OfferedResources rest)
      implements Fit {}

  /**
   * It doesn't.
   *
   * @param reasons all that stand against it, at least one
   */
  record Unfit(List<Misfit> reasons) implements Fit {}
}
