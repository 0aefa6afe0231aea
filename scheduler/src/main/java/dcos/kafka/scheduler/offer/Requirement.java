package dcos.kafka.scheduler.offer;

import dcos.kafka.scheduler.config.DiskType;
import dcos.kafka.scheduler.config.PlacementStrategy;
import dcos.kafka.scheduler.config.TargetConfiguration;

/**
 * What a broker needs of an agent, taken from a configuration.
 *
 * @param cpus of the broker
 * @param memMb of the broker
 * @param diskMb of its volume
 * @param diskType on which kind of disk
 * @param port the port wanted; 0 for a random one
 * @param exactPort whether no other port will do
 * @param executorCpus of the executor beside it
 * @param executorMemMb of the executor beside it
 */
public record Requirement(
    double cpus,
    double memMb,
    double diskMb,
    DiskType diskType,
    int port,
    boolean exactPort,
    double executorCpus,
    double executorMemMb) {

  /** What a configuration asks for. */
  public static Requirement of(TargetConfiguration configuration) {
    return new Requirement(
        configuration.broker().cpus(),
        configuration.broker().memMb(),
        configuration.broker().diskMb(),
        configuration.broker().diskType(),
        configuration.broker().port(),
        configuration.service().placementStrategy() == PlacementStrategy.NODE
            && configuration.broker().port() != 0,
        configuration.executor().cpus(),
        configuration.executor().memMb());
  }

  /** The same in a sentence, for an operator. */
  public String sentence() {
    return "%s cpus, %.0f MB of memory, %.0f MB of %s disk and port %s"
        .formatted(
            Double.toString(cpus + executorCpus),
            memMb + executorMemMb,
            diskMb,
            diskType,
            port == 0 ? "any of 9092-10092" : port + (exactPort ? "" : " (or another)"));
  }
}
