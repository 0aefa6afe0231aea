/** The broker's files and its process. */
@NullMarked
package dcos.kafka.executor.broker;

import org.jspecify.annotations.NullMarked;
