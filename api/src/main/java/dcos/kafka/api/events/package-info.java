/** The journal of what happened and why. */
@NullMarked
package dcos.kafka.api.events;

import org.jspecify.annotations.NullMarked;
