/** Everything that the core knows, as immutable values. */
@NullMarked
package dcos.kafka.scheduler.state;

import org.jspecify.annotations.NullMarked;
