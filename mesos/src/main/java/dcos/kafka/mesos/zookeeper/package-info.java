/** What all of the service's connections to ZooKeeper have in common. */
@NullMarked
package dcos.kafka.mesos.zookeeper;

import org.jspecify.annotations.NullMarked;
