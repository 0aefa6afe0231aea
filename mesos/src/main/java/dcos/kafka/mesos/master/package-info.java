/** Which Mesos master leads. */
@NullMarked
package dcos.kafka.mesos.master;

import org.jspecify.annotations.NullMarked;
