package dcos.kafka.api.brokers;

import java.time.Instant;
import java.util.Optional;

/**
 * What the service and Kafka know of one broker. Empty values are {@code null} in JSON: not known,
 * or there is none now.
 *
 * @param id Kafka's broker id, from 0
 * @param name the task name, {@code broker-0}
 * @param state where the broker is in its life, in the service's words, {@code RUNNING} for example
 * @param message a sentence about the state: what it waits for, why it ended
 * @param taskId the task now, or the last one while none runs
 * @param taskState Mesos' last word about that task, {@code TASK_RUNNING} for example
 * @param host where clients reach it
 * @param port the port clients reach it at
 * @param agentId Mesos' id of the agent that holds its reservation
 * @param configurationId the configuration that it runs (or will be started with)
 * @param registered whether the broker is registered in Kafka's ZooKeeper now
 * @param underReplicatedPartitions how many partitions it should have a replica of but isn't in
 *     sync with; empty when that is unknown
 * @param since since when it is in this state
 */
public record BrokerView(
    int id,
    String name,
    String state,
    String message,
    Optional<String> taskId,
    Optional<String> taskState,
    Optional<String> host,
    Optional<Integer> port,
    Optional<String> agentId,
    Optional<String> configurationId,
    boolean registered,
    Optional<Integer> underReplicatedPartitions,
    Optional<Instant> since) {}
