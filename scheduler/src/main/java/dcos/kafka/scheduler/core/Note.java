package dcos.kafka.scheduler.core;

import java.util.OptionalInt;

/**
 * A line of the journal: what was decided or seen, and why.
 *
 * @param kind for programs, such as {@code BROKER_LAUNCHED}
 * @param broker whom it is about; empty when nobody in particular
 * @param message the sentence
 */
public record Note(String kind, OptionalInt broker, String message) {}
