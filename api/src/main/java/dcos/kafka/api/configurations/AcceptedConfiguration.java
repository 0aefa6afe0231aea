package dcos.kafka.api.configurations;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a configuration came to be, and who has it.
 *
 * @param id its id
 * @param created when it was accepted
 * @param predecessor the id of the target that it followed, which need not be kept any more; {@code
 *     null} in JSON for the first
 * @param changes in what it differs from its predecessor, ascending by field
 * @param brokers ids of the brokers that are complete with it, ascending; a broker that a rollout
 *     has not reached is still with an older one
 */
public record AcceptedConfiguration(
    String id,
    Instant created,
    Optional<String> predecessor,
    List<Setting> changes,
    List<String> brokers) {

  /**
   * A setting that was changed.
   *
   * @param variable the environment variable, {@code BROKER_MEM} for example
   * @param field path of the value in the configuration, {@code brokerConfiguration.mem} for
   *     example
   * @param from the value before, as users write it; empty when there was none, {@code [hidden]}
   *     for passwords
   * @param to the value since, likewise
   */
  public record Setting(String variable, String field, String from, String to) {}
}
