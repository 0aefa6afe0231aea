package dcos.kafka.api.events;

import java.time.Instant;
import java.util.Optional;

/**
 * An entry of the journal.
 *
 * @param sequence grows with each entry, also over restarts of the scheduler
 * @param time when it happened
 * @param kind for programs, {@code BROKER_LAUNCHED} for example
 * @param broker the broker it is about, when it is about one
 * @param message what happened and why, as a sentence
 */
public record EventView(
    long sequence, Instant time, String kind, Optional<Integer> broker, String message) {}
