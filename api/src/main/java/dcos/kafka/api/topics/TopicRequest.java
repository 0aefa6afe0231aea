package dcos.kafka.api.topics;

import java.util.Map;

/**
 * A topic that someone wants created; every value is inside Kafka's limits already.
 *
 * @param name a legal topic name
 * @param partitions at least 1
 * @param replication at least 1
 * @param config Kafka's topic settings, by their names ({@code retention.ms}); unchecked
 */
public record TopicRequest(
    String name, int partitions, short replication, Map<String, String> config) {}
