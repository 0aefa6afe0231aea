/** The history of configurations over REST. */
@NullMarked
package dcos.kafka.api.configurations;

import org.jspecify.annotations.NullMarked;
