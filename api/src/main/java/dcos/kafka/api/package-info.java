/** The REST resources of the service and what they ask of it. */
@NullMarked
package dcos.kafka.api;

import org.jspecify.annotations.NullMarked;
