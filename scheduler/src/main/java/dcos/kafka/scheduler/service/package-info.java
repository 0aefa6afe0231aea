/** What the REST API asks of the service, answered from the core. */
@NullMarked
package dcos.kafka.scheduler.service;

import org.jspecify.annotations.NullMarked;
