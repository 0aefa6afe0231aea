/** Asks a broker by Kafka's protocol whether it still answers. */
@NullMarked
package dcos.kafka.executor.health;

import org.jspecify.annotations.NullMarked;
