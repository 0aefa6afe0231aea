/** Recorded conversations with a real Mesos, for contract tests of this module and of others. */
@NullMarked
package dcos.kafka.mesos.recording;

import org.jspecify.annotations.NullMarked;
