/** The program beside each broker: prepares, starts, watches and stops it. */
@NullMarked
package dcos.kafka.executor;

import org.jspecify.annotations.NullMarked;
