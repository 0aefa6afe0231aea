package dcos.kafka.scheduler.config;

/**
 * The service as a whole.
 *
 * @param name what it is called in DC/OS and in Mesos, such as {@code kafka} or {@code
 *     /team/kafka}; never changes
 * @param user the user of the agent that brokers run as; never changes, because it owns the data
 * @param principal who makes the reservations; never changes, because Mesos lets no framework
 *     change it
 * @param role the Mesos role of the reservations, derived: {@link ServiceNames#role()}
 * @param count how many brokers, at least 1; never decreases
 * @param placementStrategy whether two brokers may share an agent; never changes
 * @param placementConstraint where brokers may be, in Marathon's syntax ({@code
 *     dcos.kafka.scheduler.placement}); empty for anywhere
 * @param phaseStrategy what was asked for by {@code PHASE_STRATEGY}; {@code deployStrategy} is what
 *     counts
 * @param deployStrategy the order in which a change reaches the brokers: {@code DEPLOY_STRATEGY}
 *     where it was given, else what follows from the phase strategy
 * @param rolloutGate whether a rollout waits for Kafka's partitions before it touches the next
 *     broker
 */
public record ServiceConfiguration(
    String name,
    String user,
    String principal,
    String role,
    int count,
    PlacementStrategy placementStrategy,
    String placementConstraint,
    PhaseStrategy phaseStrategy,
    DeployStrategy deployStrategy,
    RolloutGate rolloutGate) {

  /** The user that tasks run as where nobody says another one. */
  public static final String DEFAULT_USER = "root";

  /** How many brokers there are where nobody says another number. */
  public static final int DEFAULT_COUNT = 3;

  /** A service of which nothing is said but its name. */
  public static ServiceConfiguration defaults(String name) {
    ServiceNames names = ServiceNames.of(name);
    return new ServiceConfiguration(
        name,
        DEFAULT_USER,
        names.defaultPrincipal(),
        names.role(),
        DEFAULT_COUNT,
        PlacementStrategy.ANY,
        "",
        PhaseStrategy.INSTALL,
        PhaseStrategy.INSTALL.deployStrategy(),
        RolloutGate.ON);
  }
}
