package dcos.kafka.scheduler.state;

import dcos.kafka.scheduler.config.TargetConfiguration;
import java.time.Instant;

/**
 * A configuration that was accepted; it never changes. Durable.
 *
 * @param id a UUID
 * @param accepted when
 * @param configuration what it asks for
 */
public record StoredConfiguration(String id, Instant accepted, TargetConfiguration configuration) {}
