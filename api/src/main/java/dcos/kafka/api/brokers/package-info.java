/** Brokers over REST, as brokers and, in the newer dialect, as pods. */
@NullMarked
package dcos.kafka.api.brokers;

import org.jspecify.annotations.NullMarked;
