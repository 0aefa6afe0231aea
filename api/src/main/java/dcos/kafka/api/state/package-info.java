/** What the service remembers about itself, over REST. */
@NullMarked
package dcos.kafka.api.state;

import org.jspecify.annotations.NullMarked;
