/**
 * Kafka's administration: one kept AdminClient, Kafka's ZooKeeper, and what is observed of the
 * cluster.
 */
@NullMarked
package dcos.kafka.scheduler.kafka;

import org.jspecify.annotations.NullMarked;
