/** A DC/OS for one machine. */
@NullMarked
package dcos.kafka.local;

import org.jspecify.annotations.NullMarked;
