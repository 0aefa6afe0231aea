/** A scripted stand-in for the HTTP side of a master or an agent. */
@NullMarked
package dcos.kafka.mesos.fake;

import org.jspecify.annotations.NullMarked;
