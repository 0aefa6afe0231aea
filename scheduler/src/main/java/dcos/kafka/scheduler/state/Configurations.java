package dcos.kafka.scheduler.state;

import dcos.kafka.scheduler.config.ValidationError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The configurations that were accepted, and what was wrong with the one that wasn't.
 *
 * @param byId all that are kept
 * @param errors why the environment's configuration was refused; empty when it is the target
 */
public record Configurations(PMap<String, StoredConfiguration> byId, List<ValidationError> errors) {

  /** How many are kept that neither a broker nor the target refers to. */
  public static final int KEPT_UNUSED = 20;

  /** None yet. */
  public static final Configurations NONE = new Configurations(HashTreePMap.empty(), List.of());

  public Configurations {
    errors = List.copyOf(errors);
  }

  /** These with another. */
  public Configurations with(StoredConfiguration configuration) {
    return new Configurations(byId.plus(configuration.id(), configuration), errors);
  }

  /** These without one. */
  public Configurations without(String id) {
    return new Configurations(byId.minus(id), errors);
  }

  /** These, with what is wrong with the environment. */
  public Configurations withErrors(List<ValidationError> found) {
    return new Configurations(byId, found);
  }

  /** The configuration of that id. */
  public Optional<StoredConfiguration> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** All, newest first. */
  public List<StoredConfiguration> newestFirst() {
    List<StoredConfiguration> all = new ArrayList<>(byId.values());
    all.sort(
        Comparator.comparing(StoredConfiguration::accepted)
            .thenComparing(StoredConfiguration::id)
            .reversed());
    return all;
  }
}
