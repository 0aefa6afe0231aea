/** What happens to the broker and what is said of it: a pure state machine. */
@NullMarked
package dcos.kafka.executor.lifecycle;

import org.jspecify.annotations.NullMarked;
