/**
 * Plays each conversation that was recorded with a real Mesos against our master and agents: the
 * same calls in the same order must get the same answers and events, but for ids, times and ports.
 */
package dcos.kafka.local.contract;
