/** A service in virtual time, and what Mesos and Kafka tell it, for tests. */
@NullMarked
package dcos.kafka.scheduler.testing;

import org.jspecify.annotations.NullMarked;
