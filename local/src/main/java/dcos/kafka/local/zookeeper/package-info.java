/** The real ZooKeeper, in this process. */
@NullMarked
package dcos.kafka.local.zookeeper;

import org.jspecify.annotations.NullMarked;
