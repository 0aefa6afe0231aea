package dcos.kafka.scheduler.config.setting;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * Where the values of settings are looked up: an environment, {@code scheduler.yml}, or stored
 * JSON.
 */
@FunctionalInterface
public interface Source {

  /**
   * The text that was given for a setting, without spaces around it; an empty one counts as not
   * given.
   */
  Optional<String> given(Setting<?, ?> setting);

  /** The values of an environment. */
  static Source of(Map<String, String> environment) {
    return setting ->
        setting.variables().stream()
            .map(variable -> environment.getOrDefault(variable, "").strip())
            .filter(value -> !value.isEmpty())
            .findFirst();
  }

  /** The values of a tree of JSON or YAML, which may lack any of them. */
  static Source of(JsonNode tree) {
    return setting ->
        Optional.of(tree.at("/" + setting.path().replace('.', '/')).asText("").strip())
            .filter(value -> !value.isEmpty());
  }
}
