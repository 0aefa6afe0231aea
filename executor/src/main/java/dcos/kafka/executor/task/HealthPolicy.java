package dcos.kafka.executor.task;

import java.time.Duration;

/**
 * How the broker's health is checked once it serves, as the product documents it.
 *
 * @param delay before the first check
 * @param interval between the end of a check and the next
 * @param timeout of one check
 * @param grace after the delay; failures do not count until it is over
 * @param maxFailures as many failures in a row end the broker; at least 1
 */
public record HealthPolicy(
    Duration delay, Duration interval, Duration timeout, Duration grace, int maxFailures) {}
