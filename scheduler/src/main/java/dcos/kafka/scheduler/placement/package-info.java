/** Where brokers may be: placement constraints in Marathon's syntax and with Marathon's meaning. */
@NullMarked
package dcos.kafka.scheduler.placement;

import org.jspecify.annotations.NullMarked;
