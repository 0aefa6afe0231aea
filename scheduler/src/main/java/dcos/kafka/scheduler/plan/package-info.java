/** What is to be done, in which order, and how far it is. */
@NullMarked
package dcos.kafka.scheduler.plan;

import org.jspecify.annotations.NullMarked;
