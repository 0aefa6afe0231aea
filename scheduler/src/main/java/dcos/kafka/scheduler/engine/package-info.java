/** The thread that feeds the core and the adapters that carry out its effects. */
@NullMarked
package dcos.kafka.scheduler.engine;

import org.jspecify.annotations.NullMarked;
