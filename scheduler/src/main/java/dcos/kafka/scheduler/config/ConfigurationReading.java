package dcos.kafka.scheduler.config;

import java.util.List;

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
   */
  record Invalid(List<ValidationError> errors) implements ConfigurationReading {

    /** Keeps a copy that nobody can change. */
    public Invalid {
      errors = List.copyOf(errors);
    }
  }
}
