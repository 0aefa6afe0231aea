package dcos.kafka.api.configurations;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What the API asks of the service about its configurations; snapshots, without blocking. A
 * configuration is a JSON document with the documented camelCase keys ({@code brokerConfiguration},
 * {@code kafkaConfiguration}, {@code serviceConfiguration}…).
 */
public interface ConfigurationService {

  /** Ids of the configurations that are kept, newest first. */
  List<String> ids();

  /** How those that are kept came to be, newest first. */
  List<AcceptedConfiguration> history();

  /** The configuration with this id; empty when none is kept under it. */
  Optional<JsonNode> configuration(String id);

  /**
   * The id of the configuration that the service works towards; empty before the first was
   * accepted.
   */
  Optional<String> targetId();
}
