/** The whole product as real processes, on a local DC/OS, driven as users and misfortune do. */
@NullMarked
package dcos.kafka.local.system;

import org.jspecify.annotations.NullMarked;
