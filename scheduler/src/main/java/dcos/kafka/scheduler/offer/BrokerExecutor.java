package dcos.kafka.scheduler.offer;

import dcos.kafka.scheduler.config.ServiceNames;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.ledger.Reservation;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.apache.mesos.v1.Protos.CommandInfo;
import org.apache.mesos.v1.Protos.ExecutorID;
import org.apache.mesos.v1.Protos.ExecutorInfo;
import org.apache.mesos.v1.Protos.FrameworkID;

/**
 * Writes the executor that runs a broker's tasks.
 *
 * @param names the service's names
 * @param frameworkId the framework that launches
 * @param resources how its reservation is written for Mesos
 */
public record BrokerExecutor(ServiceNames names, String frameworkId, Resources resources) {

  /** How long an executor may take to end beyond its broker. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  /** Enough of a SHA-256 to tell the few executors of one broker from each other. */
  private static final int DIGEST_BYTES = 8;

  /**
   * The executor of a broker.
   *
   * @param id its id
   * @param reservation what it and the broker live on
   * @param configuration what the broker runs with
   */
  public ExecutorInfo info(String id, Reservation reservation, TargetConfiguration configuration) {
    CommandInfo.Builder command =
        CommandInfo.newBuilder()
            .setShell(true)
            .setValue("exec ./kafka-executor/bin/kafka-executor")
            .addUris(archive(configuration.broker().kafkaUri()))
            .addUris(archive(configuration.broker().executorUri()));
    if (!configuration.broker().javaUri().isEmpty()) {
      command.addUris(archive(configuration.broker().javaUri()));
    }
    if (!configuration.service().user().isEmpty()) {
      command.setUser(configuration.service().user());
    }
    Duration grace = Duration.ofSeconds(configuration.executor().killGraceSeconds()).plus(MARGIN);
    return ExecutorInfo.newBuilder()
        .setType(ExecutorInfo.Type.CUSTOM)
        .setExecutorId(ExecutorID.newBuilder().setValue(id))
        .setName(names.taskName(reservation.brokerId()))
        .setFrameworkId(FrameworkID.newBuilder().setValue(frameworkId))
        .setCommand(command)
        .addAllResources(resources.of(reservation, true))
        .setShutdownGracePeriod(BrokerLaunch.nanos(grace))
        .build();
  }

  private static CommandInfo.URI archive(String uri) {
    return CommandInfo.URI.newBuilder().setValue(uri).setExtract(true).build();
  }

  /**
   * What an executor is but for its id, in 16 characters. Mesos takes another task for an executor
   * that runs only where it is described as it was at first, resources included ({@code
   * src/master/validation.cpp}: "ExecutorInfo is not compatible with existing ExecutorInfo with
   * same ExecutorID").
   */
  public static String digest(ExecutorInfo executor) {
    byte[] content = executor.toBuilder().clearExecutorId().buildPartial().toByteArray();
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
