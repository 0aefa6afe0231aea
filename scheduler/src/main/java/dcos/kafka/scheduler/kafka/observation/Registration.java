package dcos.kafka.scheduler.kafka.observation;

import java.time.Instant;

/**
 * A broker's registration at {@code /brokers/ids/<id>}. The node is ephemeral, so another process
 * has another registration.
 *
 * @param brokerId Kafka's broker id
 * @param host the host of the first advertised listener
 * @param port the port of the first advertised listener
 * @param since when it was registered, by ZooKeeper's clock
 * @param zxid ZooKeeper's transaction that created the node: tells a registration from the one
 *     before, with the same address
 */
public record Registration(int brokerId, String host, int port, Instant since, long zxid) {}
