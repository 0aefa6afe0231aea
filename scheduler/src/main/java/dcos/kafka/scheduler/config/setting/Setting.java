package dcos.kafka.scheduler.config.setting;

import java.util.List;
import java.util.function.Function;

/**
 * One thing that users can say.
 *
 * @param path where it is in the documented JSON and in {@code scheduler.yml}, such as {@code
 *     brokerConfiguration.mem}
 * @param variables the environment variables that it comes from; the first that is not empty wins,
 *     and the first is the one that errors and documentation name
 * @param type its values
 * @param get its value in a configuration
 * @param onChange what a change of it does
 * @param description what it means, in a line of documentation
 * @param <C> the configuration that it is part of
 * @param <T> its values
 */
public record Setting<C, T>(
    String path,
    List<String> variables,
    ValueType<T> type,
    Function<C, T> get,
    OnChange onChange,
    String description) {

  /** A setting that comes from one environment variable. */
  static <C, T> Setting<C, T> of(
      String path,
      String variable,
      ValueType<T> type,
      Function<C, T> get,
      OnChange onChange,
      String description) {
    return new Setting<>(path, List.of(variable), type, get, onChange, description);
  }

  /** The environment variable that errors and documentation name. */
  public String variable() {
    return variables.get(0);
  }

  /** Its value in a configuration, as a number, boolean or string of JSON. */
  public Object plain(C configuration) {
    return type.plain().apply(get.apply(configuration));
  }

  /** Its value in a configuration, as users would write it. */
  public String show(C configuration) {
    return type.show(get.apply(configuration));
  }
}
