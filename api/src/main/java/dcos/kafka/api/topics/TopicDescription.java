package dcos.kafka.api.topics;

import java.util.List;
import java.util.Map;

/**
 * The documented answer to {@code GET /v1/topics/{name}}.
 *
 * @param partitions an object with one key, the number of the partition, for each, ascending
 */
public record TopicDescription(List<Map<String, PartitionState>> partitions) {

  /** The documented shape of these states. */
  static TopicDescription of(List<PartitionState> states) {
    return new TopicDescription(
        states.stream().map(state -> Map.of(String.valueOf(state.partition()), state)).toList());
  }
}
