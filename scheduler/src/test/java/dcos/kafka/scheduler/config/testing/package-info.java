/** Configurations for tests. */
package dcos.kafka.scheduler.config.testing;
