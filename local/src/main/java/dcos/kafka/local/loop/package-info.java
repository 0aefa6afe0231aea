/**
 * One thread for one actor: master and agents each handle one thing at a time, so none of their
 * state needs a lock.
 */
@NullMarked
package dcos.kafka.local.loop;

import org.jspecify.annotations.NullMarked;
