package dcos.kafka.scheduler.config;

/**
 * The small program beside each broker, which starts, watches and stops it.
 *
 * @param cpus shares of a CPU for the executor itself, more than 0
 * @param memMb memory of the executor itself in MB, at least 32
 * @param killGraceSeconds how long a broker may take to stop by itself before it is killed, at
 *     least 1 s
 */
public record ExecutorConfiguration(double cpus, int memMb, int killGraceSeconds) {

  /** An executor of which nothing is said. */
  public static ExecutorConfiguration defaults() {
    return new ExecutorConfiguration(0.5, 256, 60);
  }
}
