package dcos.kafka.scheduler.config.kafka;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * One of Kafka's options, as the broker's own {@code ConfigDef} has it.
 *
 * @param name Kafka's name for it, such as {@code log.retention.hours}
 * @param type Kafka's type of it
 * @param standard its value where none is given; empty where Kafka then goes by another option, or
 *     has no value at all
 * @param least the least number that it may be, where there is one
 * @param values the only values (of a list: members) that it may have; empty when all are good
 * @param update whether a running broker takes over a new value
 * @param threadPool whether it is the size of a pool of threads, which can at most be halved or
 *     doubled while running
 */
public record KafkaOption(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) ConfigDef.Type type,
    @JsonProperty("default") Optional<String> standard,
    Optional<Long> least,
    List<String> values,
    Update update,
    boolean threadPool) {

  /** When a broker takes over a new value, in Kafka's words. */
  public enum Update {
    /** With its next start. */
    @JsonProperty("read-only")
    READ_ONLY,
    /** While running, but only where the name says for which listener. */
    @JsonProperty("per-broker")
    PER_BROKER,
    /** While running. */
    @JsonProperty("cluster-wide")
    CLUSTER_WIDE
  }

  /** Whether a running broker takes over a new value of it under this very name. */
  public boolean dynamic() {
    return update == Update.CLUSTER_WIDE;
  }

  /** Whether its value must not be shown. */
  public boolean secret() {
    return type == ConfigDef.Type.PASSWORD;
  }

  /**
   * What is wrong with a value, in a sentence; empty when nothing is.
   *
   * @param value the value as it was given
   */
  public Optional<String> problem(String value) {
    return switch (type) {
      case PASSWORD, CLASS -> Optional.empty();
      case STRING, LIST ->
          amongValues(value) ? Optional.empty() : Optional.of(notAmongValues(value));
      default -> fitsType(value) ? tooSmall(value) : Optional.of(notOfType(value));
    };
  }

  private boolean amongValues(String value) {
    if (values.isEmpty()) {
      return true;
    }
    if (isVersion()) {
      return values.contains(protocol(value));
    }
    String[] members =
        type == ConfigDef.Type.LIST ? value.split("\\s*,\\s*") : new String[] {value};
    return Arrays.stream(members).allMatch(values::contains);
  }

  private boolean isVersion() {
    return name.endsWith(".version");
  }

  /**
   * The part of a version that Kafka looks at: the first two numbers, or three where it starts with
   * 0.
   */
  private static String protocol(String version) {
    return Arrays.stream(version.split("\\."))
        .limit(version.startsWith("0.") ? 3 : 2)
        .collect(Collectors.joining("."));
  }

  private boolean fitsType(String value) {
    try {
      ConfigDef.parseType(name, value, type);
      return true;
    } catch (ConfigException e) {
      return false;
    }
  }

  private Optional<String> tooSmall(String value) {
    Object number = ConfigDef.parseType(name, value, type);
    return least
        .filter(bound -> number instanceof Number given && given.doubleValue() < bound)
        .map(bound -> value + " is too small: " + name + " has to be at least " + bound + ".");
  }

  private String notAmongValues(String value) {
    String quoted = "\"" + value + "\"";
    if (isVersion()) {
      String newest = values.get(values.size() - 1);
      return quoted
          + " is not a version that this broker knows; "
          + name
          + " can be up to "
          + newest
          + ".";
    }
    return quoted + " is not one of " + String.join(", ", values) + ".";
  }

  private String notOfType(String value) {
    return "\"" + value + "\" is not " + described() + ", which " + name + " has to be.";
  }

  private String described() {
    return switch (type) {
      case BOOLEAN -> "true or false";
      case DOUBLE -> "a number";
      case SHORT -> "a whole number of at most " + Short.MAX_VALUE;
      case INT -> "a whole number of at most " + Integer.MAX_VALUE;
      default -> "a whole number of at most " + Long.MAX_VALUE;
    };
  }
}
