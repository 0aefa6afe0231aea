package dcos.kafka.api.brokers;

import java.util.List;

/**
 * The documented answer to {@code GET /v1/brokers}.
 *
 * @param brokers ids as text, ascending by number
 */
public record BrokerList(List<String> brokers) {}
