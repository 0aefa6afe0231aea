/**
 * A Mesos agent for one machine: {@link dcos.kafka.local.agent.MesosAgent} is where to start. It
 * launches custom executors and commands as real processes in sandboxes of its work folder, keeps
 * persistent volumes as real folders, and speaks the v1 executor API in JSON and protobuf as a
 * Mesos 1.12 agent does.
 *
 * <p>Everything that matters is checkpointed: an agent that was stopped and is started again from
 * its work folder finds its executors, which were running all the time, and sends again what has
 * not been acknowledged. What is different from Mesos: no isolation but by folder and process
 * group, no users other than the one who runs this JVM, no images, no health checks by the agent,
 * no task groups; and commands are run by the agent itself.
 */
@NullMarked
package dcos.kafka.local.agent;

import org.jspecify.annotations.NullMarked;
