/**
 * What was seen of the Kafka cluster, as values: all that the core knows of Kafka. No I/O, no Kafka
 * type.
 */
@NullMarked
package dcos.kafka.scheduler.kafka.observation;

import org.jspecify.annotations.NullMarked;
