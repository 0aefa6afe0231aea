/** Whether the broker is registered in ZooKeeper, and whether its predecessor still is. */
@NullMarked
package dcos.kafka.executor.registration;

import org.jspecify.annotations.NullMarked;
