/**
 * Kafka's own options: which there are, what values they take, and which of them a running broker
 * takes over.
 */
@NullMarked
package dcos.kafka.scheduler.config.kafka;

import org.jspecify.annotations.NullMarked;
