/** What the scheduler asks for: one broker, read from the task that Mesos hands over. */
@NullMarked
package dcos.kafka.executor.task;

import org.jspecify.annotations.NullMarked;
