/** The description of the API for programs. */
@NullMarked
package dcos.kafka.api.openapi;

import org.jspecify.annotations.NullMarked;
