package dcos.kafka.scheduler.config.kafka;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How Kafka's options are written in the environment: {@code KAFKA_OVERRIDE_LOG_RETENTION_HOURS} is
 * {@code log.retention.hours}. Every underscore is a dot; none of Kafka's options has an
 * underscore.
 */
public final class Overrides {

  private static final String PREFIX = "KAFKA_OVERRIDE_";

  private Overrides() {}

  /**
   * All options that an environment sets; as with every other variable an empty one sets nothing.
   *
   * @return values by Kafka's own names, ascending, without spaces around them
   */
  public static SortedMap<String, String> in(Map<String, String> environment) {
    SortedMap<String, String> overrides = new TreeMap<>();
    environment.forEach(
        (variable, value) -> {
          if (variable.startsWith(PREFIX) && !value.isBlank()) {
            overrides.put(option(variable), value.strip());
          }
        });
    return Collections.unmodifiableSortedMap(overrides);
  }

  /** The environment variable that sets one of Kafka's options. */
  public static String variable(String option) {
    return PREFIX + option.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  private static String option(String variable) {
    return variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
