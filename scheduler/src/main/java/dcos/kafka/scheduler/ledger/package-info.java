/** The books of every reservation and volume that the service ever asked Mesos for. */
@NullMarked
package dcos.kafka.scheduler.ledger;

import org.jspecify.annotations.NullMarked;
