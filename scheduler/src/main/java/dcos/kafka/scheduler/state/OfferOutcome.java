package dcos.kafka.scheduler.state;

import dcos.kafka.scheduler.offer.Misfit;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * Why an offer was not taken.
 *
 * @param offerId the offer
 * @param agentId its agent
 * @param hostname that agent's name
 * @param at when it was looked at
 * @param broker the broker that lives on that agent and was to be started; empty when it is about
 *     every broker that waits for a place
 * @param reasons what stood against it
 */
public record OfferOutcome(
    String offerId,
    String agentId,
    String hostname,
    Instant at,
    OptionalInt broker,
    List<Misfit> reasons) {

  /** How many are remembered. */
  public static final int REMEMBERED = 64;

  public OfferOutcome {
    reasons = List.copyOf(reasons);
  }
}
