/** What is recorded of a broker, and the life of its task. */
@NullMarked
package dcos.kafka.scheduler.broker;

import org.jspecify.annotations.NullMarked;
