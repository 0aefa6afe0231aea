/** How everything that goes wrong is told: one JSON shape, with a sentence that says what to do. */
@NullMarked
package dcos.kafka.api.errors;

import org.jspecify.annotations.NullMarked;
