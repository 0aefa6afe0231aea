/** The brokers as the newer dialect of the API calls them: pods, {@code kafka-0} being broker 0. */
@NullMarked
package dcos.kafka.api.pods;

import org.jspecify.annotations.NullMarked;
