package dcos.kafka.scheduler.config;

/** The older word for the order of a rollout. */
public enum PhaseStrategy {
  /** One broker after the other, unasked. */
  INSTALL(DeployStrategy.SERIAL),
  /** One broker after the other, the first and then the rest only when the operator says so. */
  STAGE(DeployStrategy.SERIAL_CANARY);

  private final DeployStrategy deployStrategy;

  PhaseStrategy(DeployStrategy deployStrategy) {
    this.deployStrategy = deployStrategy;
  }

  /** The strategy that this one stands for. */
  public DeployStrategy deployStrategy() {
    return deployStrategy;
  }
}
