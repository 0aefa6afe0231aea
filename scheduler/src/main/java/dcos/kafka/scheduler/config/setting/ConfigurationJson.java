package dcos.kafka.scheduler.config.setting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcos.kafka.scheduler.config.TargetConfiguration;
import dcos.kafka.scheduler.config.ValidationError;
import dcos.kafka.scheduler.config.kafka.KafkaOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The documented JSON of a configuration: what {@code /v1/configurations/{id}} shows, and what the
 * store keeps.
 *
 * <p>Reading is lenient towards time: what an older or newer version of the service did not write
 * has its default, what it wrote beyond our knowledge is ignored, and rules that it did not have
 * are not applied.
 */
public final class ConfigurationJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String OVERRIDES = "overrides";
  private static final String HIDDEN = "[hidden]";

  /** The documented sections first, each with its fields ascending. */
  private static final List<String> SECTIONS =
      List.of(
          BrokerSettings.SECTION,
          KafkaSettings.SECTION,
          ServiceSettings.SECTION,
          ExecutorSettings.SECTION,
          RecoverySettings.SECTION,
          HealthCheckSettings.SECTION);

  private ConfigurationJson() {}

  /** Everything, passwords too, which the store replaces: for the store, and for nobody else. */
  public static ObjectNode toStore(TargetConfiguration configuration) {
    return write(configuration, configuration.kafka().overrides());
  }

  /** The same with passwords made unreadable, for users. */
  public static ObjectNode toShow(TargetConfiguration configuration) {
    SortedMap<String, String> shown = new TreeMap<>(configuration.kafka().overrides());
    shown.replaceAll(ConfigurationJson::shown);
    return write(configuration, shown);
  }

  /**
   * A configuration as it was stored.
   *
   * @throws UnreadableConfigurationException when a value is not of its type, which no version ever
   *     wrote
   */
  public static TargetConfiguration read(JsonNode json) {
    SortedMap<String, String> overrides = new TreeMap<>();
    json.path(KafkaSettings.SECTION)
        .path(OVERRIDES)
        .properties()
        .forEach(entry -> overrides.put(entry.getKey(), entry.getValue().asText()));
    SettingReader reader = new SettingReader(Source.of(json));
    TargetConfiguration configuration = TargetSettings.assemble(reader, overrides);
    if (!reader.unreadable().isEmpty()) {
      throw new UnreadableConfigurationException(
          reader.unreadable().stream().map(ValidationError::text).collect(Collectors.joining(" ")));
    }
    return configuration;
  }

  /** The value of one of Kafka's options as users may see it. */
  public static String shown(String option, String value) {
    return KafkaOptions.shipped().secret(option) ? HIDDEN : value;
  }

  private static ObjectNode write(
      TargetConfiguration configuration, SortedMap<String, String> overrides) {
    Map<String, Object> document = new LinkedHashMap<>();
    SECTIONS.forEach(section -> document.put(section, new TreeMap<>()));
    TargetSettings.ALL.forEach(
        setting -> put(document, setting.path().split("\\."), setting.plain(configuration)));
    put(document, path(ServiceSettings.SECTION, "role"), configuration.service().role());
    put(document, path(KafkaSettings.SECTION, OVERRIDES), overrides);
    return MAPPER.valueToTree(document);
  }

  private static String[] path(String... fields) {
    return fields;
  }

  private static void put(Map<String, Object> document, String[] path, Object value) {
    Map<String, Object> level = document;
    for (int i = 0; i < path.length - 1; i++) {
      level = below(level, path[i]);
    }
    level.put(path[path.length - 1], value);
  }

  @SuppressWarnings("unchecked") // What is not a leaf is a map, because only put() makes it.
  private static Map<String, Object> below(Map<String, Object> level, String field) {
    return (Map<String, Object>)
        level.computeIfAbsent(field, name -> new TreeMap<String, Object>());
  }
}
