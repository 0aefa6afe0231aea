/** The Mesos framework that runs Kafka. */
@NullMarked
package dcos.kafka.scheduler;

import org.jspecify.annotations.NullMarked;
