/** Where everything is put together: the only place that knows all parts. */
@NullMarked
package dcos.kafka.scheduler.wiring;

import org.jspecify.annotations.NullMarked;
