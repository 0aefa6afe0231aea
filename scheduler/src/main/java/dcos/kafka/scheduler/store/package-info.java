/** The records of the core in ZooKeeper. */
@NullMarked
package dcos.kafka.scheduler.store;

import org.jspecify.annotations.NullMarked;
