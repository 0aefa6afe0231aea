package dcos.kafka.api.configurations;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One value that differs between two configurations.
 *
 * @param field path of the value, {@code brokerConfiguration.mem} for example
 * @param from the value in the first configuration; JSON null when it isn't there
 * @param to the value in the second configuration; JSON null when it isn't there
 */
public record ConfigurationChange(String field, JsonNode from, JsonNode to) {}
