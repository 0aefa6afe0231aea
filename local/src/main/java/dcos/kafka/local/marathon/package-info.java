/**
 * A Marathon for one machine: apps as JSON over {@code /v2/apps}, each run as one real process in a
 * sandbox and kept alive. It has no Mesos below it: what matters to an app (its environment, its
 * ports, its sandbox, how it is stopped and started again) is as in a real one.
 */
@NullMarked
package dcos.kafka.local.marathon;

import org.jspecify.annotations.NullMarked;
