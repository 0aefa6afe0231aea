package dcos.kafka.api.brokers;

/**
 * How an operator wants a broker restarted or replaced.
 *
 * @param force do it although the gate or data at risk speak against it; recorded, and answered
 *     with a warning
 * @param dryRun only say what would happen: same refusals, same answer, nothing recorded or stopped
 */
public record RestartOptions(boolean force, boolean dryRun) {}
