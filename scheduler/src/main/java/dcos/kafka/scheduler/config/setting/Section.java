package dcos.kafka.scheduler.config.setting;

import dcos.kafka.scheduler.config.TargetConfiguration;
import java.util.function.Function;

/**
 * One part of the documented JSON, and of a configuration.
 *
 * @param name in JSON, such as {@code brokerConfiguration}
 * @param get the part of a configuration
 * @param <S> the part
 */
record Section<S>(String name, Function<TargetConfiguration, S> get) {

  /** A setting in this section, which comes from one environment variable. */
  <T> Setting<TargetConfiguration, T> setting(
      String field,
      String variable,
      ValueType<T> type,
      Function<S, T> value,
      OnChange onChange,
      String description) {
    return Setting.of(
        name + "." + field, variable, type, value.compose(get), onChange, description);
  }
}
