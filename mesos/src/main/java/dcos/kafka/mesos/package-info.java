/** The Mesos v1 HTTP protocol in pure Java. */
@NullMarked
package dcos.kafka.mesos;

import org.jspecify.annotations.NullMarked;
