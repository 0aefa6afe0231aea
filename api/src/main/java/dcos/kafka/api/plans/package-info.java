/** Plans over REST: reading them and steering them. */
@NullMarked
package dcos.kafka.api.plans;

import org.jspecify.annotations.NullMarked;
