/** The one writer: (state, event, now) to (new state, records to persist, effects). */
@NullMarked
package dcos.kafka.scheduler.core;

import org.jspecify.annotations.NullMarked;
