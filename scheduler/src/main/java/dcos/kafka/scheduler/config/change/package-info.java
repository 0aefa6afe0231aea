/**
 * From one configuration to the next: what differs, whether the service may follow, and what it
 * means for a broker that runs.
 */
@NullMarked
package dcos.kafka.scheduler.config.change;

import org.jspecify.annotations.NullMarked;
