/** Topics over REST and what these calls ask of Kafka's administration. */
@NullMarked
package dcos.kafka.api.topics;

import org.jspecify.annotations.NullMarked;
