/**
 * What master and agents say to each other. Mesos has a protocol of its own for this, which nobody
 * else speaks; here they are in one JVM and call each other, but only through these interfaces,
 * whose methods just take note and return at once, as messages do. So each side can be paused,
 * stopped and started again, and another master can take over.
 */
@NullMarked
package dcos.kafka.local.link;

import org.jspecify.annotations.NullMarked;
