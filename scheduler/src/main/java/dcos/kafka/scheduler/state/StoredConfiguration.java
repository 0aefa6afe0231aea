package dcos.kafka.scheduler.state;

import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.config.change.Difference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A configuration that was accepted; it never changes. Durable.
 *
 * @param id a UUID
 * @param accepted when
 * @param predecessor the id of the target that it followed, which need not be kept any more; empty
 *     for the first
 * @param changes in what it differs from its predecessor, ascending by path; kept with it, so that
 *     it can still be told when the predecessor isn't there any more
 * @param configuration what it asks for
 */
public record StoredConfiguration(
    String id,
    Instant accepted,
    Optional<String> predecessor,
    List<Difference> changes,
    TargetConfiguration configuration) {

  public StoredConfiguration {
    changes = List.copyOf(changes);
  }

  /**
   * One that is new.
   *
   * @param before the target that it follows
   */
  public static StoredConfiguration following(
      Optional<StoredConfiguration> before,
      String id,
      Instant now,
      TargetConfiguration configuration) {
    return new StoredConfiguration(
        id,
        now,
        before.map(StoredConfiguration::id),
        before.map(old -> Difference.between(old.configuration(), configuration)).orElse(List.of()),
        configuration);
  }

  /** The same with its passwords readable, or sealed. */
  public StoredConfiguration with(TargetConfiguration same) {
    return new StoredConfiguration(id, accepted, predecessor, changes, same);
  }
}
