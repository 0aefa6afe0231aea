/**
 * A Mesos master for one machine. Frameworks speak to it over the v1 scheduler API in JSON or
 * protobuf, people and tools read its pages, and it answers both as Mesos 1.12 does: {@link
 * dcos.kafka.local.master.MesosMaster} is where to start.
 *
 * <p>Inside, one loop owns all state ({@code Cluster}); HTTP threads and agents only put things
 * into its queue. What is different from Mesos: it allocates at once instead of once a second,
 * agents are called and not sent messages ({@link dcos.kafka.local.link}), and there are no quotas,
 * weights, maintenance, hierarchical roles, task groups or resource providers. Resources are always
 * sent in the format since reservation refinement, so a framework needs the capabilities MULTI_ROLE
 * and RESERVATION_REFINEMENT.
 */
@NullMarked
package dcos.kafka.local.master;

import org.jspecify.annotations.NullMarked;
