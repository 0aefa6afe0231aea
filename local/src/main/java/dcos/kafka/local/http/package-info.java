/**
 * HTTP as Mesos' masters and agents speak it: short answers, and streams of records that stay open
 * for days.
 */
@NullMarked
package dcos.kafka.local.http;

import org.jspecify.annotations.NullMarked;
