/**
 * The broker's metrics, sent to a StatsD receiver. All of it runs inside the broker's JVM, as an
 * agent of it, and needs nothing but Java: of Kafka it knows only that it shows its metrics by JMX,
 * as every version does.
 */
@NullMarked
package dcos.kafka.executor.metrics;

import org.jspecify.annotations.NullMarked;
