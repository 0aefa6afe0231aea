package dcos.kafka.scheduler.config;

import java.util.List;
import java.util.Optional;

/**
 * What became of reading an environment. An invalid one does not keep a scheduler from starting
 * that has a valid target from before: that one stays in force, and the plan shows the errors.
 */
public sealed interface ConfigurationReading {

  /**
   * The environment is valid by itself; whether it may follow the target that is in force is
   * another question.
   *
   * @param configuration what it says
   */
  record Valid(TargetConfiguration configuration) implements ConfigurationReading {}

  /**
   * The environment is not valid.
   *
   * @param errors all that is wrong with it, at least one
   * @param readable what it says apart from that, with defaults in the place of what can't be read;
   *     absent where not even that can be told
   */
  record Invalid(List<ValidationError> errors, Optional<TargetConfiguration> readable)
      implements ConfigurationReading {

    /** Keeps a copy that nobody can change. */
    public Invalid {
      errors = List.copyOf(errors);
    }

    /** Of which nothing else is known. */
    public Invalid(List<ValidationError> errors) {
      this(errors, Optional.empty());
    }

    /** Whether something is wrong with a variable by itself. */
    public boolean concerns(String variable) {
      return errors.stream().anyMatch(error -> error.field().equals(variable));
    }
  }
}
