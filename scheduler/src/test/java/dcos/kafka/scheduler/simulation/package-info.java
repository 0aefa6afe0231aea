/**
 * The whole core against models of Mesos, the store, Kafka and its operators, in virtual time, with
 * faults drawn from a seed. {@code docs/testing.md} tells how to read and replay a failure.
 */
@NullMarked
package dcos.kafka.scheduler.simulation;

import org.jspecify.annotations.NullMarked;
