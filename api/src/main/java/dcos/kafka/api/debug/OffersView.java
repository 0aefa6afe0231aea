package dcos.kafka.api.debug;

import java.time.Instant;
import java.util.List;

/**
 * What waits for offers, and why the last offers did not do.
 *
 * @param suppressed whether Mesos was told to send none
 * @param waiting each step that waits for an offer
 */
public record OffersView(boolean suppressed, List<WaitingStep> waiting) {

  /**
   * A step that waits for an offer.
   *
   * @param step its name, {@code broker-0} for example
   * @param since since when it waits
   * @param needs what it needs, as a sentence
   * @param outcomes the last offers and why each was not taken, newest first
   */
  public record WaitingStep(
      String step, Instant since, String needs, List<OfferOutcome> outcomes) {}

  /**
   * Why an offer was not taken for a step.
   *
   * @param offerId Mesos' id of the offer
   * @param agentId Mesos' id of the agent
   * @param hostname the agent's host
   * @param time when it was looked at
   * @param reason a code for programs, {@code NOT_ENOUGH_MEMORY} for example
   * @param message the reason as a sentence, with the figures
   */
  public record OfferOutcome(
      String offerId,
      String agentId,
      String hostname,
      Instant time,
      String reason,
      String message) {}
}
