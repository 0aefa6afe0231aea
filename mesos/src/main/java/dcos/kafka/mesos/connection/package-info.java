/**
 * One connection to a Mesos master or agent: its event stream, its calls in order, the thread that
 * sees both.
 */
@NullMarked
package dcos.kafka.mesos.connection;

import org.jspecify.annotations.NullMarked;
