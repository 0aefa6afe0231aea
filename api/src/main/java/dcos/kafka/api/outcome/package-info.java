/** What the service answers to a request: the result, or a refusal with its reason. */
@NullMarked
package dcos.kafka.api.outcome;

import org.jspecify.annotations.NullMarked;
