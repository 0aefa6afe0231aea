/** Whether the service is well, over REST. */
@NullMarked
package dcos.kafka.api.health;

import org.jspecify.annotations.NullMarked;
