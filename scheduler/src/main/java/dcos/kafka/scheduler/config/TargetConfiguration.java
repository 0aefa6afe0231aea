package dcos.kafka.scheduler.config;

/**
 * Everything that decides what the service should run: what one environment of the scheduler says,
 * whole and valid.
 *
 * <p>Immutable; each accepted change makes a new one, which the store keeps under an id of its own.
 * Where the service runs (masters, ports of the API, secrets) is not part of it: see {@link
 * Surroundings}.
 *
 * @param service the service as a whole: its name, how many brokers, where and in which order they
 *     are touched
 * @param broker what each broker gets of its agent
 * @param kafka what Kafka itself is told
 * @param executor the small program beside each broker
 * @param recovery when a broker that failed is replaced without being asked
 * @param healthCheck how a broker that runs but does not work is found
 */
public record TargetConfiguration(
    ServiceConfiguration service,
    BrokerConfiguration broker,
    KafkaConfiguration kafka,
    ExecutorConfiguration executor,
    RecoveryConfiguration recovery,
    HealthCheckConfiguration healthCheck) {

  /**
   * The configuration of a service of which nothing is said but its name.
   *
   * @param name the service's name, such as {@code kafka} or {@code /team/kafka}
   * @param zookeeper the ensemble, {@code host:port[,host:port…]} without a path
   */
  public static TargetConfiguration defaults(String name, String zookeeper) {
    return new TargetConfiguration(
        ServiceConfiguration.defaults(name),
        BrokerConfiguration.defaults(),
        KafkaConfiguration.defaults(zookeeper + ServiceNames.of(name).zookeeperRoot()),
        ExecutorConfiguration.defaults(),
        RecoveryConfiguration.defaults(),
        HealthCheckConfiguration.defaults());
  }

  /** The names that follow from the service's name. */
  public ServiceNames names() {
    return ServiceNames.of(service.name());
  }

  /** This configuration with another service section. */
  public TargetConfiguration with(ServiceConfiguration other) {
    return new TargetConfiguration(other, broker, kafka, executor, recovery, healthCheck);
  }

  /** This configuration with another broker section. */
  public TargetConfiguration with(BrokerConfiguration other) {
    return new TargetConfiguration(service, other, kafka, executor, recovery, healthCheck);
  }

  /** This configuration with another Kafka section. */
  public TargetConfiguration with(KafkaConfiguration other) {
    return new TargetConfiguration(service, broker, other, executor, recovery, healthCheck);
  }

  /** This configuration with another executor section. */
  public TargetConfiguration with(ExecutorConfiguration other) {
    return new TargetConfiguration(service, broker, kafka, other, recovery, healthCheck);
  }

  /** This configuration with another recovery section. */
  public TargetConfiguration with(RecoveryConfiguration other) {
    return new TargetConfiguration(service, broker, kafka, executor, other, healthCheck);
  }

  /** This configuration with another health check section. */
  public TargetConfiguration with(HealthCheckConfiguration other) {
    return new TargetConfiguration(service, broker, kafka, executor, recovery, other);
  }
}
