/** Whether an offer serves a waiting broker, with which operations, and if not, why. */
@NullMarked
package dcos.kafka.scheduler.offer;

import org.jspecify.annotations.NullMarked;
