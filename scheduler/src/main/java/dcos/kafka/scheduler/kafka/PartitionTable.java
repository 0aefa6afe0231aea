package dcos.kafka.scheduler.kafka;

import dcos.kafka.api.topics.PartitionState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The partitions of the cluster as far as they were read. The observer's thread owns it; others may
 * look up topics at any time.
 */
final class PartitionTable {

  private static final SortedMap<Integer, List<Integer>> NOTHING = new TreeMap<>();

  private final Map<String, SortedMap<Integer, List<Integer>>> assignments =
      new ConcurrentSkipListMap<>();
  private final Map<PartitionId, PartitionState> states = new ConcurrentHashMap<>();
  private volatile Set<String> topics = Set.of();

  /** These topics exist; returns those that are new. Whatever was known of others is forgotten. */
  Set<String> topics(Set<String> current) {
    topics = Set.copyOf(current);
    assignments.keySet().retainAll(topics);
    states.keySet().removeIf(id -> !topics.contains(id.topic()));
    Set<String> added = new HashSet<>(topics);
    added.removeAll(assignments.keySet());
    return added;
  }

  Set<String> topics() {
    return topics;
  }

  boolean has(String topic) {
    return topics.contains(topic);
  }

  /** A topic is assigned like this; returns partitions that nothing is known of yet. */
  List<PartitionId> assigned(String topic, SortedMap<Integer, List<Integer>> assignment) {
    if (!has(topic)) {
      return List.of();
    }
    assignments.put(topic, assignment);
    List<PartitionId> unread = new ArrayList<>();
    for (int number : assignment.keySet()) {
      PartitionId id = new PartitionId(topic, number);
      if (!states.containsKey(id)) {
        unread.add(id);
      }
    }
    return unread;
  }

  /** The state of a partition; ignored when its topic is gone. */
  void state(PartitionId id, PartitionState state) {
    if (has(id.topic())) {
      states.put(id, state);
    }
  }

  /** Forgets everything, so that it is read anew. */
  void clear() {
    topics = Set.of();
    assignments.clear();
    states.clear();
  }

  /** The state of each partition of a topic, ascending; empty unless all of it was read. */
  Optional<List<PartitionState>> describe(String topic) {
    SortedMap<Integer, List<Integer>> assignment = assignments.getOrDefault(topic, NOTHING);
    List<PartitionState> described =
        assignment.keySet().stream()
            .flatMap(
                number -> Optional.ofNullable(states.get(new PartitionId(topic, number))).stream())
            .toList();
    return described.isEmpty() || described.size() < assignment.size()
        ? Optional.empty()
        : Optional.of(described);
  }

  /** Every partition, in order. Those whose state is not read yet count as having none in sync. */
  List<PartitionReplicas> partitions() {
    List<PartitionReplicas> all = new ArrayList<>();
    assignments.forEach(
        (topic, assignment) ->
            assignment.forEach(
                (number, replicas) -> {
                  PartitionId id = new PartitionId(topic, number);
                  PartitionState state = states.getOrDefault(id, ZookeeperNodes.noState(number));
                  all.add(new PartitionReplicas(id, replicas, state.leader(), state.isr()));
                }));
    return all;
  }
}
