package dcos.kafka.local.process;

/**
 * Finds a process again after a restart of the one who started it. The start time tells it from a
 * later process that got the same id.
 *
 * @param pid the process' id
 * @param startedAt milliseconds since 1970, as the system tells it
 */
public record ProcessIdentity(long pid, long startedAt) {}
