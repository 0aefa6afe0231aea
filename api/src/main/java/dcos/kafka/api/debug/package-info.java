/** Why the service does what it does: offers, gate, reservations. */
@NullMarked
package dcos.kafka.api.debug;

import org.jspecify.annotations.NullMarked;
