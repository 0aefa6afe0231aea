/** The scheduler's side of the v1 API: a subscription with the leading master, kept alive. */
@NullMarked
package dcos.kafka.mesos.scheduler;

import org.jspecify.annotations.NullMarked;
