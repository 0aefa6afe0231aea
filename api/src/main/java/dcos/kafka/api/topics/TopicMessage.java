package dcos.kafka.api.topics;

/**
 * An answer in the words of Kafka's own tools.
 *
 * @param message what the tool prints, line ends included
 */
public record TopicMessage(String message) {}
