/**
 * Arithmetic on Mesos resources: what there is, what is used, what an operation turns into what.
 * Pure values; used by the master to allocate and by agents to account for.
 *
 * <p>Resources are held in the format since reservation refinement ({@code reservations[]}) and
 * without {@code allocation_info}, which belongs to an offer or a task and not to what an agent
 * has.
 */
@NullMarked
package dcos.kafka.local.resource;

import org.jspecify.annotations.NullMarked;
