package dcos.kafka.scheduler.placement;

/**
 * Why a broker may not be on an agent.
 *
 * @param rule the rule that forbids it
 * @param reason what about the agent is against it, such as {@code another broker is on agent-1
 *     already}
 */
public record Objection(PlacementRule rule, String reason) {

  /** The rule and the reason, for users. */
  public String text() {
    return rule.text() + ": " + reason;
  }
}
