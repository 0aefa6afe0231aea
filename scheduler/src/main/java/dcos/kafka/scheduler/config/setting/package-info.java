/**
 * The settings: one catalogue that says of each which environment variable it comes from, where it
 * is in the documented JSON, what type and range it has, and what a change of it does. Reading the
 * environment, writing and reading JSON, comparing configurations and the table in {@code
 * docs/configuration.md} all go by this catalogue.
 */
@NullMarked
package dcos.kafka.scheduler.config.setting;

import org.jspecify.annotations.NullMarked;
