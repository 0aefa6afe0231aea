package dcos.kafka.api.topics;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The state of a partition as Kafka keeps it in ZooKeeper, with the documented keys.
 *
 * @param partition its number, from 0
 * @param controllerEpoch of the controller that wrote it
 * @param isr ids of the brokers that are in sync, the documented order is Kafka's own
 * @param leader id of the leading broker; -1 when there is none
 * @param leaderEpoch grows with each change of the leader
 * @param version of the format
 */
public record PartitionState(
    @JsonIgnore int partition,
    @JsonProperty("controller_epoch") int controllerEpoch,
    List<Integer> isr,
    int leader,
    @JsonProperty("leader_epoch") int leaderEpoch,
    int version) {}
