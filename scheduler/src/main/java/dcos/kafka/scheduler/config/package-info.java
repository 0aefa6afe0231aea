/**
 * What the service is asked to be: immutable configurations, how they are read from the environment
 * and from the store, which of them are valid, and what a change from one to the next means for a
 * running broker.
 *
 * <p>Pure code: the environment is handed in as a map, nothing here reads files, the network or a
 * clock.
 */
@NullMarked
package dcos.kafka.scheduler.config;

import org.jspecify.annotations.NullMarked;
