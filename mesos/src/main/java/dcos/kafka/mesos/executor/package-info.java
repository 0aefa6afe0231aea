/** The executor's side of the v1 API: a subscription with the agent, and updates that arrive. */
@NullMarked
package dcos.kafka.mesos.executor;

import org.jspecify.annotations.NullMarked;
