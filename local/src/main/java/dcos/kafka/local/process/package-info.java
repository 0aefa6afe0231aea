/**
 * What a one-machine DC/OS needs of the operating system to run a program as Mesos and Marathon do:
 * {@link dcos.kafka.local.process.Fetcher} brings its files into a sandbox folder, {@link
 * dcos.kafka.local.process.SandboxProcess} starts it there as the leader of a session of its own,
 * tells when it ends and ends it with everything that it has started.
 *
 * <p>Processes outlive the JVM that started them, on purpose: an agent that is stopped leaves its
 * executors running and attaches to them again by their {@link
 * dcos.kafka.local.process.ProcessIdentity}.
 */
@NullMarked
package dcos.kafka.local.process;

import org.jspecify.annotations.NullMarked;
