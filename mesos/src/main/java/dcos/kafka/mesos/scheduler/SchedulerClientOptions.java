package dcos.kafka.mesos.scheduler;

import dcos.kafka.mesos.wire.MessageFormat;
import java.time.Duration;
import java.util.Optional;

/**
 * How to talk to the master.
 *
 * @param format of calls and events
 * @param credential to authenticate with, where the master asks for it
 * @param initialBackoff the longest wait before the first new attempt to subscribe, positive
 * @param maxBackoff the longest wait before any attempt, at least {@code initialBackoff}
 * @param maxRecordBytes the largest event to accept; a larger one ends the subscription
 */
public record SchedulerClientOptions(
    MessageFormat format,
    Optional<Credential> credential,
    Duration initialBackoff,
    Duration maxBackoff,
    int maxRecordBytes) {
  /**
   * Protobuf, no credential, back-off from 1 to 15 seconds (Mesos' own advice), events up to 64
   * MiB: an OFFERS event of a large cluster has some megabytes.
   */
  public static SchedulerClientOptions defaults() {
    return new SchedulerClientOptions(
        MessageFormat.PROTOBUF,
        Optional.empty(),
        Duration.ofSeconds(1),
        Duration.ofSeconds(15),
        64 * 1024 * 1024);
  }
}
